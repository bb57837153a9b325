import { describe, expect, test } from 'vitest';
import { httpApp, startHttp } from './http.ts';

const parts = {
  listen: { host: '127.0.0.1', port: 0 },
  token: null as string | null,
  health: async () => ({ status: 'ready' as 'ready' | 'down', reasons: [] as string[], notes: [] }),
  metrics: async () => ({ type: 'text/plain; version=0.0.4', text: 'portcullis_ready 1\n' }),
  fault: () => {},
};

async function ask(path: string, how: RequestInit & { host?: string } = {}, more: Partial<typeof parts> = {}) {
  const { host = '127.0.0.1:8440', ...init } = how;
  const headers = { ...(init.headers as Record<string, string>), host };
  return await httpApp({ ...parts, ...more }).request(`http://${host}${path}`, { ...init, headers });
}

describe('HTTP', () => {
  test('tells health and metrics, and nothing else', async () => {
    const health = await ask('/health');
    expect([health.status, await health.json()]).toEqual([200, { status: 'ready', reasons: [], notes: [] }]);
    const metrics = await ask('/metrics');
    expect([metrics.status, metrics.headers.get('content-type'), await metrics.text()]).toEqual([
      200,
      'text/plain; version=0.0.4',
      'portcullis_ready 1\n',
    ]);
    for (const path of ['/', '/health/', '/..%2fetc', '/debug', '/metrics/x'])
      expect((await ask(path)).status).toBe(404);
  });

  test('who is down says 503', async () => {
    const health = async () => ({ status: 'down' as const, reasons: ['the store cannot be reached'], notes: [] });
    expect((await ask('/health', {}, { health })).status).toBe(503);
  });

  test('a page of elsewhere that calls this machine by its own name is refused (DNS rebinding)', async () => {
    for (const host of [
      'evil.example.com',
      'evil.example.com:8440',
      '127.0.0.1.example.com',
      '192.0.2.1',
      'localhost.example.com',
    ])
      expect([host, (await ask('/health', { host })).status]).toEqual([host, 403]);
    for (const host of ['localhost:8440', '127.0.0.1', '[::1]:8440'])
      expect([host, (await ask('/health', { host })).status]).toEqual([host, 200]);
  });

  test('nothing but GET and HEAD is answered', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect([method, (await ask('/health', { method })).status]).toEqual([method, 405]);
    expect((await ask('/health', { method: 'HEAD' })).status).toBe(200);
  });

  test('with a token, who does not show it is told nothing', async () => {
    const token = 'planted-token';
    for (const authorization of ['', 'Bearer', 'Bearer planted', 'Basic planted-token', 'Bearer planted-token2'])
      expect((await ask('/metrics', { headers: { authorization } }, { token })).status).toBe(401);
    const shown = { headers: { authorization: `Bearer ${token}` }, host: 'db.example.com' };
    expect((await ask('/metrics', shown, { token })).status).toBe(200);
  });

  test('a fault of ours is told to the log, not to who asks', async () => {
    const faults: unknown[] = [];
    const health = async () => {
      throw new Error('planted-detail');
    };
    const answer = await ask(
      '/health',
      {},
      { health, fault: ((error: unknown) => void faults.push(error)) as () => void },
    );
    expect([answer.status, await answer.text()]).toEqual([500, 'a fault of ours: the log tells more\n']);
    expect(faults).toHaveLength(1);
  });

  test('listens on loopback, tells where, and says so where it cannot', async () => {
    const http = await startHttp(parts);
    if ('refused' in http) throw new Error(http.refused);
    expect(http.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await fetch(`${http.url}/health`)).status).toBe(200);
    const port = Number(new URL(http.url).port);
    expect(await startHttp({ ...parts, listen: { host: '127.0.0.1', port } })).toEqual({
      refused: `expected to listen at \`127.0.0.1:${port}\`: somebody else listens there already`,
    });
    await http.close();
  });
});
