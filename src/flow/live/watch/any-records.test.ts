import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { start } from '../../../../test/builders/any-history.ts';
import { anyDelivery } from '../../../../test/flow/any-delivery.ts';
import { intakenOf, WatchStage } from '../../../../test/flow/watch-stage.ts';
import { readChanges } from '../../../core/change/read.ts';
import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { writeInstant } from '../../../core/leaf/instant.ts';
import { changeId } from '../../../core/ledger/change-id.ts';
import { readRecord } from '../../../core/trail/read.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { takeRecord } from './watch-step.ts';

/** Ids of the changes that records tell. */
function changesIn(records: readonly JsonObject[]): readonly string[] {
  const place = { file: 'queue', number: 1 };
  const ids = records.flatMap((json) => {
    const record = readRecord(json, place, { source: 'eventbridge', receivedAt: null });
    return record.kind === 'unreadable' ? [] : readChanges(record, place).changes.map(changeId);
  });
  return [...new Set(ids)].sort();
}

async function takenAs(stage: WatchStage, records: readonly JsonObject[]) {
  const kept = new Set<string>();
  for (const record of records) kept.add(await takeRecord(stage.parts(), intakenOf(record)));
  const faults = (await stage.tasks('tell')).filter(({ why }) => why === 'fault');
  const decided = (await stage.decisions()).map(({ id }) => id).sort();
  return { kept, faults, decided };
}

describe('any records', () => {
  test('of calls to EC2, in any order and more than once, are each decided once', async () => {
    await fc.assert(
      fc.asyncProperty(anyDelivery(), async ({ records, mixed, state, at }) => {
        const stage = new WatchStage(createMemoryStore(3), state);
        stage.at = at;
        const { kept, faults, decided } = await takenAs(stage, mixed);
        expect(faults).toEqual([]);
        expect(kept.has('later')).toBe(false);
        expect(decided).toEqual(changesIn(records));
      }),
      { numRuns: 15 },
    );
  });

  test('of every watched call are decided, whatever they are about', async () => {
    const folder = new URL('../../../../test/records/', import.meta.url);
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    const records = names.map((name, minute) => {
      // Each on its own group: half of them are about one, and were never meant to be one story.
      const text = readFileSync(new URL(name, folder), 'utf8').replaceAll('sg-0a1b2c3d4e5f60001', `sg-${minute}`);
      const record = JSON.parse(text) as JsonObject;
      return { ...record, eventTime: writeInstant(start + minute * 60_000) };
    });
    const stage = new WatchStage();
    const { kept, faults, decided } = await takenAs(stage, records);
    expect(faults).toEqual([]);
    expect(kept.has('later')).toBe(false);
    expect(decided).toEqual(changesIn(records));
    expect(decided.length).toBeGreaterThan(50);
  });
});
