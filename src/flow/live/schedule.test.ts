import { describe, expect, test } from 'vitest';
import { SweepStage } from '../../../test/flow/sweep-stage.ts';
import { site } from '../../../test/flow/watch-stage.ts';
import type { SealedBody } from '../../core/ledger/entry-body.ts';
import { verify } from '../../core/ledger/verify.ts';
import { nativeDigest } from '../../store/native-digest.ts';
import { defaultLiveSettings, type LiveParts } from './live-parts.ts';
import { scheduleStep } from './schedule.ts';

const minute = 60_000;
const day = 86_400_000;

function settings(more: Partial<LiveParts['settings']>): Partial<LiveParts> {
  return { settings: { ...defaultLiveSettings, sites: [site], ownRoles: [], ...more } };
}

async function seals(stage: SweepStage): Promise<readonly SealedBody[]> {
  const sealed = (await stage.entries()).filter(({ header }) => header.kind === 'sealed');
  return sealed.map(({ body }) => JSON.parse(body!) as SealedBody);
}

async function findings(stage: SweepStage) {
  const [all, anchors] = [await stage.entries(), await stage.store.heads()];
  return verify(all, { anchors, shards: stage.store.shards, digest: nativeDigest }).findings;
}

describe('what is due by the clock', () => {
  test('two workers make one task of each slot, and none for slots that passed while nobody worked', async () => {
    const stage = new SweepStage();
    stage.opens(stage.group(), 443);
    await stage.hears();
    for (const worker of ['one', 'two', 'one']) await scheduleStep(stage.parts({ worker }));
    expect(await stage.openTasks('sweep')).toHaveLength(1);
    expect(await stage.openTasks('seal')).toHaveLength(1);
    stage.at += 10 * 3_600_000;
    await scheduleStep(stage.parts());
    expect(await stage.openTasks('sweep')).toHaveLength(2);
    await stage.passes(1);
    expect(await stage.openTasks('sweep')).toEqual([]);
    expect(await stage.rows('swept')).toMatchObject([{ started: stage.at - 1 }]);
  });

  test('bodies that are kept for ever need no retention', async () => {
    const stage = new SweepStage();
    await scheduleStep(stage.parts());
    expect(await stage.openTasks('retain')).toEqual([]);
    await scheduleStep(stage.parts(settings({ keepBodies: day })));
    expect(await stage.openTasks('retain')).toHaveLength(1);
  });
});

describe('seals', () => {
  test('name the heads of all shards, at most once a slot, and only where there is news', async () => {
    const stage = new SweepStage();
    for (const name of ['web', 'db', 'ops']) stage.opens(stage.group(name), 443);
    await stage.hears();
    const heads = await stage.store.heads();
    await scheduleStep(stage.parts());
    await stage.step(['seal']);
    expect(await seals(stage)).toEqual([
      { kind: 'sealed', heads: heads.map(({ shard, n, hash }) => [shard, n, hash]), erased: null },
    ]);
    stage.at += minute;
    await scheduleStep(stage.parts());
    expect(await stage.openTasks('seal')).toEqual([]);
    stage.opens(stage.group('more'), 443);
    await stage.hears();
    await scheduleStep(stage.parts());
    await stage.step(['seal']);
    expect(await seals(stage)).toHaveLength(2);
    stage.at += minute;
    await scheduleStep(stage.parts());
    expect(await stage.openTasks('seal')).toEqual([]);
  });

  test('a ledger that is sealed as it grows is found sound', async () => {
    const stage = new SweepStage();
    for (const name of ['web', 'db', 'ops', 'tmp']) {
      stage.opens(stage.group(name), 22);
      await stage.hears();
      stage.at += minute;
      await scheduleStep(stage.parts());
      await stage.passes(2 * minute);
    }
    expect(await findings(stage)).toEqual([]);
    expect((await seals(stage)).length).toBeGreaterThan(3);
  });

  test('a seal whose answer was lost is not made twice', async () => {
    const stage = new SweepStage();
    stage.opens(stage.group(), 443);
    await stage.hears();
    await scheduleStep(stage.parts());
    let lost = false;
    const store: LiveParts['store'] = {
      ...stage.store,
      append: async (...asked) => {
        const done = await stage.store.append(...asked);
        if (lost || asked[2].length === 0) return done;
        lost = true;
        return { kind: 'unavailable', maybe: true, why: 'the line broke' };
      },
    };
    await stage.step(['seal'], { store });
    expect(await stage.openTasks('seal')).toHaveLength(1);
    await stage.passes(5000);
    expect(await stage.openTasks('seal')).toEqual([]);
    expect(await seals(stage)).toHaveLength(1);
  });
});

describe('retention', () => {
  test('R101: erases bodies that are old enough after a seal that says so, and the chain still proves', async () => {
    const stage = new SweepStage();
    stage.opens(stage.group(), 443);
    await stage.hears();
    stage.at += 10 * day;
    stage.opens(stage.group('db'), 443);
    await stage.hears();
    const parts = settings({ keepBodies: 2 * day });
    await scheduleStep(stage.parts(parts));
    expect(await stage.step(['retain'], parts)).toBe('retain');
    const entries = await stage.entries();
    const erased = entries.filter(({ body }) => body === null);
    expect(erased.length).toBeGreaterThan(0);
    expect(erased.every(({ header }) => header.at < stage.at - 2 * day)).toBe(true);
    expect(
      entries.filter(({ body, header }) => body !== null && header.at < stage.at - 3 * day && header.kind !== 'sealed'),
    ).toEqual([]);
    expect(await findings(stage)).toEqual([]);
    expect((await seals(stage)).map((each) => each.erased)).toEqual([Math.floor(stage.at / day) * day - 2 * day]);
  });

  test('what a seal says of erasure never goes back, though more is kept from then on', async () => {
    const stage = new SweepStage();
    stage.opens(stage.group(), 443);
    await stage.hears();
    stage.at += 10 * day;
    for (const keepBodies of [day, 5 * day]) {
      stage.at += day;
      await scheduleStep(stage.parts(settings({ keepBodies })));
      await stage.step(['retain'], settings({ keepBodies }));
    }
    const told = (await seals(stage)).map(({ erased }) => erased!);
    expect(told[1]).toBe(told[0]);
  });
});
