import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gained, judgingBy } from '../../../../test/builders/policy.ts';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { anywhere } from '../../../../test/flow/watch-stage.ts';
import type { Store } from '../../../contracts/store.ts';
import { scheduleStep } from '../schedule.ts';
import { sweep } from './sweep.ts';

const minute = 60_000;

/** Six groups that were swept; four of them were opened since and nobody told. */
async function opened(store?: Store): Promise<SweepStage> {
  const stage = new SweepStage(store);
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => stage.group(name));
  await stage.hears();
  await stage.sweeps();
  stage.at += minute;
  const before = stage.records.length;
  for (const id of ids.slice(0, 4)) stage.opens(id, 22);
  stage.records.splice(before);
  return stage;
}

class Crash extends Error {}

/** A store whose worker dies at this call of `append`: before it, or (`after`) when it has happened. */
function dying(store: Store, at: number, after: boolean): Store {
  let calls = 0;
  const append: Store['append'] = async (...asked) => {
    calls++;
    if (calls === at && !after) throw new Crash();
    const done = await store.append(...asked);
    if (calls === at) throw new Crash();
    return done;
  };
  return { ...store, append };
}

async function toldOf(stage: SweepStage) {
  const unexplained = (await stage.rows('unexplained')).filter(({ claimedBy }) => claimedBy === null);
  const decisions = (await stage.decisions()).filter(({ origin }) => origin === 'observed');
  return [unexplained.length, decisions.length, stage.calls.length];
}

describe('a sweep that a crash ends', () => {
  test('goes on where it was: each difference is told, judged and closed once, wherever the crash was', async () => {
    for (const [at, after] of [1, 3, 5].flatMap((each) => [[each, false] as const, [each, true] as const])) {
      const stage = await opened();
      stage.at = (Math.floor(stage.at / 3_600_000) + 1) * 3_600_000;
      await scheduleStep(stage.parts());
      const task = await stage.lease(['sweep']);
      await expect(sweep(stage.parts({ store: dying(stage.store, at, after) }), task!)).rejects.toThrow(Crash);
      stage.at += 2 * minute;
      await stage.passes(30 * minute);
      expect(await toldOf(stage), `${at} ${after}`).toEqual([4, 4, 4]);
      expect((await stage.endings()).filter((each) => each === 'verified')).toHaveLength(4);
    }
  });

  test('two workers in the same sweep, one of which lost its lease, tell every difference once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(40), fc.nat(1), async (turns, first) => {
        const stage = await opened();
        stage.at = (Math.floor(stage.at / 3_600_000) + 1) * 3_600_000;
        await scheduleStep(stage.parts());
        const one = await stage.lease(['sweep']);
        let waits = turns;
        const slow: Store = {
          ...stage.store,
          append: async (...asked) => {
            if (waits-- === 0) {
              stage.at += 2 * minute;
              const other = await stage.lease(['sweep'], 'two');
              if (other !== null) await sweep(stage.parts({ worker: 'two' }), other);
            }
            return stage.store.append(...asked);
          },
        };
        await sweep(stage.parts({ store: first === 0 ? slow : stage.store }), one!);
        await stage.passes(30 * minute);
        expect(await toldOf(stage)).toEqual([4, 4, 4]);
      }),
      { numRuns: 8, seed: 4 },
    );
  });

  test('commits whose answers are lost happen once', async () => {
    const stage = await opened();
    let calls = 0;
    const store: Store = {
      ...stage.store,
      append: async (...asked) => {
        const done = await stage.store.append(...asked);
        return calls++ % 2 === 0 ? { kind: 'unavailable', maybe: true, why: 'the line broke' } : done;
      },
    };
    await stage.sweeps({ store });
    await stage.passes(30 * minute);
    expect(await toldOf(stage)).toEqual([4, 4, 4]);
  });
});

describe('what groups are on, and what their rules name', () => {
  test('an edit of a prefix list that was never told is seen, and what it opens', async () => {
    const stage = new SweepStage();
    stage.judging = judgingBy({ checks: { ssh: { when: gained({ ports: ['tcp/22'] }) } } });
    const list = stage.does('CreateManagedPrefixList', {
      ...{ PrefixListName: 'offices', MaxEntries: 5, AddressFamily: 'IPv4' },
      Entries: [{ Cidr: '10.0.0.0/8' }],
    }).PrefixList.PrefixListId;
    const web = stage.group();
    stage.does('AuthorizeSecurityGroupIngress', {
      GroupId: web,
      IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, PrefixListIds: [{ PrefixListId: list }] }],
    });
    await stage.hears();
    await stage.sweeps();
    expect(await stage.rows('violation')).toEqual([]);
    stage.does('ModifyManagedPrefixList', { PrefixListId: list, CurrentVersion: 1, AddEntries: [{ Cidr: anywhere }] });
    stage.records.pop();
    await stage.sweeps();
    const looks = (await stage.bodies('observed')).filter(({ group }) => group === list);
    expect(looks.at(-1)).toMatchObject({ difference: { kind: 'observed-list', list: { version: 2 } } });
    expect(await stage.rows('violation')).toMatchObject([{ group: web, state: 'open' }]);
    const kept = (await stage.entries()).length;
    await stage.sweeps();
    expect(await stage.entries()).toHaveLength(kept + 1);
  });
});
