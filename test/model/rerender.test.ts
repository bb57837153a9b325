import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import { loadRecord, recordNames } from '../records/load-record.ts';
import { knownDifferences } from './known-differences.ts';
import { isModelled } from './read-call.ts';
import { realReads, realRecords, rerender } from './rerender.ts';

const written = recordNames.map((name) => [name, loadRecord(name)] as const).filter(([, record]) => isModelled(record));
const real = realRecords();

/** Names that differ, with what differs; what is the same is left out. */
function tabulate(records: readonly (readonly [string, JsonObject])[]): Readonly<Record<string, unknown>> {
  const rows = records.map(([name, record]) => [name, rerender(record)?.map(pathOf) ?? null] as const);
  return Object.fromEntries(rows.filter(([, found]) => found === null || found.length > 0));
}

/** Values are left out: those of real records do not belong here. */
function pathOf(difference: string): string {
  return difference.slice(0, difference.indexOf(':'));
}

function known(names: readonly string[]): Readonly<Record<string, unknown>> {
  const of = new Set(names);
  return Object.fromEntries(
    knownDifferences.filter(({ name }) => of.has(name)).map(({ name, differs }) => [name, differs]),
  );
}

describe('calls told in records, made again on the model, are told the same', () => {
  test('each record written after the references, but for the differences that are known', () => {
    expect(tabulate(written)).toEqual(known(written.map(([name]) => name)));
    expect(written.length).toBe(62);
  });

  test.runIf(real.length > 0)('each real record, but for the differences that are known', () => {
    expect(tabulate(real)).toEqual(known(real.map(([name]) => name)));
    expect(real.length).toBe(57);
  });

  test.runIf(real.length > 0)('each shape of real requests that only look', () => {
    const reads = realReads();
    const wrong = reads.flatMap((record) => rerender(record)?.map(pathOf) ?? [String(record.eventName)]);
    expect(wrong.filter((path) => !path.startsWith('error'))).toEqual([]);
    expect(reads.length).toBeGreaterThan(50);
  });
});
