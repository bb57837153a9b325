import { describe, expect, test } from 'vitest';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { site } from '../../../../test/flow/watch-stage.ts';
import { joinTallies, noTally } from '../../../core/ledger/rollup.ts';
import { verify } from '../../../core/ledger/verify.ts';
import { nativeDigest } from '../../../store/native-digest.ts';
import { defaultLiveSettings, type LiveParts } from '../live-parts.ts';
import { judgeSubject } from '../memory/judge-subject.ts';
import { loadSubject } from '../memory/load-subject.ts';
import { scheduleStep } from '../schedule.ts';
import { rowName, type Tables } from '../tables.ts';

const [hour, day] = [3_600_000, 86_400_000];

const kept: Partial<LiveParts> = {
  settings: { ...defaultLiveSettings, sites: [site], ownRoles: [], keepBodies: 10 * day },
};

/** A group on which rules came and went for weeks, looked at since, and changed again just now. */
async function grown() {
  const stage = new SweepStage();
  const web = stage.group();
  const https = stage.opens(web, 443, '10.0.0.0/8');
  await stage.hears();
  for (let week = 0; week < 4; week++) {
    const id = stage.opens(web, 8000 + week, '192.0.2.0/24');
    stage.asks('AuthorizeSecurityGroupIngress', { GroupId: web, IpPermissions: [] });
    await stage.hears();
    stage.at += day;
    stage.closes(web, id);
    stage.opens(web, 22);
    await stage.hears();
    await stage.passes(6 * day);
  }
  // What nobody told is seen by a sweep, so the look is kept.
  stage.opens(web, 9000, '192.0.2.0/24');
  stage.records.pop();
  await stage.sweeps();
  await stage.passes(30 * day);
  stage.opens(web, 9001, '192.0.2.0/24');
  stage.closes(web, https);
  await stage.hears();
  await stage.passes(hour);
  return { stage, web };
}

async function retains(stage: SweepStage, more: Partial<LiveParts> = {}): Promise<void> {
  await scheduleStep(stage.parts({ ...kept, ...more }));
  while ((await stage.step(['retain'], { ...kept, ...more })) !== null);
}

/** All that is judged of a group of the last ten days. */
async function judged(stage: SweepStage, group: string) {
  const memory = await loadSubject(stage.store, site, group);
  if ('kind' in memory) return expect.unreachable();
  const { acts, now, single, standing } = judgeSubject(memory, stage.judging, stage.at);
  const since = memory.evidence.flatMap((each) =>
    each.kind === 'change' && each.at > stage.at - 10 * day ? [each.id] : [],
  );
  return JSON.stringify([
    since.map((id) => single.get(id)),
    acts.filter(({ id }) => since.includes(id)),
    now,
    standing,
  ]);
}

async function count(stage: SweepStage, table: keyof Tables): Promise<number> {
  return (await stage.rows(table)).length;
}

describe('retention', () => {
  test('R106: takes what came and went away, and no judgement since becomes another one', async () => {
    const { stage, web } = await grown();
    const [before, size] = [await judged(stage, web), await count(stage, 'evidence')];
    await retains(stage);
    expect(await judged(stage, web)).toBe(before);
    expect(await count(stage, 'evidence')).toBeLessThan(size / 2);
    const changes = (await stage.rows('evidence')).flatMap((each) => (each.kind === 'change' ? [each.change] : []));
    expect(changes.map(({ kind }) => kind)).toContain('group-created');
    const added = changes.flatMap((each) => (each.kind === 'rules-added' ? each.rules : []));
    expect(added.map(({ ports }) => ports?.[0]).sort()).toEqual([443, 9000, 9001]);
    const anchors = await stage.store.heads();
    const { findings } = verify(await stage.entries(), { anchors, shards: stage.store.shards, digest: nativeDigest });
    expect(findings).toEqual([]);
  });

  test('R106: what the breaker, own calls, refused calls and permissions are known by goes when nothing asks for it', async () => {
    const { stage, web } = await grown();
    const { account, region } = site;
    const grant = (id: string, until: number) => ({
      ...rowName('grant', account, region, web, id),
      value: JSON.stringify({
        ...{ id, site, group: web, rules: [], from: 0, until, by: 'bob' },
        ended: null,
        version: 1,
      }),
    });
    await stage.store.append(0, 'any', [], { rows: [grant('old', stage.at - 20 * day), grant('new', stage.at - day)] });
    for (const table of ['attempt', 'acted', 'expect', 'unexplained'] as const)
      expect(await count(stage, table), table).toBeGreaterThan(0);
    await retains(stage);
    expect(await count(stage, 'attempt')).toBe(0);
    for (const { seenAt } of await stage.rows('unexplained')) expect(seenAt).toBeGreaterThan(stage.at - 2 * hour);
    // The rule that was lost just now was put back.
    expect(await stage.rows('acted')).toMatchObject([{ at: expect.any(Number) }]);
    for (const { at } of await stage.rows('acted')) expect(at).toBeGreaterThan(stage.at - 2 * hour);
    for (const { until } of await stage.rows('expect')) expect(until).toBeGreaterThan(stage.at - 2 * hour);
    expect((await stage.rows('grant')).map(({ id }) => id)).toEqual(['new']);
  });

  test('R106: what is younger than it is kept stays, and where nothing is to go nothing goes', async () => {
    const { stage } = await grown();
    stage.asks('AuthorizeSecurityGroupIngress', { GroupId: 'sg-0123456789abcdef0', IpPermissions: [] });
    await stage.hears();
    const rows = async () => (await stage.store.rows('attempt', '', 1000)).map(({ key }) => key);
    const young = (await rows()).length;
    await retains(stage, { settings: { ...kept.settings!, keepBodies: 4000 * day } });
    expect(await rows()).toHaveLength(young);
    stage.at += day;
    await retains(stage);
    expect(await rows()).toHaveLength(1);
  });

  test('R113: counts of days that are over stand in one row for each day and place, and add up to the same', async () => {
    const { stage } = await grown();
    const sum = async () => (await stage.rows('tally')).reduce(joinTallies, noTally);
    const [before, size] = [await sum(), await count(stage, 'tally')];
    await retains(stage);
    expect(await sum()).toEqual(before);
    expect(await count(stage, 'tally')).toBeLessThanOrEqual(size);
    stage.at += day;
    await retains(stage);
    expect(await sum()).toEqual(before);
  });

  test('R104: whoever is interrupted at any commit begins anew, and it comes to the same', async () => {
    const whole = await grown();
    await retains(whole.stage);
    for (let nth = 1; nth < 8; nth++) {
      const { stage } = await grown();
      const { store } = stage;
      let commits = 0;
      const broken = {
        ...store,
        append: async (...asked: Parameters<typeof store.append>) =>
          ++commits === nth ? ({ kind: 'unavailable', maybe: false, why: 'down' } as const) : store.append(...asked),
      };
      await scheduleStep(stage.parts(kept));
      await stage.step(['retain'], { ...kept, store: broken });
      stage.at += 60_000;
      while ((await stage.step(['retain'], kept)) !== null);
      expect(await stage.openTasks('retain')).toEqual([]);
      const keys = async (from: SweepStage) => (await from.store.rows('evidence', '', 1000)).map(({ key }) => key);
      expect(await keys(stage)).toEqual(await keys(whole.stage));
    }
  });
});
