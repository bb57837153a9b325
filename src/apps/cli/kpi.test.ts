import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findMisfits } from '../../../test/end-to-end/json-schema.ts';
import { portcullis } from '../../../test/end-to-end/small-archive.ts';
import { decided, following, ordered, seen, told, zero } from '../../../test/kpi/entries.ts';
import { generatedLedger } from '../../../test/kpi/generated-ledger.ts';
import type { Store } from '../../contracts/store.ts';
import { groupings } from '../../core/ledger/measure/grouping.ts';
import { exportLines } from '../../store/backup-lines.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { kpiDefinitions } from './kpi-definitions.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-kpi-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const [small, large, policy] = [join(folder, 'small.db'), join(folder, 'large.jsonl'), join(folder, 'policy.yaml')];

const group = 'sg-0123456789abcdef0';

async function fill(store: Store): Promise<void> {
  const entries = [
    decided('chg_1', {
      incident: 'inc_1',
      follows: following('inc_1', { decisions: ['chg_1'] }),
      severity: 'critical',
    }),
    told(14, { decisions: ['chg_1'], incidents: ['inc_1'] }),
    ordered(20, 'acknowledge', 'inc_1'),
    seen(74, following('inc_1', { closed: 74, decisions: ['chg_1'] })),
    ordered(80, 'confirm', 'slack'),
    decided('chg_2', { at: 90, person: 'bob\u001b[31m', result: 'failed' }),
    decided('chg_3', { at: 40 * 86_400, ruling: 'clear' }),
  ];
  const drafts = entries.map(([at, body], n) => ({ at: zero + 1000 * at, key: `e${n}`, fence: null, body }));
  const look = {
    ...{ kind: 'observed', at: zero, id: 'x' },
    group: { id: group, name: 'web', vpc: 'vpc-1', account: null, region: null, tags: { env: 'prod' }, rules: [] },
  };
  const key = `111122223333/eu-west-1/${group}/${String(zero).padStart(15, '0')}/x`;
  await store.append(0, null, drafts, { rows: [{ table: 'evidence', key, value: JSON.stringify(look) }] });
}

beforeAll(async () => {
  const opened = openSqliteStore({ path: small });
  if (opened.kind === 'refused') throw new Error(opened.why);
  await fill(opened.store);
  await opened.store.close();
  const lines: string[] = [];
  for await (const line of exportLines(await generatedLedger(3, 400))) lines.push(`${line}\n`);
  writeFileSync(large, lines.join(''));
  writeFileSync(
    policy,
    `version: 1
contexts: { environment: { from: [{ tag: env }], else: prod } }
checks:
  no-ssh: { say: No ssh, when: { gained: { direction: [ingress], peers: [internet], ports: [tcp/22] } }, severity: { else: high }, respond: { else: [none] } }
channels: { slack: { kind: slack, secret: "\${env:SLACK}" } }
notify: { all: { min: low, where: {}, to: [slack] } }
`,
  );
});

const run = (...args: readonly string[]) => portcullis(['kpi', ...args]);

