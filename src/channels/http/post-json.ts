import { type IncomingMessage, request as overHttp, type RequestOptions } from 'node:http';
import { request as overHttps } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { HttpProxy } from '../../contracts/http-proxy.ts';
import { guardedLookup, type Resolve } from './guarded-lookup.ts';
import { type Guard, mayConnect } from './may-connect.ts';
import { readRetryAfter } from './retry-after.ts';
import { sayBarred, sayFailure } from './say-failure.ts';
import { isThrough, tunnel } from './tunnel.ts';

/** One request to a service. `type` is the content type of `body`: JSON unless it says otherwise. */
export interface Post {
  /** `https:`; `http:` only where the guard allows more than the Internet. Its path and query are taken for a secret. */
  readonly url: string;
  readonly body: string;
  readonly type?: string;
  readonly method?: 'POST' | 'PUT' | 'PATCH' | 'GET';
  readonly headers?: Readonly<Record<string, string>>;
}

/** How it is sent. */
export interface Sending {
  readonly guard: Guard;
  /** The whole time that it may take. */
  readonly signal: AbortSignal;
  readonly now: number;
  /** Certificates of who else may vouch for the service, as PEM: a company's own. */
  readonly ca?: string;
  readonly resolve?: Resolve;
  /** By which services are reached; then names are looked up there, and the guard judges addresses that are written out alone. */
  readonly proxy?: HttpProxy | undefined;
  /** How much of an answer is read, in bytes: 64 KB unless more is asked for. */
  readonly mostBytes?: number;
}

/** What a request came to. Texts name the service's host at most, never a path, a query or a header. */
export type Answer =
  /** `body`: as much of it as is read; `whole` is false where it was longer, or broke off after the status. */
  | {
      readonly kind: 'answered';
      readonly host: string;
      readonly status: number;
      readonly retryAfter: number | null;
      readonly body: string;
      readonly whole: boolean;
    }
  /** `sent`: it may have reached the service. */
  | { readonly kind: 'unanswered'; readonly host: string; readonly sent: boolean; readonly why: string }
  /** It was never tried: the address is none, or is not allowed. */
  | { readonly kind: 'barred'; readonly why: string };

const usualBytes = 65_536;

/**
 * Sends one request on a connection of its own, once: no redirection is followed, certificates are always verified, and the
 * name's addresses are judged before they are connected to. Never rejects.
 */
export async function postJson(post: Post, sending: Sending): Promise<Answer> {
  const { guard, signal, proxy, ca } = sending;
  const url = URL.canParse(post.url) ? new URL(post.url) : null;
  const barred = findBar(url, guard);
  if (url === null || barred !== null) return { kind: 'barred', why: barred ?? '' };
  const host = url.host;
  if (signal.aborted) return { kind: 'unanswered', host, sent: false, why: 'there was no time left' };
  if (proxy === undefined || !isThrough(proxy, hostOf(url))) return await send(url, post, sending, null);
  try {
    const isSecure = url.protocol === 'https:';
    const port = Number(url.port === '' ? (isSecure ? 443 : 80) : url.port);
    const socket = await tunnel(proxy, { host: hostOf(url), port, secure: isSecure, ca }, signal);
    return await send(url, post, sending, socket);
  } catch (error) {
    return sayFailure(error, { host, sent: false, late: signal.aborted });
  }
}

/** Sends it, on a connection that stands already where there is one. */
function send(url: URL, post: Post, sending: Sending, socket: Socket | null): Promise<Answer> {
  const { guard, signal, ca, resolve } = sending;
  const { host } = url;
  return new Promise((settle) => {
    const journey = { sent: false, answered: false };
    const end = (error: unknown) => {
      if (!journey.answered) settle(sayFailure(error, { host, sent: journey.sent, late: signal.aborted }));
    };
    try {
      const going = (url.protocol === 'https:' ? overHttps : overHttp)({
        ...whereTo(url),
        method: post.method ?? 'POST',
        headers: headersOf(post),
        ...(socket === null
          ? { agent: false, lookup: guardedLookup(guard, resolve), rejectUnauthorized: true }
          : { createConnection: () => socket, defaultPort: url.protocol === 'https:' ? 443 : 80 }),
        ...(ca === undefined ? {} : { ca }),
      } as RequestOptions);
      const callOff = () => going.destroy(new Error('called off'));
      signal.addEventListener('abort', callOff, { once: true });
      going.once('close', () => {
        signal.removeEventListener('abort', callOff);
        end(null);
      });
      going.on('error', end);
      going.once('socket', (made) => whenStanding(made, url.protocol === 'https:', () => setSent(journey)));
      going.once('response', (answer) => {
        journey.answered = true;
        readAnswer(answer, host, sending, settle);
      });
      going.end(post.method === 'GET' ? undefined : post.body);
    } catch (error) {
      end(error);
    }
  });
}

function findBar(url: URL | null, guard: Guard): string | null {
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return 'expected an address that starts with `https://`, got something else: mend the channel’s secret or `url`';
  if (url.username !== '' || url.password !== '')
    return `expected an address without user and password, got one for \`${url.host}\`: put them into \`secret\``;
  if (url.protocol === 'http:' && guard === 'public')
    return `expected an \`https:\` address, got an \`http:\` one for \`${url.host}\`: whoever listens could read it`;
  const literal = hostOf(url);
  return isIP(literal) === 0 || mayConnect(literal, guard) ? null : sayBarred(url.host);
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

function whereTo(url: URL): RequestOptions {
  const port = url.port === '' ? {} : { port: Number(url.port) };
  return { host: hostOf(url), ...port, path: `${url.pathname}${url.search}` };
}

function headersOf({ body, type = 'application/json; charset=utf-8', method, headers = {} }: Post) {
  const ours = { 'user-agent': 'portcullis', accept: 'application/json, text/plain, */*' };
  if (method === 'GET') return { ...ours, ...headers };
  return { ...ours, 'content-type': type, 'content-length': String(Buffer.byteLength(body)), ...headers };
}

function setSent(journey: { sent: boolean }): void {
  journey.sent = true;
}

/** Node writes a request the moment its connection stands, and not before. */
function whenStanding(
  socket: Socket & { readonly secureConnecting?: boolean },
  isTls: boolean,
  then: () => void,
): void {
  if (socket.connecting || socket.secureConnecting === true) socket.once(isTls ? 'secureConnect' : 'connect', then);
  else if (!socket.destroyed) then();
}

function readAnswer(
  answer: IncomingMessage,
  host: string,
  { now, mostBytes = usualBytes }: Sending,
  settle: (answer: Answer) => void,
): void {
  const status = answer.statusCode ?? 0;
  const retryAfter = readRetryAfter(answer.headers['retry-after'], answer.headers.date, now);
  const parts: Buffer[] = [];
  let length = 0;
  const end = (whole: boolean) => {
    const body = Buffer.concat(parts).subarray(0, mostBytes).toString('utf8');
    settle({ kind: 'answered', host, status, retryAfter, body, whole });
  };
  answer.on('data', (part: Buffer) => {
    parts.push(part);
    length += part.length;
    if (length > mostBytes) {
      end(false);
      answer.destroy();
    }
  });
  answer.once('end', () => end(answer.complete));
  answer.once('error', () => end(false));
  answer.once('close', () => end(answer.complete));
}
