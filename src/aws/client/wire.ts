import { Agent as HttpAgent, type IncomingMessage, request as overHttp } from 'node:http';
import { Agent as HttpsAgent, request as overHttps } from 'node:https';
import type { Socket } from 'node:net';

/** How far one request came: what a call that ended without an answer is judged by. */
export interface Journey {
  /** It may have reached the other side: from the moment a connection stood that it was written to. */
  sent: boolean;
  /** The other side's clock, as its answer's `Date` says; `null` before an answer. */
  date: string | null;
}

/** A request as the SDK hands it over, signed. */
export interface WireRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number | undefined;
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>> | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** An answer as the SDK reads it. */
export interface WireAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: IncomingMessage;
}

/** What a caller gives with a request. */
export interface Sending {
  readonly journey?: Journey;
  /** On a connection of its own: one that was kept may be dead, and then nobody knows what became of the request. */
  readonly fresh?: boolean;
  readonly abortSignal?: AbortSignal;
}

/** Carries requests of the SDK, each once, and says how far each came. */
export interface Wire {
  /** `sending`: a `Sending`, where the SDK's own type has no room for the journey. */
  handle(request: WireRequest, sending?: object): Promise<{ readonly response: WireAnswer }>;
  destroy(): void;
  readonly metadata: { readonly handlerProtocol: string };
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
}

/** Connections that are kept for the next request, at most so many to one host. */
const pooled = { keepAlive: true, maxSockets: 50 };

/**
 * A wire of our own, in place of the SDK's, because the SDK does not tell a request that never left from one whose answer
 * was lost. It never repeats a request. `hears`: is told the `Date` of every answer.
 */
export function createWire(hears: (date: string) => void = () => {}): Wire {
  const agents = { http: new HttpAgent(pooled), https: new HttpsAgent(pooled) };
  return {
    handle: async (request, sending = {}) => {
      const answer = await carry(request, sending as Sending, agents);
      if (answer.response.headers.date !== undefined) hears(answer.response.headers.date);
      return answer;
    },
    destroy: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
    metadata: { handlerProtocol: 'http/1.1' },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}

function carry(
  request: WireRequest,
  { journey = { sent: false, date: null }, fresh = false, abortSignal }: Sending,
  agents: { readonly http: HttpAgent; readonly https: HttpsAgent },
): Promise<{ readonly response: WireAnswer }> {
  return new Promise((resolve, reject) => {
    if (abortSignal?.aborted === true) {
      reject(new Error('it was called off before it was sent'));
      return;
    }
    const isTls = request.protocol === 'https:';
    const { method, headers, port } = request;
    const host = request.hostname.replace(/^\[(.*)\]$/, '$1');
    const to = { host, port, method, path: request.path + writeQuery(request.query), headers };
    const going = isTls
      ? overHttps({ ...to, agent: !fresh && agents.https })
      : overHttp({ ...to, agent: !fresh && agents.http });
    const callOff = () => going.destroy(new Error('it was called off'));
    abortSignal?.addEventListener('abort', callOff, { once: true });
    going.once('close', () => abortSignal?.removeEventListener('abort', callOff));
    going.on('error', reject);
    going.once('socket', (socket) => whenStanding(socket, isTls, () => setSent(journey)));
    going.once('response', (answer) => {
      journey.sent = true;
      journey.date = answer.headers.date ?? null;
      resolve({ response: { statusCode: answer.statusCode ?? 0, headers: flatten(answer.headers), body: answer } });
    });
    going.end(request.body);
  });
}

function setSent(journey: Journey): void {
  journey.sent = true;
}

/** Node writes a request the moment its connection stands, and not before. */
function whenStanding(
  socket: Socket & { readonly secureConnecting?: boolean },
  isTls: boolean,
  then: () => void,
): void {
  if (socket.connecting || socket.secureConnecting === true) socket.once(isTls ? 'secureConnect' : 'connect', then);
  else then();
}

function writeQuery(query: WireRequest['query']): string {
  const pairs = Object.entries(query ?? {}).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((each) => [key, each ?? ''] as [string, string]),
  );
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`;
}

function flatten(headers: IncomingMessage['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  );
}
