import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { metricList } from '../../src/apps/server/metric-list.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { verifySqlite } from '../../src/store/sqlite/verify-sqlite.ts';
import { World } from '../builders/world.ts';
import { type Spawned, spawnPortcullis, whereItAnswers } from './spawned-server.ts';
import { until } from './stage.ts';

const root = join(import.meta.dirname, '..', '..');
const token = 'planted-token-8d0d3c';

let home = '';
let running: Spawned | null = null;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'portcullis-spawned-'));
  mkdirSync(join(home, 'records'));
  cpSync(join(root, 'examples/live/portcullis.yaml'), join(home, 'portcullis.yaml'));
  const lines = [
    'store: portcullis.db',
    'policy: portcullis.yaml',
    'sources:',
    '  - folder: records',
    'listen: 127.0.0.1:0',
  ];
  writeFileSync(join(home, 'server.yaml'), `${lines.join('\n')}\n`);
});

afterEach(async () => {
  running?.child.kill('SIGKILL');
  await running?.ended;
  running = null;
  rmSync(home, { recursive: true, force: true });
});

function serve(...args: readonly string[]): Spawned {
  running = spawnPortcullis(home, ['serve', '--settings', 'server.yaml', ...args], { env: { TOKEN: token } });
  return running;
}

/** Records of a person who makes a group and opens a port of it to everybody, as often as asked. */
function records(count: number): readonly string[] {
  const world = new World();
  world.at = Date.now() - 60_000;
  world.pace = 10;
  const group = world.group('prod-web');
  for (let n = 0; n < count; n++) group.opens('tcp', 2000 + n, '0.0.0.0/0');
  return world.records.map((record) => JSON.stringify(record));
}

async function decided(): Promise<readonly string[]> {
  const opened = openSqliteStore({ path: join(home, 'portcullis.db') });
  if (opened.kind === 'refused') throw new Error(opened.why);
  const ids: string[] = [];
  for await (const { header, body } of opened.store.read(0, 0))
    if (header.kind === 'decided') ids.push((JSON.parse(body!) as { decision: { id: string } }).decision.id);
  await opened.store.close();
  return ids;
}

