import { describe, expect, it } from 'vitest';
import { close, intentOf, ruleOf } from '../../../../test/builders/acting.ts';
import { losingReplies } from '../../../../test/contracts/store/losing-replies.ts';
import { inHand } from '../../../../test/flow/in-hand.ts';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import type { Appended, Store } from '../../../contracts/store.ts';
import { rowName } from '../tables.ts';
import { answeredEntry } from './action-entries.ts';
import { commitHeld } from './commit-held.ts';
import type { Performing } from './performing.ts';

const intent = intentOf([close(ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1'))]);

async function held() {
  const stage = new PerformStage();
  return { stage, now: await inHand(stage, intent) };
}

function on(now: Performing, store: Store): Performing {
  return { ...now, parts: { ...now.parts, store } };
}

/** Its first answer gets lost. */
function forgetful(store: Store): Store {
  let write = 0;
  return losingReplies(store, () => (write++ === 0 ? 'after' : 'fine'));
}

/** Answers the first writes like that, and asks the store from then on. */
function answering(store: Store, answers: readonly Appended[]): Store {
  const left = [...answers];
  return { ...store, append: async (...asked) => left.shift() ?? store.append(...asked) };
}

const away = (maybe: boolean): Appended => ({ kind: 'unavailable', maybe, why: 'away' });

function entryOf(now: Performing) {
  return answeredEntry(now, 1, { at: now.parts.clock.now(), why: null, answer: null, lineage: {} });
}

describe('a commit of who holds an action', () => {
  it('writes its row, and the next one is held against the new version', async () => {
    const { now } = await held();
    const done = await commitHeld(now, { expect: 'any', entries: [], row: { ...now.row, attempt: 1 } });
    expect(done).toMatchObject({ kind: 'committed', now: { version: now.version + 1, row: { attempt: 1 } } });
    const next = (done as Extract<typeof done, { kind: 'committed' }>).now;
    expect((await commitHeld(next, { expect: 'any', entries: [], row: next.row })).kind).toBe('committed');
    const stale = await commitHeld(now, { expect: 'any', entries: [], row: now.row });
    expect(stale).toEqual({ kind: 'moved', table: 'action' });
  });

  it('4: whose answer was lost meets itself: by its entry', async () => {
    const { stage, now } = await held();
    const lossy = on(now, forgetful(stage.store));
    const row = { ...now.row, attempt: 1 };
    const done = await commitHeld(lossy, { expect: 'any', entries: [entryOf(now)], row });
    expect(done).toMatchObject({ kind: 'committed', now: { version: now.version + 1, row: { attempt: 1 } } });
    expect((await stage.bodies('outcome')).length).toBe(1);
  });

  it('4: whose answer was lost meets itself: by its row, where it has no entry', async () => {
    const { stage, now } = await held();
    const lossy = on(now, forgetful(stage.store));
    const done = await commitHeld(lossy, { expect: 'any', entries: [], row: { ...now.row, attempt: 1 } });
    expect(done.kind).toBe('committed');
  });

  it('4: that surely did not arrive takes nobody else’s for its own', async () => {
    const { stage, now } = await held();
    const row = { ...now.row, attempt: 1 };
    await commitHeld(now, { expect: 'any', entries: [entryOf(now)], row });
    const sure = on(now, answering(stage.store, [away(false)]));
    expect(await commitHeld(sure, { expect: 'any', entries: [entryOf(now)], row })).toEqual({
      kind: 'moved',
      table: null,
    });
    const maybe = on(now, answering(stage.store, [away(true), away(false)]));
    expect((await commitHeld(maybe, { expect: 'any', entries: [entryOf(now)], row })).kind).toBe('committed');
  });

  it('4: takes no entry for its own that was written under another lease', async () => {
    const { stage, now } = await held();
    const entry = entryOf(now);
    await stage.store.append(now.shard, 'any', [
      { ...entry, fence: now.held.fence + 1 },
      { ...entry, key: 'other' },
    ]);
    const lossy = on(now, answering(stage.store, [away(true)]));
    const done = await commitHeld(lossy, { expect: 'any', entries: [entry], row: now.row });
    expect(done).toEqual({ kind: 'moved', table: null });
  });

  it('4: takes no row for its own that says something else, nor one of another table', async () => {
    const { stage, now } = await held();
    const name = rowName('action', intent.action);
    await stage.store.append(0, 'any', [], { rows: [{ ...name, value: JSON.stringify({ ...now.row, attempt: 9 }) }] });
    const lossy = on(now, answering(stage.store, [away(true)]));
    const done = await commitHeld(lossy, { expect: 'any', entries: [], row: { ...now.row, attempt: 1 } });
    expect(done).toEqual({ kind: 'moved', table: 'action' });
    const value = JSON.stringify(now.row);
    const other = { kind: 'stale', row: { table: 'grant', key: 'x', value, version: 2 } } as const;
    const like = on(now, answering(stage.store, [away(true), other]));
    expect(await commitHeld(like, { expect: 'any', entries: [], row: now.row })).toEqual({
      kind: 'moved',
      table: 'grant',
    });
  });

  it('4: a duplicate of which no place is told, or no entry is there, is nobody’s', async () => {
    const { stage, now } = await held();
    for (const taken of [[], [{ key: 'x', place: { shard: now.shard, n: 99 } }]]) {
      const like = on(now, answering(stage.store, [away(true), { kind: 'duplicate', of: taken }]));
      const done = await commitHeld(like, { expect: 'any', entries: [], row: now.row });
      expect(done).toEqual({ kind: 'moved', table: null });
    }
  });

  it('is unsure, and says why, where the store does not answer four times', async () => {
    const { stage, now } = await held();
    const dead = on(now, answering(stage.store, [away(false), away(true), away(false), away(false)]));
    const done = await commitHeld(dead, { expect: 'any', entries: [], row: now.row });
    expect(done).toEqual({ kind: 'unsure', why: 'away' });
  });

  it('5: writes nothing where somebody else holds the task, also where it ends or gives back another', async () => {
    const { stage, now } = await held();
    stage.at += 61_000;
    await stage.lease(['act'], 'two');
    const again = stage.at;
    for (const effects of [{}, { finished: [now.held] }, { failed: [{ ...now.held, why: 'x', again }] }])
      expect(await commitHeld(now, { expect: 'any', entries: [], row: now.row, effects })).toEqual({ kind: 'over' });
  });

  it('7: tells which cap has no room', async () => {
    const { now } = await held();
    const caps = [{ name: 'group:x', per: 1000, count: 0, at: now.parts.clock.now(), by: 'act_1' }];
    const done = await commitHeld(now, { expect: 'any', entries: [], row: now.row, effects: { caps } });
    expect(done).toEqual({ kind: 'capped', name: 'group:x', used: 0 });
  });

  it('2: is moved where somebody appended what it rests on', async () => {
    const { now } = await held();
    expect(await commitHeld(now, { expect: 'any', entries: [entryOf(now)], row: now.row })).toMatchObject({
      kind: 'committed',
    });
    const next = { ...now, version: now.version + 1 };
    const entries = [{ ...entryOf(now), key: 'another' }];
    expect(await commitHeld(next, { expect: null, entries, row: now.row })).toEqual({ kind: 'moved', table: null });
  });
});
