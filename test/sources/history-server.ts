import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A line of an Event history. */
export interface Line {
  readonly id: string;
  readonly call: string;
  /** Milliseconds. */
  readonly at: number;
  readonly text: string;
}

/** A stand-in of CloudTrail's LookupEvents on the loopback, for the real SDK. */
export interface HistoryServer {
  readonly endpoint: string;
  readonly lines: Line[];
  /** Each answer in turn, before any real one. */
  readonly refusals: { readonly code: string; readonly message: string; readonly status?: number }[];
  /** What was asked: start and end in seconds, the token, when it came. */
  readonly asked: { readonly from: number; readonly to: number; readonly token: string | null; readonly at: number }[];
  /** The least milliseconds between two calls; sooner is a `ThrottlingException`. */
  apart: number;
  throttled: number;
  stop(): Promise<void>;
}

/** Pages of `pageSize` lines, newest first, as LookupEvents has them. */
export async function startHistoryServer(pageSize = 50): Promise<HistoryServer> {
  let last = 0;
  const server = createServer(async (request, response) => {
    const answer = await answerOf(request);
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(answer.body));
  });

  // While this process stalls, a request may come on a connection that was idle for long: it is not closed then.
  server.keepAliveTimeout = 0;

  async function answerOf(request: IncomingMessage): Promise<{ readonly status: number; readonly body: unknown }> {
    let text = '';
    for await (const piece of request) text += piece;
    const asked = JSON.parse(text) as { StartTime: number; EndTime: number; NextToken?: string; MaxResults: number };
    const now = Date.now();
    if (!String(request.headers['x-amz-target']).endsWith('.LookupEvents'))
      return { status: 400, body: { __type: 'UnknownOperationException', message: 'only LookupEvents' } };
    const refusal = self.refusals.shift();
    if (refusal !== undefined)
      return { status: refusal.status ?? 400, body: { __type: refusal.code, message: refusal.message } };
    if (now - last < self.apart) {
      self.throttled++;
      return { status: 400, body: { __type: 'ThrottlingException', message: 'Rate exceeded' } };
    }
    last = now;
    self.asked.push({ from: asked.StartTime, to: asked.EndTime, token: asked.NextToken ?? null, at: now });
    const all = self.lines
      .filter(({ at }) => Math.floor(at / 1000) >= Math.floor(asked.StartTime) && at / 1000 <= asked.EndTime + 1)
      .toSorted((one, other) => other.at - one.at);
    const from = Number(asked.NextToken ?? 0);
    const page = all.slice(from, from + Math.min(pageSize, asked.MaxResults));
    const next = from + page.length < all.length ? String(from + page.length) : undefined;
    return {
      status: 200,
      body: {
        Events: page.map(({ id, call, at, text: CloudTrailEvent }) => ({
          ...{ EventId: id, EventName: call, EventTime: Math.floor(at / 1000), CloudTrailEvent, ReadOnly: 'false' },
        })),
        ...(next === undefined ? {} : { NextToken: next }),
      },
    };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self: HistoryServer = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ lines: [], refusals: [], asked: [], apart: 0, throttled: 0 },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return self;
}
