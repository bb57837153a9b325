import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { callRun } from '../../../test/end-to-end/call-run.ts';
import { readSnapshot } from '../../core/group/read/describe.ts';
import type { Json } from '../../core/leaf/canonical.ts';
import { carriedBy } from '../../core/plan/backlog/carried-by.ts';
import { isKnown } from '../../core/plan/backlog/is-known.ts';
import { readBacklog } from '../../core/plan/backlog/read-backlog.ts';
import { judgePerimeter } from '../../flow/judge-perimeter.ts';
import { readPolicyFiles } from '../../settings/policy-file.ts';
import { adopt } from './adopt.ts';
import { packsFolder } from './open-policy.ts';
import { packageRoot } from './package-root.ts';

const examples = join(packageRoot(), 'examples');
const snapshot = join(examples, 'snapshot.json');
const week = join(examples, 'week');
const policy = [join(examples, 'portcullis.yaml')];
const root = mkdtempSync(join(tmpdir(), 'portcullis-adopt-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let out = '';
let count = 0;
beforeEach(() => {
  out = join(root, `backlog-${count++}.json`);
});

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Json;

function backlogIn(file: string) {
  const backlog = readBacklog(read(file));
  if ('misread' in backlog) throw new Error(backlog.misread);
  return backlog;
}

describe('adopt', () => {
  it('writes what stands today as a backlog with owner, age and due date, worst first', async () => {
    const { code, out: text } = await callRun(adopt, [snapshot, week], { policy, out });
    expect(code).toBe(0);
    const { entries, taken } = backlogIn(out);
    expect(taken).toBe('2026-03-09T00:00:00Z');
    const shell = entries.find(({ group, rule }) => group.name === 'prod-web' && rule === 'ingress tcp/22 0.0.0.0/0');
    expect(shell).toMatchObject({
      ...{ check: 'admin-ports-from-everybody', severity: 'critical', environment: 'prod', owner: 'storefront' },
      ...{ since: '2026-03-03T09:14:07Z', by: 'alice@example.com (console)', due: '2026-03-16' },
    });
    expect(entries.map(({ due }) => due)).toEqual(entries.map(({ due }) => due).toSorted());
    expect(text).toMatch(/\d+ entries of \d+ of 42 groups written to /);
    expect(text).toMatch(/due: 10 critical within 7 days · /);
    expect(text).toContain(`judge ${snapshot} --backlog ${out}`);
  });

  it('a list that was widened later is due to who widened it', async () => {
    await callRun(adopt, [snapshot, week], { policy, out });
    const list = backlogIn(out).entries.find(({ rule }) => rule?.includes('pl-'));
    expect(list).toMatchObject({ since: '2026-03-06T13:30:45Z', by: 'bob@example.com (console)' });
    expect(list!.opens).toEqual({ ipv4: String(2 ** 32), networks64: '0' });
  });

  it('without an archive nobody is named, and the rest is the same', async () => {
    await callRun(adopt, [snapshot], { policy, out });
    const alone = backlogIn(out).entries;
    await callRun(adopt, [snapshot, week], { policy, out, force: true });
    const strip = (entries: typeof alone) => entries.map((entry) => ({ ...entry, since: null, by: null }));
    expect(alone).toEqual(strip(backlogIn(out).entries));
  });

  it('what it wrote is known from then on, and nothing of it is a finding', async () => {
    await callRun(adopt, [snapshot], { policy, out });
    const { perimeter } = readSnapshot(read(snapshot));
    const judging = { policy: readPolicyFiles(policy, packsFolder()).policy!, engine: '0.0.0' };
    const lists = new Map(perimeter!.lists.map((list) => [list.id, list.entries]));
    const rules = new Map(perimeter!.groups.map((group) => [group.id, group.rules]));
    const found = judgePerimeter(perimeter!, judging, snapshot).map((decision) =>
      isKnown(
        backlogIn(out),
        decision,
        carriedBy(rules.get(decision.on.id!)!, { lists: (id) => lists.get(id) ?? null }),
      ),
    );
    expect(new Set(found)).toEqual(new Set(['known']));
  });

  it('takes other spans, and says what it expects of them', async () => {
    await callRun(adopt, [snapshot], { policy, out, due: 'critical=1d, low=365' });
    const { entries } = backlogIn(out);
    expect(entries[0]).toMatchObject({ severity: 'critical', due: '2026-03-10' });
    expect(entries.at(-1)).toMatchObject({ severity: 'low', due: '2027-03-09' });
    const odd = await callRun(adopt, [snapshot], { policy, out, force: true, due: 'urgent=1d' });
    expect(odd.err).toMatch(/expected days by severity such as `critical=7d,high=30d` at `--due`, got `urgent=1d`/);
  });

  it('overwrites nothing without being told to', async () => {
    writeFileSync(out, 'mine');
    const { code, err } = await callRun(adopt, [snapshot], { policy, out });
    expect(code).toBe(1);
    expect(err).toMatch(/is there already/);
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });

  it('prints the backlog with --json too, the same bytes as the file', async () => {
    const { out: text } = await callRun(adopt, [snapshot], { policy, out, json: true });
    expect(text).toBe(readFileSync(out, 'utf8'));
  });

  it('needs a snapshot', async () => {
    expect((await callRun(adopt, [], { policy })).err).toMatch(/`adopt` needs a snapshot, e\.g\./);
  });
});