describe('kpi', () => {
  it('R107, R110, R113: prints each figure with n, mean, p50 and p95, and what it means', async () => {
    const { code, err, out } = await run(small, '--no-policy');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/Detect +n 1, mean 14 s, p50 14 s, p95 14 s/);
    expect(out).toMatch(/AWS +n 1, mean 10 s/);
    expect(out).toMatch(/ours +n 1, mean 4 s/);
    expect(out).toMatch(/Remediate +n 1, mean 60 s/);
    expect(out).toMatch(/Unauthorised +1 change: 1 critical; 1 refused attempt/);
    expect(out).toMatch(/Exposure +0\.02 h over 1 opening /);
    expect(out).toMatch(/Alerts +1 message, 100 % acted on/);
    expect(out).toContain('What the figures mean');
    expect(out.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  it('no line is wider than the terminal, whatever the figures are', async () => {
    for (const columns of [80, 100]) {
      const { out } = await portcullis(['kpi', large, '--policy', policy], { columns });
      expect(out.split('\n').filter((line) => line.length > columns && !line.includes(folder))).toEqual([]);
    }
  });

  it('trends stand as bars over the time, where nothing happened a dot', async () => {
    const { out } = await run(small, '--no-policy');
    expect(out).toMatch(/By week +2026-03-02 to 2026-04-06\n {2}changes +█····█ {2}at most 1\n/);
    expect((await run(large, '--no-policy')).out).toMatch(/By day .*\n {2}changes +[▁▂▃▄▅▆▇█·]+ {2}at most \d+/);
  });

  it('R111: names who could use help most, in neutral words and without what could obey a terminal', async () => {
    const { out } = await run(small, '--no-policy');
    expect(out).toMatch(/WHERE EXPLAINING HELPS MOST.*\nann +1 +\d+ +0\nbob\\x1b\[31m +0 +0 +1\n/);
    expect(out).not.toMatch(/blame|offend|culprit|guilt|violat/i);
    expect(out).not.toContain('\u001b');
  });

  it('R109: coverage needs a policy, and lists the gaps', async () => {
    const now = () => zero + 86_400_000;
    const covered = await portcullis(['kpi', small, '--policy', policy], { now });
    expect(covered.err).toBe('');
    expect(covered.out).toMatch(/Coverage +100 %: 1 of 1 critical group \(prod/);
    const shown = join(folder, 'snapshot.json');
    const groups = [
      { GroupId: 'sg-1', GroupName: 'db', OwnerId: '111122223333', IpPermissions: [], IpPermissionsEgress: [] },
    ];
    writeFileSync(
      shown,
      JSON.stringify({
        takenAt: '2026-03-02T00:00:00Z',
        region: 'us-east-1',
        account: '111122223333',
        SecurityGroups: groups,
      }),
    );
    const other = await portcullis(['kpi', small, '--policy', policy, '--snapshot', shown], { now });
    expect(other.out).toMatch(/Coverage +0 %: 0 of 1 critical group/);
    expect(other.out).toMatch(
      /gap +111122223333 us-east-1 sg-1 db: no tag and no account says its environment; no record/,
    );
    expect((await run(small, '--no-policy')).out).toContain('Coverage      expected a policy');
  });

  it('R162: what it prints as JSON is as the printed schema says, and CSV has a row for each part', async () => {
    const schema = JSON.parse((await portcullis(['schema', 'kpi'])).out);
    for (const args of [
      [],
      ['--by', groupings.join()],
      ['--by', 'team,month', '--since', '2026-02-25', '--until', '2026-03-02'],
    ]) {
      const told1 = JSON.parse((await run(large, '--policy', policy, '--json', ...args)).out);
      expect(findMisfits(schema, told1)).toEqual([]);
      expect(told1.parts.length).toBeGreaterThan(0);
      for (const part of told1.parts)
        expect(Object.keys(part.figures)).toEqual(
          Object.keys(schema.properties.parts.items.properties.figures.properties),
        );
    }
    expect(findMisfits(schema, { $schema: 'portcullis:kpi:1' })).not.toEqual([]);
    const { out } = await run(large, '--no-policy', '--by', 'environment', '--format', 'csv');
    const [head = '', ...rows] = out.trim().split('\r\n');
    expect(head).toMatch(/^environment,changes,attempts,unauthorised,.*detect_p95_seconds/);
    expect(rows.map((row) => row.split(',')[0])).toEqual(['dev', 'prod', '']);
    expect(new Set(rows.map((row) => row.split(',').length))).toEqual(new Set([head.split(',').length]));
  });

  it('R116: tells parts apart in a table, and helps with a name that is none', async () => {
    const { out } = await run(large, '--no-policy', '--by', 'account,owner');
    expect(out).toMatch(/ACCOUNT +TEAM +CHANGES +OUTSIDE +DETECT/);
    expect(out).toMatch(/\n111122223333 +edge +\d/);
    expect(await run(large, '--no-policy', '--by', 'enviroment')).toMatchObject({
      code: 1,
      err: expect.stringContaining('got `enviroment`, did you mean `environment`'),
    });
    expect((await run(large, '--no-policy', '--since', '2027-01-01', '--by', 'team')).out).toContain(
      'nothing happened',
    );
  });

  it('R110: what is open has stood until now; of an export until it was written, and `--at` says otherwise', async () => {
    const age = async (...args: readonly string[]) =>
      JSON.parse((await run(...args, '--no-policy', '--json')).out).parts[0].figures.remediate.open.most;
    const ended = JSON.parse((await run(large, '--no-policy', '--json')).out);
    expect(ended.asOf).toBe(ended.ended);
    expect(await age(large, '--at', '2027-01-01T00:00:00Z')).toBeGreaterThan(await age(large));
  });

  it('docs/kpi.md tells every figure in the same words', () => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'kpi.md'), 'utf8');
    const rows = Object.entries(kpiDefinitions).map(([name, text]) => `| ${name} | ${text} |`);
    expect(rows.filter((row) => !page.includes(`\n${row}\n`))).toEqual([]);
  });

  it('what is no ledger is refused', async () => {
    expect(await run(policy)).toMatchObject({ code: 1, err: expect.stringContaining('expected a ledger at') });
    expect((await run(join(folder, 'none.db'))).code).toBe(1);
  });
});
