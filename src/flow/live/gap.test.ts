import { describe, expect, test } from 'vitest';
import { notRebuilt } from '../../../test/flow/rebuilt-tables.ts';
import { SweepStage } from '../../../test/flow/sweep-stage.ts';
import { site } from '../../../test/flow/watch-stage.ts';
import type { Inbox, Taken } from '../../contracts/live.ts';
import { writeInstant } from '../../core/leaf/instant.ts';
import { endGap, noteGap } from './gap.ts';
import { heardInbox } from './heard-inbox.ts';

const minute = 60_000;

/** What cannot be read at all. */
function denied(stage: SweepStage) {
  const failed = { kind: 'failed', failure: 'denied', code: 'UnauthorizedOperation', message: 'you may not' } as const;
  return { gatherer: { ...stage.parts().gatherer, perimeter: async () => failed } };
}

async function gaps(stage: SweepStage) {
  return (await stage.bodies('gap')).map(({ source, why, from, to }) => ({ source, why, from, to }));
}

describe('sweeps that fail', () => {
  const source = `sweep/${site.account}/${site.region}`;

  test('R106: again and again are a gap, told once, from the last whole sweep until the next one', async () => {
    const stage = new SweepStage();
    stage.group();
    await stage.hears();
    await stage.sweeps();
    const [{ ended } = expect.unreachable()] = await stage.rows('swept');
    stage.at += 60 * minute;
    await stage.sweeps(denied(stage));
    expect(await gaps(stage)).toEqual([]);
    await stage.passes(50 * minute, denied(stage));
    expect(await gaps(stage)).toEqual([{ source, why: 'lost', from: ended, to: null }]);
    expect((await stage.told()).filter((why) => why === 'gap')).toHaveLength(1);
    expect(await notRebuilt(stage.store)).toEqual([]);
    await stage.sweeps();
    const over = (await stage.rows('swept'))[0]!;
    expect((await gaps(stage)).at(-1)).toEqual({ source, why: 'lost', from: ended, to: over.ended });
    expect(await stage.rows('gap')).toEqual([]);
    expect(await stage.told()).toContain('gap-over');
    expect(await notRebuilt(stage.store)).toEqual([]);
  });

  test('a hiccup is none', async () => {
    const stage = new SweepStage();
    await stage.sweeps(denied(stage));
    await stage.passes(10_000, denied(stage));
    await stage.sweeps();
    expect(await gaps(stage)).toEqual([]);
  });
});

describe('a gap', () => {
  test('is written once, however many workers find it, and may come again', async () => {
    const stage = new SweepStage();
    const gap = { source: 'queue', why: 'lost', from: stage.at, said: 'no answer' } as const;
    await Promise.all([noteGap(stage.parts(), gap), noteGap(stage.parts(), gap)]);
    await noteGap(stage.parts(), gap);
    expect(await gaps(stage)).toHaveLength(1);
    expect(await endGap(stage.parts(), 'queue', stage.at + 1)).toBe(true);
    expect(await endGap(stage.parts(), 'queue', stage.at + 1)).toBe(false);
    await noteGap(stage.parts(), gap);
    expect(await gaps(stage)).toHaveLength(3);
    expect(await stage.rows('gap')).toEqual([{ from: gap.from, why: 'lost' }]);
    expect(await notRebuilt(stage.store)).toEqual([]);
  });
});

describe('an inbox that is heard', () => {
  const hearing = { source: 'queue', patience: 5 * minute, late: 15 * minute };
  const silent: Taken = { kind: 'unavailable', maybe: false, why: 'no route' };

  function stageOf(more: Partial<ReturnType<SweepStage['parts']>> = {}) {
    const stage = new SweepStage();
    let next: Taken = { kind: 'taken', messages: [] };
    const inbox: Inbox = { take: async () => next, done: async () => ({ kind: 'settled' }) };
    const heard = heardInbox(inbox, { ...stage.parts(), ...more }, hearing);
    const takes = async (taken: Taken): Promise<Taken> => {
      next = taken;
      return heard.take(10);
    };
    const record = (age: number): Taken => {
      const json = { eventTime: writeInstant(stage.at - age) };
      const intaken = { kind: 'record', json, place: { file: 'q', number: 1 }, from: 'sqs', receivedAt: null } as const;
      return { kind: 'taken', messages: [{ receipt: '1', intaken: [intaken as never] }] };
    };
    return { stage, takes, record };
  }

  test('and does not answer for five minutes is lost since then, and over with its next answer', async () => {
    const { stage, takes } = stageOf();
    const from = stage.at;
    await takes(silent);
    stage.at += 4 * minute;
    await takes(silent);
    expect(await gaps(stage)).toEqual([]);
    stage.at += minute;
    await takes(silent);
    await takes(silent);
    expect(await gaps(stage)).toEqual([{ source: 'queue', why: 'lost', from, to: null }]);
    await takes({ kind: 'taken', messages: [] });
    expect((await gaps(stage)).at(-1)).toEqual({ source: 'queue', why: 'lost', from, to: stage.at });
    await takes(silent);
    expect(await gaps(stage)).toHaveLength(2);
  });

  test('and whose newest record is too late lags until one comes in time: an empty one proves nothing', async () => {
    const { stage, takes, record } = stageOf();
    await takes(record(20 * minute));
    await takes(record(30 * minute));
    expect(await gaps(stage)).toMatchObject([{ why: 'lagging', from: stage.at - 20 * minute, to: null }]);
    await takes({ kind: 'taken', messages: [] });
    expect(await stage.rows('gap')).toHaveLength(1);
    await takes(record(minute));
    expect(await stage.rows('gap')).toEqual([]);
  });

  test('and whose worker is new ends what another one had found, once it knows better', async () => {
    const { stage, takes, record } = stageOf();
    await noteGap(stage.parts(), { source: 'queue', why: 'lagging', from: stage.at - 60 * minute, said: 'late' });
    await takes({ kind: 'taken', messages: [] });
    expect(await stage.rows('gap')).toHaveLength(1);
    await takes(record(minute));
    expect(await stage.rows('gap')).toEqual([]);
  });

  test('hands its messages over though the store does not answer', async () => {
    const store = { ...new SweepStage().store, row: async () => Promise.reject(new Error('down')) };
    const { takes, record } = stageOf({ store });
    const taken = record(20 * minute);
    expect(await takes(taken)).toBe(taken);
  });
});
