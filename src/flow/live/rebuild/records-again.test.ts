import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyDelivery } from '../../../../test/flow/any-delivery.ts';
import { notRebuilt } from '../../../../test/flow/rebuilt-tables.ts';
import { anywhere, intakenOf, WatchStage } from '../../../../test/flow/watch-stage.ts';
import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { takeRecord } from '../watch/watch-step.ts';

async function take(stage: WatchStage, ...records: readonly JsonObject[]): Promise<void> {
  for (const record of records) await takeRecord(stage.parts(), intakenOf(record));
}

describe('rows that records brought about, made again from the ledger', () => {
  test('R113: of any calls, in any order and more than once, over several shards', async () => {
    await fc.assert(
      fc.asyncProperty(anyDelivery(), async ({ mixed, state, at }) => {
        const stage = new WatchStage(createMemoryStore(3), state);
        stage.at = at;
        await take(stage, ...mixed);
        expect(await notRebuilt(stage.store)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  test('R113: of a correction that says something else of another time, and comes twice', async () => {
    const stage = new WatchStage();
    const web = stage.group();
    stage.opens(web, 22);
    const [made, opened] = stage.records.splice(0) as [JsonObject, JsonObject];
    const told = JSON.parse(JSON.stringify(opened).replaceAll(anywhere, '192.0.2.0/24')) as JsonObject;
    const later = new Date(Date.parse(String(opened.eventTime)) + 1000).toISOString().replace('.000', '');
    const addendum = { reason: 'UPDATED_DATA', originalEventID: String(opened.eventID) };
    const correction = { ...told, eventID: 'correction', eventTime: later, addendum };
    await take(stage, made, opened, correction, opened, correction);
    expect(await stage.bodies('revised')).toHaveLength(1);
    expect((await stage.rows('evidence')).filter(({ kind }) => kind === 'change')).toHaveLength(2);
    expect(await notRebuilt(stage.store)).toEqual([]);
  });

  test('R113: of two contents under one id, and of what another account saw, too', async () => {
    const stage = new WatchStage();
    const web = stage.group();
    stage.opens(web, 22);
    const [made, opened] = stage.records.splice(0) as [JsonObject, JsonObject];
    const forged = JSON.parse(JSON.stringify(opened).replaceAll(anywhere, '192.0.2.0/24')) as JsonObject;
    await take(stage, made, opened, forged);
    stage.opens(stage.group('db'), 22);
    const shared = stage.records.splice(0).map((each, at) => ({ ...each, sharedEventID: `shared ${at}` }));
    const seen = shared.map((each, at) => ({ ...each, eventID: `seen ${at}`, recipientAccountId: '222233334444' }));
    await take(stage, ...(shared as JsonObject[]), ...(seen as JsonObject[]));
    expect((await stage.rows('record')).length).toBe(5);
    expect(await notRebuilt(stage.store)).toEqual([]);
  });
});
