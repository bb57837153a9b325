import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portcullis } from '../../../../test/end-to-end/small-archive.ts';
import { exportLines } from '../../../store/backup-lines.ts';
import { openSqliteStore } from '../../../store/sqlite/sqlite-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-order-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const played = join(folder, 'played.db');
let count = 0;
beforeAll(async () => {
  const { code } = await portcullis(['demo', '--live', '--ledger', played]);
  expect(code).toBe(0);
}, 120_000);

/** The demonstration's ledger as it was when the story ended, with its estate (or without: nobody's demonstration). */
function ledger({ estate = true } = {}): string {
  const copy = join(folder, `copy-${++count}.db`);
  copyFileSync(played, copy);
  if (estate) copyFileSync(`${played}.estate.json`, `${copy}.estate.json`);
  return copy;
}

async function decisionsOf(path: string) {
  const { out } = await portcullis(['scan', path, '--json']);
  return JSON.parse(out).decisions as {
    id: string;
    on: { name: string };
    verdict: { ruling: string; severity: string };
    response?: { steps: { id: string; state: string }[] };
  }[];
}

async function actionOn(path: string, group: string): Promise<string> {
  const opened = openSqliteStore({ path });
  if (opened.kind === 'refused') throw new Error(opened.why);
  const rows = await opened.store.rows('action', '', 100);
  const names = new Map(
    (await opened.store.rows('named', '', 500)).map(({ key, value }) => [JSON.parse(value!).id, key]),
  );
  await opened.store.close();
  const found = rows.find(({ value }) => names.get(JSON.parse(value!).intent.on.id)?.includes(`/${group}/`));
  return found!.key;
}

const carol = ['--as', 'carol@example.com'];

describe('undo', () => {
  it('R103: gives back what an action did, verified, under a grant that ends', async () => {
    const path = ledger();
    const action = await actionOn(path, 'dev-tools');
    const args = ['undo', action, '--reason', 'vendor call', '--for', '2h', '--ledger', path];
    const { code, out } = await portcullis([...args, ...carol]);
    expect(code).toBe(0);
    expect(out).toMatch(/undone +dev-tools: ingress tcp\/22 198\.51\.100\.0\/24/);
    expect((await portcullis(['show', 'dev-tools', path])).out).toContain('from 198.51.100.0/24');
    expect((await portcullis(['verify', path])).code).toBe(0);
  });

  it('needs a reason, an end, and leave by the policy', async () => {
    const path = ledger();
    const action = await actionOn(path, 'dev-tools');
    const undo = (...more: readonly string[]) => portcullis(['undo', action, '--ledger', path, ...more]);
    expect((await undo('--for', '2h')).err).toBe("portcullis: expected a reason: `--reason '…'`\n");
    expect((await undo('--reason', 'x')).err).toBe('portcullis: expected for how long: `--for 2h`\n');
    expect((await undo('--reason', 'x', '--for', 'ever')).err).toContain(
      'expected a span of time such as 30m, 2h or 1d',
    );
    const { code, err } = await undo('--reason', 'x', '--for', '2h', '--as', 'mallory@example.com');
    expect([code, err]).toEqual([1, expect.stringContaining('undo: mallory@example.com may not')]);
  });

  it('an id that nothing has is refused, with what it may have been', async () => {
    const path = ledger();
    const action = await actionOn(path, 'dev-tools');
    const wrong = `${action.slice(0, -1)}${action.endsWith('a') ? 'b' : 'a'}`;
    const { code, err } = await portcullis(['undo', wrong, '--reason', 'x', '--for', '2h', '--ledger', path]);
    expect([code, err]).toEqual([1, expect.stringContaining(`did you mean \`${action}\``)]);
  });
});

describe('allow', () => {
  const opening = ['--from', '198.51.100.9/32', '--port', 'tcp/22', '--for', '2h', '--reason', 'a look'];

  it('R93: permits one opening for a while; whoever wants it may not give leave', async () => {
    const path = ledger();
    const self = await portcullis(['allow', 'prod-web', ...opening, '--ledger', path, ...carol]);
    expect([self.code, self.err]).toEqual([1, expect.stringContaining('the policy excludes requester')]);
    const whom = ['--whom', 'alice@example.com'];
    const { code, out } = await portcullis(['allow', 'prod-web', ...opening, '--ledger', path, ...carol, ...whom]);
    expect([code, out]).toEqual([0, expect.stringMatching(/Ordered {2}allow {2}grt_/)]);
  });

  it('a group that nobody knows is refused, with what it may have been', async () => {
    const { code, err } = await portcullis(['allow', 'prod-wbe', ...opening, '--ledger', ledger()]);
    expect([code, err]).toEqual([1, expect.stringContaining('did you mean `prod-web`')]);
  });

  it.each([
    [['--from', 'home', '--port', 'tcp/22'], 'expected a CIDR, sg-… or pl-… at `--from`, got `home`'],
    [['--from', '192.0.2.1', '--port', '22'], 'expected a port such as tcp/22 or udp/5000-5100 at `--port`, got `22`'],
    [['--from', '192.0.2.1', '--port', 'tcp/9-8'], 'got `tcp/9-8`'],
    [['--port', 'tcp/22'], 'expected for whom'],
    [['--from', '192.0.2.1'], 'expected what'],
  ])('%j is refused', async (args, why) => {
    const { code, err } = await portcullis(['allow', 'prod-web', ...args, '--for', '2h', '--reason', 'x']);
    expect([code, err]).toEqual([1, expect.stringContaining(why)]);
  });
});

