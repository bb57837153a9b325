import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { virtualClock } from '../live/virtual-clock.ts';
import { startHeartbeat, webhookBeat } from './heartbeat.ts';
import { type Happened, startNews } from './news.ts';

const closing: (() => void)[] = [];
afterEach(() =>
  closing.splice(0).forEach((close) => {
    close();
  }),
);

async function receiver(status: number, headers: Record<string, string> = {}) {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    let body = `${request.method} `;
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      bodies.push(body);
      response.writeHead(status, headers).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping/planted-path`, bodies };
}

/** Lets a heart beat a few times; `working` says of each beat whether the work goes on. */
async function beats(to: Parameters<typeof startHeartbeat>[0]['to'], working: readonly boolean[]) {
  const news = startNews();
  const told: Happened[] = [];
  news.listen((happened) => void told.push(happened));
  const stop = new AbortController();
  let at = 0;
  const clock = {
    ...virtualClock(0),
    sleep: async () => {
      at++;
      if (at >= working.length) stop.abort();
    },
  };
  const heart = startHeartbeat({ to, every: 60_000, clock, isWorking: () => working[at]!, news });
  await heart.run(stop.signal);
  return { told, beaten: Object.fromEntries(heart.beaten) };
}

describe('a heartbeat', () => {
  test('is posted as long as the work goes on, and falls silent when it does not', async () => {
    const { url, bodies } = await receiver(204);
    const to = [webhookBeat(url, async () => ({ status: 'ready' }))];
    const { beaten, told } = await beats(to, [true, false, false, true]);
    expect(bodies).toEqual(['POST {"status":"ready"}', 'POST {"status":"ready"}']);
    expect(beaten).toEqual({ 'webhook/sent': 2, 'webhook/held': 2 });
    expect(told.map((each) => ('why' in each ? each.why : null))).toEqual([
      'the work does not go on: it falls silent until it does',
    ]);
  });

  test('a place that does not take it is told once, without its address, and tried again', async () => {
    const { url, bodies } = await receiver(500);
    const { beaten, told } = await beats([webhookBeat(url, async () => ({}))], [true, true, true]);
    expect([bodies.length, beaten, told.length]).toEqual([3, { 'webhook/failed': 3 }, 1]);
    expect(JSON.stringify(told)).toMatch(/expected status 2xx from `127\.0\.0\.1:\d+`, got 500/);
    expect(JSON.stringify(told)).not.toContain('planted-path');
  });

  test('a redirection is not followed', async () => {
    const other = await receiver(200);
    const { url } = await receiver(302, { location: other.url });
    expect((await beats([webhookBeat(url, async () => ({}))], [true])).beaten).toEqual({ 'webhook/failed': 1 });
    expect(other.bodies).toEqual([]);
  });
});
