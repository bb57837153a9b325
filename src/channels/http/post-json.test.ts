import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer as createPlainServer } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { calledOffAfter } from '../../../test/channels/called-off.ts';
import { type LoopbackHttp, listenLoopback } from '../../../test/channels/loopback-http.ts';
import type { Resolve } from './guarded-lookup.ts';
import { type Post, postJson, type Sending } from './post-json.ts';
import { whatCame } from './what-came.ts';

const now = Date.UTC(2026, 0, 31, 9, 14, 7);
const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  vi.unstubAllEnvs();
});

async function listen(
  status = 200,
  body = 'ok',
  headers: Readonly<Record<string, string>> = {},
): Promise<LoopbackHttp> {
  const server = await listenLoopback(() => ({ status, body, headers }));
  closing.push(server.close);
  return server;
}

function send(post: Partial<Post> & { readonly url: string }, also: Partial<Sending> = {}) {
  const sending = { guard: 'loopback' as const, signal: AbortSignal.timeout(30_000), now, ...also };
  return postJson({ body: '{}', ...post }, sending);
}

const answering =
  (...addresses: readonly string[]): Resolve =>
  (_, answer) =>
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );

describe('a request to a service', () => {
  test('arrives once, whole, with its length in bytes, and its answer is read', async () => {
    const server = await listen(202, '{"ok":true}');
    const answer = await send({
      url: `${server.url}/hook?x=1`,
      body: '{"say":"grüß 日本"}',
      headers: { 'x-mine': 'yes' },
    });
    expect(answer).toMatchObject({ kind: 'answered', status: 202, body: '{"ok":true}', whole: true, retryAfter: null });
    expect(server.arrived).toHaveLength(1);
    expect(server.arrived[0]).toMatchObject({ method: 'POST', path: '/hook?x=1', body: '{"say":"grüß 日本"}' });
    expect(server.arrived[0]?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength('{"say":"grüß 日本"}')),
      'x-mine': 'yes',
    });
  });

  test('may be a form, or ask without a body', async () => {
    const server = await listen();
    await send({ url: server.url, type: 'application/x-www-form-urlencoded', body: 'a=b' });
    await send({ url: server.url, method: 'GET', body: '' });
    expect(server.arrived.map(({ method, body }) => [method, body])).toEqual([
      ['POST', 'a=b'],
      ['GET', ''],
    ]);
    expect(server.arrived[1]?.headers).not.toHaveProperty('content-type');
  });

  test('a redirection is not followed: it is refused, for it could lead into a private network', async () => {
    const other = await listen();
    const server = await listen(307, '', { location: `${other.url}/elsewhere` });
    const answer = await send({ url: server.url });
    expect(whatCame(answer)).toMatchObject({ kind: 'refused', whole: true });
    expect(other.arrived).toEqual([]);
  });

  test('of a long answer 64 KB are read', async () => {
    const server = await listen(200, 'x'.repeat(1_000_000));
    expect(await send({ url: server.url })).toMatchObject({ body: 'x'.repeat(65_536), whole: false });
  });

  test('an answer whose body never ends still has its status', async () => {
    const server = await listen(202);
    server.script({ kind: 'slow' });
    const answer = await send({ url: server.url }, { signal: calledOffAfter(200) });
    expect(answer).toMatchObject({ kind: 'answered', status: 202, whole: false });
  });

  test.each([
    [{ kind: 'hang' }, 'did not answer in time', true],
    [{ kind: 'reset' }, 'the connection was reset', true],
    [{ kind: 'lost' }, 'the connection was reset', true],
  ] as const)('what may have arrived is told from what did not: %j', async (trouble, why, maybe) => {
    const server = await listen();
    server.script(trouble);
    const answer = await send({ url: `${server.url}/T0/B0/planted` }, { signal: calledOffAfter(300) });
    expect(answer).toMatchObject({ kind: 'unanswered', sent: true });
    expect(whatCame(answer)).toMatchObject({ kind: 'later', after: null, maybe });
    expect(JSON.stringify(answer)).toContain(why);
    expect(JSON.stringify(answer)).not.toContain('planted');
  });

  test('where nothing listens, and without time, nothing arrived', async () => {
    const server = await listen();
    await server.close();
    closing.splice(0);
    expect(await send({ url: server.url })).toMatchObject({ kind: 'unanswered', sent: false });
    const other = await listen();
    const late = await send({ url: other.url }, { signal: AbortSignal.abort() });
    expect([late.kind, other.arrived]).toEqual(['unanswered', []]);
    const unknown: Resolve = (_, answer) =>
      answer(Object.assign(new Error('secret.example'), { code: 'ENOTFOUND' }), []);
    const nowhere = await send({ url: 'http://chat.example.com/planted' }, { resolve: unknown });
    expect(nowhere).toMatchObject({ sent: false, why: '`chat.example.com`: the name is not known' });
  });

  test('what speaks no HTTP is told by a code, not by what it said', async () => {
    const server = createPlainServer((socket) => socket.on('error', () => {}).end('planted nonsense\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => void server.close());
    const answer = await send({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
    expect(answer).toMatchObject({ kind: 'unanswered', sent: true });
    expect(JSON.stringify(answer)).toMatch(/speaks no HTTP|HPE_/);
    expect(JSON.stringify(answer)).not.toContain('planted');
  });
});

describe('the guard of addresses', () => {
  test.each([
    'http://chat.example.com/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://0x7f.1/',
    'https://2130706433/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::ffff:10.0.0.1]/',
    'https://user:planted@chat.example.com/',
    'ftp://chat.example.com/',
    'file:///etc/passwd',
    'planted',
    '',
  ])('R174: `%s` is never asked', async (url) => {
    const answer = await send({ url }, { guard: 'public', resolve: answering('8.8.8.8') });
    expect(answer.kind).toBe('barred');
    expect(whatCame(answer)).toMatchObject({ kind: 'refused', whole: true });
    expect(JSON.stringify(answer)).not.toMatch(/planted|meta-data/);
  });

  test.each([
    [['10.0.0.1'], 'public'],
    [['8.8.8.8', '127.0.0.1'], 'public'],
    [['169.254.169.254'], 'loopback'],
    [['::ffff:169.254.169.254'], 'private'],
  ] as const)('R174: a name that answers %j is not connected to (%s)', async (addresses, guard) => {
    const answer = await send({ url: 'https://chat.example.com/planted' }, { guard, resolve: answering(...addresses) });
    expect(answer).toMatchObject({ kind: 'barred' });
    expect(JSON.stringify(answer)).not.toContain('planted');
  });

  test('R174: a name is asked for once: the address that was judged is the one connected to (DNS rebinding)', async () => {
    const server = await listen();
    let asked = 0;
    const rebinding: Resolve = (_, answer) =>
      answer(null, [{ address: asked++ === 0 ? '127.0.0.1' : '169.254.169.254', family: 4 }]);
    const { port } = new URL(server.url);
    const answer = await send({ url: `http://chat.example.com:${port}/` }, { resolve: rebinding });
    expect([answer.kind, asked, server.arrived.length]).toEqual(['answered', 1, 1]);
    expect(server.arrived[0]?.headers.host).toBe(`chat.example.com:${port}`);
  });

  test('a certificate that nobody vouches for is refused, whatever the environment says', async () => {
    const ofSmtp = (await import('smtp-server/lib/tls-options.js')).default;
    let came = 0;
    const server = createTlsServer(ofSmtp({}), () => came++);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => void server.close());
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const answer = await send({ url: `https://localhost:${(server.address() as AddressInfo).port}/planted` });
    expect(answer).toMatchObject({ kind: 'unanswered', sent: false });
    expect(JSON.stringify(answer)).toMatch(/certificate/);
    expect(came).toBe(0);
  });
});
