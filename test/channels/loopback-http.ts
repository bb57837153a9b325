import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a service answers. */
export interface Reply {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What is done with one request instead of serving it. `answer`: the service never sees it. `lost`: it is served, and the
 * connection reset instead of the answer. `reset`: the connection is reset before it is read. `hang`: it is not read, and
 * never answered. `slow`: it is served, the head of the answer comes, and its body never ends.
 */
export type Trouble =
  | { readonly kind: 'answer'; readonly reply: Reply }
  | { readonly kind: 'lost' | 'reset' | 'hang' | 'slow' };

/** A service on this machine: it takes what the real one would take, and does what a script says before. */
export interface LoopbackHttp {
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  /** Requests that the service saw, by time, and those that trouble kept from it. */
  readonly arrived: Arrived[];
  readonly refused: Arrived[];
  /** What becomes of the next requests, one each; then they are served. */
  script(...next: readonly Trouble[]): void;
  /** Is asked before every request that has no script. */
  trouble: ((arrived: Arrived) => Trouble | null) | null;
  close(): Promise<void>;
}

/** Listens on a free port of the loopback interface. `serve` is the stand-in: what it throws is answered 500 and told by `close`. */
export async function listenLoopback(serve: (arrived: Arrived) => Reply): Promise<LoopbackHttp> {
  const arrived: Arrived[] = [];
  const refused: Arrived[] = [];
  const scripted: Trouble[] = [];
  const faults: unknown[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const early = scripted[0]?.kind;
    if (early === 'reset' || early === 'hang') {
      scripted.shift();
      if (early === 'reset') request.socket.resetAndDestroy();
      return;
    }
    void readWhole(request).then((one) => answer(one, response));
  });
  // While this process stalls, a request may come on a connection that was idle for long: it is not closed then.
  server.keepAliveTimeout = 0;
  const serveKept = (one: Arrived): Reply => {
    arrived.push(one);
    try {
      return serve(one);
    } catch (error) {
      faults.push(error);
      return { status: 500 };
    }
  };
  const answer = (one: Arrived | null, response: ServerResponse) => {
    if (one === null) return;
    const trouble = scripted.shift() ?? loopback.trouble?.(one) ?? null;
    if (trouble?.kind === 'answer') {
      refused.push(one);
      return write(response, trouble.reply);
    }
    if (trouble?.kind === 'hang') return;
    if (trouble?.kind === 'reset') return void response.socket?.resetAndDestroy();
    const reply = serveKept(one);
    if (trouble?.kind === 'lost') return void response.socket?.resetAndDestroy();
    if (trouble?.kind === 'slow') {
      response.writeHead(reply.status, { ...reply.headers, 'content-length': '1000' });
      return void response.write('{');
    }
    write(response, reply);
  };
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const loopback: LoopbackHttp = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived,
    refused,
    script: (...next) => void scripted.push(...next),
    trouble: null,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      if (faults.length > 0) throw faults[0];
    },
  };
  return loopback;
}

function write(response: ServerResponse, { status, body = '', headers = {} }: Reply): void {
  response.writeHead(status, headers).end(body);
}

async function readWhole(request: IncomingMessage): Promise<Arrived | null> {
  const parts: Buffer[] = [];
  try {
    for await (const part of request) parts.push(part as Buffer);
  } catch {
    return null;
  }
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(parts).toString('utf8'),
  };
}
