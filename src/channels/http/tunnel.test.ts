import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { calledOffAfter } from '../../../test/channels/called-off.ts';
import { makeCertificate } from '../../../test/channels/certificate.ts';
import { listenLoopback } from '../../../test/channels/loopback-http.ts';
import type { HttpProxy } from '../../contracts/http-proxy.ts';
import { readProxy } from '../../settings/read-proxy.ts';
import { postJson, type Sending } from './post-json.ts';
import { isThrough } from './tunnel.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((settle) => server.listen(0, '127.0.0.1', settle));
  return (server.address() as AddressInfo).port;
}

/** A proxy that connects to the service of a test, whatever host it is asked for. */
async function startProxy(to: number, password: string | null = null, status = 200) {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_, answer) => answer.writeHead(405).end());
  server.on('connect', (request, socket: Socket) => {
    asked.push(request.url!);
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    const isKnown = password === null || request.headers['proxy-authorization'] === `Basic ${btoa(password)}`;
    if (status !== 200 || !isKnown) {
      socket.end(`HTTP/1.1 ${isKnown ? status : 407} No\r\n\r\n`);
      return;
    }
    const onward = connect(to, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    sockets.add(onward);
    onward.on('error', () => socket.destroy());
  });
  const port = await portOf(server);
  closing.push(() => {
    for (const each of sockets) each.destroy();
    return new Promise((settle) => server.close(settle));
  });
  return { asked, port };
}

const through = (port: number, except: readonly string[] = [], who = ''): HttpProxy =>
  readProxy(`http://${who}127.0.0.1:${port}`, except)!;

function send(url: string, also: Partial<Sending>) {
  const sending = { guard: 'loopback' as const, signal: AbortSignal.timeout(30_000), now: 0, ...also };
  return postJson({ url, body: '{"a":1}' }, sending);
}

describe('a service that is reached by a proxy', () => {
  test('is asked for by name, which nobody here looks up, and gets the request encrypted by its own certificate', async () => {
    const { cert, key } = makeCertificate();
    const bodies: string[] = [];
    const service = createTlsServer({ cert, key }, (request, answer) => {
      request.on('data', (part) => bodies.push(`${request.headers.host} ${part}`));
      request.on('end', () => answer.end('ok'));
    });
    const to = await portOf(service);
    closing.push(() => new Promise((settle) => service.close(settle)));
    const proxy = await startProxy(to, 'carol:s p');
    const by = { ca: cert, proxy: through(proxy.port, [], 'carol:s%20p@') };
    const resolve = () => expect.unreachable();
    expect(await send('https://localhost/hook', { ...by, guard: 'public', resolve })).toMatchObject({
      ...{ kind: 'answered', status: 200, body: 'ok', host: 'localhost' },
    });
    expect(proxy.asked).toEqual(['localhost:443']);
    expect(bodies).toEqual(['localhost {"a":1}']);
    // Whoever answers in its place is found out.
    expect(await send('https://example.com/hook', by)).toMatchObject({
      ...{ kind: 'unanswered', sent: false, why: '`example.com`: its certificate is for another name' },
    });
  });

  test('is not reached where the proxy refuses or is away, and nothing was sent', async () => {
    const secret = await startProxy(1, 'carol:secret');
    expect(await send('https://example.com/', { proxy: through(secret.port, [], 'carol:wrong@') })).toEqual({
      ...{ kind: 'unanswered', host: 'example.com', sent: false },
      why: '`example.com`: the proxy does not let us through to it',
    });
    const none = await startProxy(1, null, 503);
    expect(await send('https://example.com/', { proxy: through(none.port) })).toMatchObject({ sent: false });
    expect(await send('https://example.com/', { proxy: through(1) })).toMatchObject({
      ...{ sent: false, why: '`example.com`: the proxy could not be reached' },
    });
  });

  test('is judged by its address where that is written out, as ever', async () => {
    const proxy = await startProxy(1);
    const by = { guard: 'public' as const, proxy: through(proxy.port) };
    expect(await send('https://169.254.169.254/latest', by)).toMatchObject({ kind: 'barred' });
    expect(await send('http://example.com/', by)).toMatchObject({ kind: 'barred' });
    expect(proxy.asked).toEqual([]);
  });

  test('is reached directly where it is excepted', async () => {
    const service = await listenLoopback(() => ({ status: 200, body: 'ok' }));
    closing.push(service.close);
    const proxy = await startProxy(1);
    expect(await send(service.url, { proxy: through(proxy.port, ['127.0.0.1']) })).toMatchObject({ status: 200 });
    expect(proxy.asked).toEqual([]);
  });

  test('is called off in time', async () => {
    const silent = createServer();
    silent.on('connect', (_, socket: Socket) => closing.push(() => socket.destroy()));
    const port = await portOf(silent);
    closing.push(() => new Promise((settle) => silent.close(settle)));
    const late = { signal: calledOffAfter(100), proxy: through(port) };
    expect(await send('https://example.com/', late)).toMatchObject({
      ...{ kind: 'unanswered', sent: false, why: '`example.com` did not answer in time' },
    });
    for (const close of closing.splice(-1)) await close();
  });
});

test('what is excepted is a host with all beneath it, and of addresses only itself', () => {
  const proxy = through(3128, ['example.com', '.internal', '*.corp', '10.0.0.1']);
  const hosts = ['example.com', 'a.example.com', 'notexample.com', 'x.internal', 'a.corp', '10.0.0.1', '110.0.0.1'];
  expect(hosts.filter((host) => isThrough(proxy, host))).toEqual(['notexample.com', '110.0.0.1']);
  expect(isThrough(through(3128, ['*']), 'example.com')).toBe(false);
});
