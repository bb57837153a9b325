import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { baseline } from './baseline.ts';
import { judge } from './judge.ts';
import type { Options } from './options.ts';
import type { Terminal } from './screen.ts';
import type { Run } from './verbs.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const stored = (name: string) => join(root, 'test', 'terraform', 'stored', `${name}.json`);
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-judge-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function run(verb: Run, args: readonly string[], options: Options = {}) {
  let [out, err] = ['', ''];
  const terminal: Terminal = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    ...{ columns: 100, colour: false, watched: false, env: {}, command: 'portcullis' },
    now: () => Date.parse('2026-03-09T00:00:00Z'),
  };
  return { code: await verb(args, options, terminal), out, err };
}

const policy = `version: 1
checks:
  no-ssh:
    say: Ssh is never open to the Internet
    when: { gained: { direction: [ingress], peers: [internet], ports: [tcp/22] } }
    severity: { prod: critical, else: medium }
    respond: { else: [none] }
  no-database:
    say: Databases are not open to the Internet
    when: { gained: { direction: [ingress], peers: [internet], ports: [tcp/5432] } }
    severity: { else: high }
    respond: { else: [none] }
  kept:
    say: What is open stays open
    when: { lost: { direction: [ingress], peers: [any], ports: [tcp/22] } }
    severity: { else: low }
    respond: { else: [none] }
`;
const group = (id: string, port: number, cidr: string) => ({
  ...{ GroupId: id, GroupName: `name-of-${id}`, OwnerId: '111122223333', VpcId: 'vpc-1', Tags: [] },
  IpPermissions: [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp: cidr }] }],
});
const groups = {
  SecurityGroups: [
    group('sg-0a', 22, '0.0.0.0/0'),
    group('sg-0b', 5432, '10.0.0.0/8'),
    group('sg-0c', 5432, '8.0.0.0/8'),
  ],
};

describe('judge', () => {
  const by = () => ({ policy: [file('policy.yaml', policy)] });

  it('R29: tells of what stands which groups break policy, worst first, with the line that decides and the rule', async () => {
    const { code, out, err } = await run(judge, [file('groups.json', groups)], by());
    expect([code, err]).toEqual([2, '']);
    expect(out).toMatch(/^CRITICAL {2}name-of-sg-0a · sg-0a · prod · .*groups\.json\n/);
    expect(out).toMatch(/IPv4 Internet → tcp 22\n/);
    expect(out).toMatch(
      /violates no-ssh .*policy\.yaml:3 · critical\n +"Ssh is never open to the Internet"\n +by ingress tcp\/22 0\.0\.0\.0\/0\n/,
    );
    expect(out.indexOf('sg-0a')).toBeLessThan(out.indexOf('sg-0c'));
    expect(out).not.toContain('name-of-sg-0b');
    expect(out).toMatch(/… 1 group inside policy not shown/);
    expect(out).toMatch(/3 groups in 1 file · 1 critical · 1 high · 0 permitted · 1 clear · policy [0-9a-f]{12}\n$/);
  });

  it('R162: tells what a plan would open and take away, where in the plan', async () => {
    const { code, out } = await run(judge, [stored('new'), stored('edit')], by());
    expect(code).toBe(2);
    expect(out).toMatch(
      /HIGH +db · aws_security_group\.db · prod · .*new\.json\n +the plan: \+IPv4 Internet → tcp 5432/,
    );
    expect(out).toMatch(/violates kept .*policy\.yaml:\d+ · low\n/);
    expect(out).toMatch(/11 groups in 2 files · 1 high · 3 low/);
  });

  it('R162: JSON, NDJSON and CSV hold a decision for each group', async () => {
    const path = file('groups.json', groups);
    const json = JSON.parse((await run(judge, [path], { ...by(), json: true })).out);
    expect(json).toMatchObject({
      $schema: 'portcullis:judge:1',
      misread: [],
      summary: { files: [{ kind: 'describe', groups: 3 }] },
    });
    expect(json.decisions[0]).toMatchObject({
      kind: 'standing',
      origin: 'file',
      place: { address: 'sg-0a' },
      carriers: { 'no-ssh': ['ingress tcp/22 0.0.0.0/0'] },
    });
    const lines = (await run(judge, [path], { ...by(), format: 'ndjson' })).out.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(json.decisions);
    const rows = parse((await run(judge, [path], { ...by(), format: 'csv' })).out, { columns: true }) as Record<
      string,
      string
    >[];
    expect(rows.map(({ group: id, ruling, severity }) => [id, ruling, severity])).toEqual([
      ['sg-0a', 'breach', 'critical'],
      ['sg-0c', 'breach', 'high'],
      ['sg-0b', 'clear', 'none'],
    ]);
  });

  it('ends with 0 when clean, 2 from --fail-on on, 3 when something was not understood', async () => {
    const clean = file('clean.json', { SecurityGroups: [group('sg-0b', 443, '0.0.0.0/0')] });
    expect((await run(judge, [clean], by())).code).toBe(0);
    const high = file('high.json', { SecurityGroups: [group('sg-0c', 5432, '0.0.0.0/0')] });
    expect((await run(judge, [high], by())).code).toBe(2);
    expect((await run(judge, [high], { ...by(), failOn: 'critical' })).code).toBe(0);
    const odd = await run(judge, [file('odd.json', { SecurityGroups: [group('sg-0d', 443, 'nowhere')] })], by());
    expect(odd.code).toBe(3);
    expect(odd.out).toMatch(/1 part not understood: taken to be anything\n +.*odd\.json: expected a CIDR/);
  });

  it('without a policy of its own it judges by the starter pack, and says so', async () => {
    const { err, out } = await run(judge, [file('groups.json', groups)]);
    expect(err).toMatch(/judged by the pack cis-starter@1/);
    expect(out).toMatch(/violates admin-ports/);
  });

  it('what is no such file is one clear sentence', async () => {
    const no = (name: string, content: unknown) => run(judge, [file(name, content)], by());
    await expect(no('a.json', { a: 1 })).rejects.toThrow(
      /a\.json: expected the JSON of describe-security-groups, .* found an object with `a`/,
    );
    await expect(no('b.json', '{')).rejects.toThrow(/b\.json: expected JSON/);
    await expect(run(judge, [], by())).rejects.toThrow(/`judge` needs a file/);
    await expect(run(judge, [join(folder, 'none.json')], by())).rejects.toThrow(/no such file/);
  });

  it('R162: a template in YAML is judged like its JSON', async () => {
    const yaml =
      'Resources:\n  Web:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      GroupDescription: web\n      SecurityGroupIngress:\n        - { IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: !Sub "0.0.0.0/0" }\n';
    const { code, out } = await run(judge, [file('web.yaml', yaml)], by());
    expect(code).toBe(2);
    expect(out).toMatch(/CRITICAL +Resources\.Web · prod · .*web\.yaml\n +would stand: IPv4 Internet → tcp 22/);
  });
});