describe('approve and deny', () => {
  async function plan(path: string): Promise<string> {
    const { err } = await portcullis(['approve', 'pln_aaaa', ...carol, '--ledger', path]);
    return /these wait: (pln_[a-z2-7]+)/.exec(err)![1]!;
  }

  it('R98: a yes of somebody who may has the plan carried out', async () => {
    const path = ledger();
    const { code, out } = await portcullis(['approve', (await plan(path)).slice(0, 12), ...carol, '--ledger', path]);
    expect([code, out]).toEqual([0, expect.stringMatching(/reverted +dev-lab: ingress tcp\/22 198\.51\.100\.0\/24/)]);
  });

  it('R98: who did it may not approve it, and nobody may without a name', async () => {
    const path = ledger();
    const hash = await plan(path);
    const { code, err } = await portcullis(['approve', hash, '--as', 'erin@example.com', '--ledger', path]);
    expect([code, err]).toEqual([1, expect.stringContaining('erin@example.com may not')]);
    expect((await portcullis(['approve', hash, '--ledger', path])).err).toContain('expected who says so');
  });

  it('a no leaves it as it is, for good', async () => {
    const path = ledger();
    const hash = await plan(path);
    expect((await portcullis(['deny', hash, ...carol, '--ledger', path])).code).toBe(0);
    const { code, err } = await portcullis(['approve', hash, ...carol, '--ledger', path]);
    expect([code, err]).toEqual([1, expect.stringContaining('denied')]);
    expect((await portcullis(['show', 'dev-lab', path])).out).toContain('from 198.51.100.0/24');
  });
});

describe('stop and resume', () => {
  it('R92: from the kill switch on nothing is done, until it is taken back', async () => {
    const path = ledger();
    const stop = await portcullis(['stop', '--reason', 'migration', '--as', 'alice', '--ledger', path, '--json']);
    expect([stop.code, JSON.parse(stop.out)]).toEqual([0, expect.objectContaining({ kind: 'ordered', what: 'stop' })]);
    const action = await actionOn(path, 'dev-tools');
    const undo = ['undo', action, '--reason', 'x', '--for', '2h', ...carol, '--ledger', path];
    expect((await portcullis(undo)).out).toMatch(/refused +dev-tools: .*all acting is off since/);
    expect((await portcullis(['resume', '--ledger', path])).code).toBe(0);
  });
});

describe('revert', () => {
  it('R89: --plan writes nothing but the plan; --apply does exactly this', async () => {
    const path = ledger();
    const [change] = (await decisionsOf(path)).filter(
      ({ on, verdict }) => on.name === 'dev-lab' && verdict.ruling === 'breach',
    );
    const before = (await portcullis(['verify', path])).out;
    const file = join(folder, 'plan.json');
    const shown = await portcullis(['revert', '--plan', change!.id, '-o', file, '--ledger', path]);
    expect([shown.code, shown.out]).toEqual([0, expect.stringContaining('Plan: 1 to remove, 0 to restore, 0 kept.')]);
    expect((await portcullis(['verify', path])).out).toBe(before);
    const applied = await portcullis(['revert', '--apply', file, '--reason', 'not wanted', ...carol, '--ledger', path]);
    expect([applied.code, applied.out]).toEqual([
      0,
      expect.stringContaining('dev-lab: ingress tcp/22 198.51.100.0/24'),
    ]);
    expect((await portcullis(['show', 'dev-lab', path])).out).not.toContain('198.51.100.0/24');
    const again = await portcullis(['revert', '--plan', change!.id, '--ledger', path]);
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('nothing to do')]);
  });

  it('a plan that somebody altered is not carried out', async () => {
    const path = ledger();
    const [change] = (await decisionsOf(path)).filter(
      ({ on, verdict }) => on.name === 'dev-lab' && verdict.ruling === 'breach',
    );
    const { out } = await portcullis(['revert', '--plan', change!.id, '--json', '--ledger', path]);
    const file = join(folder, 'altered.json');
    writeFileSync(file, out.replaceAll('198.51.100.0/24', '203.0.113.0/24'));
    const { code, err } = await portcullis(['revert', '--apply', file, '--reason', 'x', ...carol, '--ledger', path]);
    expect([code, err]).toEqual([1, expect.stringContaining('the plan was altered')]);
  });

  it('our own action is not reverted but undone', async () => {
    const path = ledger();
    const own = (await decisionsOf(path)).find((each) => 'own' in each)!;
    const { code, err } = await portcullis(['revert', '--plan', own.id, '--ledger', path]);
    expect([code, err]).toEqual([1, expect.stringContaining('it is what our own action act_')]);
  });
});

describe('a ledger that takes orders', () => {
  it('is a store: nothing is written into an export, or into what is no ledger', async () => {
    const path = ledger();
    const opened = openSqliteStore({ path });
    if (opened.kind === 'refused') throw new Error(opened.why);
    const lines: string[] = [];
    for await (const line of exportLines(opened.store)) lines.push(line);
    await opened.store.close();
    const exported = join(folder, 'export.jsonl');
    writeFileSync(exported, lines.join('\n'));
    for (const [file, why] of [
      [exported, 'it is an export: that is only read'],
      [join(folder, 'none.db'), 'expected a store of ours'],
    ] as const)
      expect((await portcullis(['stop', '--reason', 'x', '--ledger', file])).err).toContain(why);
    expect(readFileSync(exported, 'utf8')).toBe(lines.join('\n'));
  });

  it('without an estate beside it the order is taken down, and the next worker does the rest', async () => {
    const path = ledger({ estate: false });
    const policy = join(process.cwd(), 'examples', 'live', 'portcullis.yaml');
    const { code, out } = await portcullis(['stop', '--reason', 'x', '--ledger', path, '--policy', policy]);
    expect([code, out]).toEqual([0, expect.stringContaining('the next worker does what follows')]);
  });
});
