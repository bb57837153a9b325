import { timingSafeEqual } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { sha256 } from '../../core/leaf/digest.ts';
import { isLoopback, type Listen } from '../../settings/server-settings.ts';
import type { Health } from './health.ts';

/** What is answered over HTTP. */
export interface HttpParts {
  readonly listen: Listen;
  /** Who asks must show it; `null` only where this machine alone can ask. */
  readonly token: string | null;
  readonly health: () => Promise<Health>;
  readonly metrics: () => Promise<{ readonly type: string; readonly text: string }>;
  /** An answer that failed: told, never shown. */
  readonly fault: (error: unknown) => void;
}

/** An HTTP server that answers. */
export interface AnsweringHttp {
  readonly url: string;
  close(): Promise<void>;
}

/** The two pages that there are. All else is refused: other paths, other methods, and other names for this machine. */
export function httpApp({
  listen,
  token,
  health,
  metrics,
  fault,
}: Omit<HttpParts, 'listen'> & { readonly listen: Listen }): Hono {
  const app = new Hono();
  app.use('*', async (context, next) => {
    // A page of elsewhere that calls this machine by a name of its own (DNS rebinding) is told by the Host header.
    if (token === null && !isOwnName(context.req.header('host') ?? '', listen.host))
      return context.text('expected to be called by an address of this machine\n', 403);
    if (token !== null && !isToken(context.req.header('authorization') ?? '', token))
      return context.text('expected `Authorization: Bearer …` with the token\n', 401, { 'www-authenticate': 'Bearer' });
    context.header('cache-control', 'no-store');
    context.header('x-content-type-options', 'nosniff');
    if (context.req.method !== 'GET' && context.req.method !== 'HEAD')
      return context.text('expected GET\n', 405, { allow: 'GET, HEAD' });
    return await next();
  });
  app.get('/health', async (context) => {
    const told = await health();
    return context.json(told, told.status === 'down' ? 503 : 200);
  });
  app.get('/metrics', async (context) => {
    const { type, text } = await metrics();
    return context.body(text, 200, { 'content-type': type });
  });
  app.notFound((context) => context.text('there are `/health` and `/metrics`\n', 404));
  app.onError((error, context) => {
    fault(error);
    return context.text('a fault of ours: the log tells more\n', 500);
  });
  return app;
}

/** Starts to answer, or says why it cannot. */
export async function startHttp(parts: HttpParts): Promise<AnsweringHttp | { readonly refused: string }> {
  const { listen } = parts;
  const server = createAdaptorServer({ fetch: httpApp(parts).fetch }) as Server;
  server.maxConnections = 64;
  server.requestTimeout = 10_000;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(listen.port, listen.host, () => resolve());
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'EADDRINUSE' ? 'somebody else listens there already' : message;
    return { refused: `expected to listen at \`${listen.host}:${listen.port}\`: ${why}` };
  }
  server.on('error', parts.fault);
  const { address, family, port } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function isOwnName(host: string, bound: string): boolean {
  if (!URL.canParse(`http://${host}`)) return false;
  const name = new URL(`http://${host}`).hostname.replace(/^\[(.*)\]$/, '$1');
  return isLoopback(name) || name === bound;
}

/** Compared by digest, so that how long it takes tells nothing. */
function isToken(header: string, token: string): boolean {
  const shown = /^bearer (.+)$/i.exec(header)?.[1] ?? '';
  return timingSafeEqual(sha256(shown), sha256(token));
}