describe('baseline', () => {
  it('R43, R18: is captured, found again, and tells what is missing, extra and widened', async () => {
    const out = join(folder, 'edge.json');
    const before = file('before.json', groups);
    expect(await run(baseline, ['capture', before], { out, force: true })).toMatchObject({
      code: 0,
      out: `3 groups written to ${out}\n`,
    });
    expect((await run(baseline, ['compare', out, before])).code).toBe(0);
    const now = file('now.json', {
      SecurityGroups: [group('sg-0a', 3389, '203.0.113.9/32'), group('sg-0b', 5432, '8.0.0.0/6')],
    });
    const { code, out: told } = await run(baseline, ['compare', out, now]);
    expect(code).toBe(2);
    expect(told).toMatch(/extra +tcp 3389 \(rdp\) from 203\.0\.113\.9\/32\n/);
    expect(told).toMatch(/missing +tcp 22 \(ssh\) from 0\.0\.0\.0\/0\n/);
    expect(told).toMatch(
      /widened +tcp 5432 \(postgres\) from 8\.0\.0\.0\/6, wanted: tcp 5432 \(postgres\) from 10\.0\.0\.0\/8\n/,
    );
    expect(told).toMatch(/3 groups compared · 3 differ · 1 not in the file\n$/);
    const json = JSON.parse((await run(baseline, ['compare', out, now], { json: true })).out);
    expect(json.summary).toMatchObject({ groups: 3, differing: 3, absent: 1 });
    expect(json.groups[0].say).toEqual([
      'extra: tcp 3389 (rdp) from 203.0.113.9/32',
      'missing: tcp 22 (ssh) from 0.0.0.0/0',
    ]);
  });

  it('R43, R53: is imported from a plan, a rule a line; what is not known yet is left out and told', async () => {
    const { code, out, err } = await run(baseline, ['import', stored('new')]);
    expect(code).toBe(0);
    expect(err).toMatch(
      /2 rules that nobody can tell before it is applied: left out\n2 groups without id and name: left out/,
    );
    expect(JSON.parse(out).groups.map(({ name }: { name: string }) => name)).toEqual([
      null,
      'app-0',
      'app-1',
      'db',
      'default',
      'web',
    ]);
    const plan = await run(baseline, ['compare', file('plan-baseline.json', out), stored('new')]);
    expect(plan.out).toMatch(/sg-0aaaaaaaaaaaaaaaa.*\n(?:.*\n)*?6 groups compared · 1 differs/);
  });

  it('the wrong words are one clear sentence, and nothing is overwritten unasked', async () => {
    await expect(run(baseline, ['captur', 'a.json'])).rejects.toThrow(
      /expected one of capture, import, compare .* did you mean `capture`/,
    );
    await expect(run(baseline, ['capture', stored('new')])).rejects.toThrow(/`baseline import` takes it/);
    await expect(run(baseline, ['capture'])).rejects.toThrow(/needs one file/);
    await expect(run(baseline, ['compare', stored('new')])).rejects.toThrow(/needs two files/);
    const there = file('there.json', 'mine');
    await expect(run(baseline, ['capture', file('groups.json', groups)], { out: there })).rejects.toThrow(
      /is there already/,
    );
    expect(readFileSync(there, 'utf8')).toBe('mine');
  });
});
