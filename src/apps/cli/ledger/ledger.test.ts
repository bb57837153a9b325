import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { authorize, create, portcullis, writeArchive } from '../../../../test/end-to-end/small-archive.ts';
import { type WrittenLedger, writeLedger } from '../../../../test/end-to-end/write-ledger.ts';

const web = 'sg-0123456789abcdef0';
const records = [
  create(web, 'prod-web', { at: '2026-03-01T08:00:00Z' }),
  authorize(web, 'sgr-01', 443, '0.0.0.0/0', { at: '2026-03-02T09:00:00Z' }),
  authorize(web, 'sgr-02', 22, '0.0.0.0/0', { at: '2026-03-03T09:00:00Z', user: 'bob' }),
  authorize(web, 'sgr-03', 23, '0.0.0.0/0', { at: '2026-03-04T09:00:00Z', error: 'Client.UnauthorizedOperation' }),
];
const archive = writeArchive(records);
const policy = join(archive, 'policy.yaml');
writeFileSync(
  policy,
  `version: 1
checks:
  no-ssh:
    say: Ssh is not open to the Internet
    when: { gained: { direction: [ingress], peers: [internet], ports: [tcp/22] } }
    severity: { else: critical }
    respond: { else: [revert] }
safety: { mode: { else: enforce } }
`,
);
let ledger: WrittenLedger;
beforeAll(async () => {
  ledger = await writeLedger(records, policy, (decisions) => {
    const opened = decisions.find(({ verdict }) => verdict?.ruling === 'breach')!;
    const [step] = opened.response!.steps;
    const about = { action: step!.id, attempt: 1, answer: null, lineage: {} };
    return [{ kind: 'outcome', ...about, state: 'verified', why: null }];
  });
});
const run = (...args: readonly string[]) => portcullis([...args]);

describe('a ledger in place of an archive', () => {
  it.each(['store', 'lines'] as const)('a %s is read like an archive by every verb that asks', async (form) => {
    const path = ledger[form];
    for (const args of [
      ['scan', path],
      ['log', 'prod-web', path],
      ['blame', 'prod-web', path],
      ['show', 'prod-web', path],
      ['exposed', path],
    ]) {
      const { code, out, err } = await run(...args);
      expect([args[0], err, [0, 2].includes(code), out === '']).toEqual([args[0], '', true, false]);
    }
  });

  it('the store and its export give the same bytes', async () => {
    for (const verb of [['scan'], ['log', 'prod-web'], ['blame', 'prod-web']]) {
      const [store, lines] = [await run(...verb, ledger.store, '--json'), await run(...verb, ledger.lines, '--json')];
      expect(lines.out).toBe(store.out);
    }
  });

  it('`log` tells what we did: a breach whose action was verified says reverted', async () => {
    const { out } = await run('log', 'prod-web', ledger.store);
    expect(out).toMatch(/CRITICAL .*no-ssh → reverted/);
  });

  it('`scan` counts by the verdicts that were made, and ends as a scan does', async () => {
    const { code, out } = await run('scan', ledger.store, '--json');
    const { summary } = JSON.parse(out);
    expect([code, summary.judged.breach.critical]).toEqual([2, 1]);
    expect(summary.read).toMatchObject({ files: 1, records: 4, changes: 3, attempts: 1, unreadable: 0 });
  });

  it('what stands is what the same records in an archive say', async () => {
    const [kept, read] = [
      await run('show', 'prod-web', ledger.store),
      await run('show', 'prod-web', archive, '--no-cache'),
    ];
    expect(kept.out).toBe(read.out);
  });

  it('`explain --as-decided` gives the text of the entry, whatever became of it since', async () => {
    const opened = ledger.decisions.find(({ verdict }) => verdict?.ruling === 'breach')!;
    const { out } = await run('explain', opened.id, ledger.store, '--as-decided');
    expect(JSON.parse(out).decision).toEqual(opened);
    expect((await run('explain', opened.id, ledger.lines, '--as-decided')).out).toBe(out);
    const now = JSON.parse((await run('explain', opened.id, ledger.store, '--json')).out);
    expect(now.response.steps[0].state).toBe('verified');
  });

  it('`--as-decided` of an archive is refused: it holds records only', async () => {
    const { id } = ledger.decisions[0]!;
    const { code, err } = await run('explain', id, archive, '--no-cache', '--as-decided');
    expect([code, err]).toEqual([
      1,
      `portcullis: expected a ledger with \`--as-decided\`, ${archive} holds records only\n`,
    ]);
  });

  it('with `--policy` the changes of a ledger are judged again by that one', async () => {
    const lax = join(archive, 'lax.yaml');
    writeFileSync(lax, 'version: 1\nchecks: {}\n');
    const { code, out } = await run('scan', ledger.store, '--policy', lax, '--json');
    expect([code, JSON.parse(out).summary.judged.breach.critical]).toEqual([0, 0]);
  });

  it('`backtest` asks what another policy would have made of it; verbs that need an archive say so', async () => {
    const { code, out } = await run('backtest', policy, '--against', ledger.store, '--json');
    expect([code, JSON.parse(out).$schema]).toEqual([0, 'portcullis:backtest:1']);
    const report = await run('report', ledger.store);
    expect([report.code, report.err]).toEqual([1, expect.stringContaining('expected records to read, got a ledger')]);
  });

  it('a ledger is read alone, and without a snapshot', async () => {
    expect((await run('scan', ledger.store, archive)).err).toContain('a ledger is read alone');
    expect((await run('scan', ledger.store, '--snapshot', policy)).err).toContain('a ledger holds what was seen live');
  });
});

describe('what others wrote into a ledger', () => {
  it('reaches the terminal without its control characters', async () => {
    const hostile = [
      create(web, 'prod\u001b[31m\u202eweb', { at: '2026-03-01T08:00:00Z', user: 'eve\u001b]0;x\u0007' }),
    ];
    const { store } = await writeLedger(hostile, policy);
    for (const args of [
      ['log', web],
      ['blame', web],
      ['show', web],
      ['scan', '--all'],
    ]) {
      const [verb = '', ...rest] = args;
      const { out } = await run(verb, ...rest, store);
      expect(out).toContain('prod');
      expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
    }
  });
});
