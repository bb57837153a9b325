import { expect, test } from 'vitest';
import { readSnapshot } from '../../src/core/group/read/describe.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import { tell } from '../builders/read-records.ts';
import { buildWeek } from './build-week.ts';
import { incidentKinds } from './incidents/kinds.ts';

const seeds = Array.from({ length: 50 }, (_, at) => at + 1);
const weeks = seeds.map((seed) => buildWeek(seed));

test('a seed makes the same week every time', () => {
  expect(JSON.stringify(buildWeek(7))).toBe(JSON.stringify(buildWeek(7)));
  expect(JSON.stringify(buildWeek(7))).not.toBe(JSON.stringify(buildWeek(8)));
});

test('50 seeded weeks hold every kind of incident, four to eight a week', () => {
  expect(incidentKinds.length).toBeGreaterThanOrEqual(15);
  const seen = new Set(weeks.flatMap(({ incidents }) => incidents.map(({ kind }) => kind)));
  expect([...seen].sort()).toEqual(incidentKinds.map(({ name }) => name).sort());
  for (const { incidents } of weeks) {
    expect(incidents.length).toBeGreaterThanOrEqual(4);
    expect(incidents.length).toBeLessThanOrEqual(8);
  }
});

test('the decisive records of every incident are calls that AWS did not refuse', () => {
  for (const { records, incidents, seed } of weeks) {
    const byId = new Map(records.map((record) => [record.eventID as string, record]));
    for (const { kind, ids, decisive } of incidents) {
      expect(decisive.length, `${seed} ${kind}`).toBeGreaterThan(0);
      for (const id of ids) expect(byId.has(id)).toBe(true);
      for (const id of decisive) expect(byId.get(id)!.errorCode, `${seed} ${kind}`).toBeUndefined();
    }
  }
});

test('a week is 140 to 420 changes, all of them readable', async () => {
  for (const { records, before } of weeks.slice(0, 8)) {
    const { perimeter, misread } = readSnapshot(before);
    expect(misread).toEqual([]);
    const { tally, unreadable } = await tell(records, { snapshot: perimeter });
    expect(unreadable).toEqual([]);
    expect(tally.changes).toBeGreaterThanOrEqual(140);
    expect(tally.changes).toBeLessThanOrEqual(420);
  }
});

test('no two records of a week have one event id', () => {
  for (const { records } of weeks) {
    const ids = records.map((record: JsonObject) => record.eventID);
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test('the decisive record of an incident gained or lost reach, as its label says', async () => {
  for (const { records, before, incidents, seed } of weeks.slice(8, 18)) {
    const { decisions } = await tell(records, { snapshot: readSnapshot(before).perimeter });
    const byRecord = new Map(decisions.flatMap((each) => each.records.map(({ eventId }) => [eventId, each])));
    for (const { kind, decisive, expect: wanted } of incidents) {
      const effects = decisive.flatMap((id) => byRecord.get(id)?.effects ?? []);
      const lost = wanted.includes(' lost ');
      const found = effects.some((each) =>
        lost ? each.lost === null || each.lost.length > 0 : each.gained.length > 0,
      );
      expect(found, `${seed} ${kind}`).toBe(true);
    }
  }
});