describe('`serve` as a process', () => {
  test('R102 R149: works off what comes, tells health and every metric, and stops in order when it is told to', async () => {
    writeFileSync(join(home, 'records', 'a.ndjson'), `${records(3).join('\n')}\n`);
    const server = serve();
    const url = await whereItAnswers(server);
    await until('all are decided', () => server.logged('decision').length === 4);
    expect(server.logged('decision').at(-1)).toMatchObject({
      account: '111122223333',
      decision: expect.stringMatching(/^chg_/),
    });
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ready', reasons: [], notes: [] });
    const text = await (await fetch(`${url}/metrics`)).text();
    expect(metricList.filter(({ name }) => !text.includes(`# TYPE ${name} `))).toEqual([]);
    expect(text).toMatch(/^portcullis_records_total\{source="folder:.*records"\} 4$/m);
    expect(text).toMatch(/^portcullis_decisions_total\{ruling="breach",severity="high"\} 3$/m);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect([server.logged('stopped').length, server.out()]).toEqual([1, '']);
  });

  test('HUP reads the policy anew: a broken one is refused with line and column, a sound one stands in the ledger', async () => {
    const server = serve();
    await whereItAnswers(server);
    await until('the first is in the ledger', () => server.logged('ordered').length === 1);
    const path = join(home, 'portcullis.yaml');
    const sound = readFileSync(path, 'utf8');
    writeFileSync(path, sound.replace('version: 1', 'version: one'));
    server.child.kill('SIGHUP');
    await until('it is refused', () => server.logged('policy-refused').length > 0);
    expect(server.logged('policy-refused')[0]!.message).toMatch(/portcullis\.yaml:\d+:\d+/);
    writeFileSync(path, sound.replace('prod: critical', 'prod: medium'));
    server.child.kill('SIGHUP');
    await until('it is in the ledger', () => server.logged('ordered').length === 2);
    await until('it is in force', () => server.logged('policy').length > 0);
    server.child.kill('SIGINT');
    expect(await server.ended).toBe(0);
    expect([server.logged('ordered').length, server.logged('policy').length]).toEqual([2, 1]);
  });

  test('promise 7: killed again and again in the middle of its work, it decides every change once and loses none', async () => {
    const [all, each] = [records(83), 21];
    for (const least of [1, 2, 3]) {
      // However late the one before was killed, there is something left to do.
      const more = all.slice((least - 1) * each, least === 3 ? all.length : least * each);
      writeFileSync(join(home, 'records', `${least}.ndjson`), `${more.join('\n')}\n`);
      const server = serve();
      await until('it is in the middle', () => server.logged('decision').length >= least);
      server.child.kill('SIGKILL');
      expect(await server.ended).toBe('SIGKILL');
    }
    const last = serve();
    const url = await whereItAnswers(last);
    await until('all are decided', async () => (await decided()).length >= all.length);
    const ids = await decided();
    expect([ids.length, new Set(ids).size]).toEqual([all.length, all.length]);
    expect((await fetch(`${url}/health`)).status).toBe(200);
    last.child.kill('SIGTERM');
    expect(await last.ended).toBe(0);
    expect(verifySqlite(join(home, 'portcullis.db'), [], () => {})).toMatchObject({ verified: { findings: 0 } });
  });

  test('settings that are wrong are told with line and column, and nothing runs', async () => {
    writeFileSync(
      join(home, 'server.yaml'),
      'store: portcullis.db\npolicy: portcullis.yaml\nsources: [{ folder: records }]\nlisten: 0.0.0.0:0\n',
    );
    const server = serve();
    expect(await server.ended).toBe(1);
    expect(server.err()).toContain('server.yaml:4:9  `token` is needed where others than this machine may ask');
    expect(server.err()).toContain('1 problem. Nothing was run.');
  });

  test('who is not of this machine needs the token, which is in no log and in no list of processes', async () => {
    const text = readFileSync(join(home, 'server.yaml'), 'utf8').replace('127.0.0.1:0', '0.0.0.0:0');
    writeFileSync(join(home, 'server.yaml'), `${text}token: \${env:TOKEN}\nlog: { level: debug }\n`);
    const server = serve();
    const url = (await whereItAnswers(server)).replace('0.0.0.0', '127.0.0.1');
    expect((await fetch(`${url}/metrics`)).status).toBe(401);
    const shown = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    expect(shown.status).toBe(200);
    expect(server.logged('listen')).toHaveLength(1);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect([server.err().includes(token), server.child.spawnargs.join(' ').includes(token)]).toEqual([false, false]);
    expect((await shown.text()).includes(token)).toBe(false);
  });
});

describe('`watch` as a process', () => {
  test('R11: tells each decision as it comes, and ends when its input has ended', async () => {
    running = spawnPortcullis(home, ['watch', '--stdin', '--policy', 'portcullis.yaml'], {
      input: `${records(2).join('\n')}\n`,
    });
    expect(await running.ended).toBe(0);
    const lines = running.out().trim().split('\n');
    expect(lines[0]).toMatch(/^Watching stdin · only reads · ledger .*portcullis\.db · Ctrl-C ends it$/);
    expect(
      lines.filter((line) => /^\d\d:\d\d:\d\d {2}HIGH {8}prod-web: \+IPv4 Internet → tcp 200[01]/.test(line)),
    ).toHaveLength(2);
  });

  test('follows a folder until it is interrupted', async () => {
    running = spawnPortcullis(home, ['watch', '--folder', 'records', '--policy', 'portcullis.yaml']);
    const watch = running;
    await until('it watches', () => watch.out().includes('Watching'));
    writeFileSync(join(home, 'records', 'b.ndjson'), `${records(1).join('\n')}\n`);
    await until('it tells the decision', () => /HIGH +prod-web/.test(watch.out()));
    watch.child.kill('SIGINT');
    expect(await watch.ended).toBe(0);
    expect(watch.out()).toContain('stopped: nothing was left in hand');
  });

  test('without a word where records come from it says what to write', async () => {
    running = spawnPortcullis(home, ['watch']);
    expect(await running.ended).toBe(1);
    expect(running.err()).toContain('expected where records come from: `--sqs <url>`');
  });
});
