import type { Kept, RowWrite } from '../../../contracts/store.ts';
import { type Json, type JsonObject, writeCanonical } from '../../../core/leaf/canonical.ts';
import type { ActionRow, Tables } from '../tables.ts';
import { isMade } from './made-tables.ts';
import type { Rebuilt } from './rebuild.ts';

/** A row that is not as its entries make it: it says something else, is lacking, or nothing in the entries led to it. */
export interface RowDifference {
  readonly table: string;
  readonly key: string;
  readonly kind: 'other' | 'lacking' | 'unfounded';
}

/** How the rows of a store compare with those that its entries make, by table. */
export interface RebuiltComparison {
  readonly same: ReadonlyMap<string, number>;
  readonly differences: readonly RowDifference[];
  /** Rows that no entry tells, kept as they are. */
  readonly kept: ReadonlyMap<string, number>;
}

/**
 * Compares the rows of a store with those that were made again. Left out is what no entry tells and the next step finds
 * anyway: how the reads of an action under way went, how much a mute kept back, plain records since the newest seal, and all
 * but the first row of how far back anything is known.
 */
export async function compareRebuilt({ book }: Rebuilt, all: AsyncIterable<Kept>): Promise<RebuiltComparison> {
  const made = new Map(book.rows().map((row) => [`${row.table}\0${row.key}`, row]));
  const [same, kept] = [new Map<string, number>(), new Map<string, number>()];
  const differences: RowDifference[] = [];
  let isFirstSince = true;
  for await (const each of all) {
    if (each.kind !== 'row' || each.row.value === null) continue;
    const { table, key, value } = each.row;
    if (!isMade(table)) count(kept, table);
    else if (table !== 'since' || isFirstSince) {
      if (table === 'since') isFirstSince = false;
      const name = `${table}\0${key}`;
      const again = made.get(name);
      made.delete(name);
      if (isUntold(table, key)) continue;
      if (again === undefined) differences.push({ table, key, kind: 'unfounded' });
      else if (textOf({ table, key, value }) === textOf(again)) count(same, table);
      else differences.push({ table, key, kind: 'other' });
    }
  }
  for (const { table, key } of made.values())
    if (!isUntold(table, key) && table !== 'since') differences.push({ table, key, kind: 'lacking' });
  return { same, differences, kept };
}

/**
 * All that a rebuilt store holds: entries, keys, tasks and caps as they are, rows that follow from the entries as they were
 * made again, the others as they are.
 */
export async function* withRebuilt({ book }: Rebuilt, all: AsyncIterable<Kept>): AsyncIterable<Kept> {
  const made = new Map(book.rows().map((row) => [`${row.table}\0${row.key}`, row]));
  for await (const each of all) {
    if (each.kind !== 'row' || !isMade(each.row.table)) {
      yield each;
      continue;
    }
    const { row } = each;
    const name = `${row.table}\0${row.key}`;
    const again = made.get(name);
    made.delete(name);
    yield { kind: 'row', row: { ...row, value: again === undefined ? null : withKept(again, row.value) } };
  }
  for (const { table, key, value } of made.values()) yield { kind: 'row', row: { table, key, value, version: 1 } };
}

function isUntold(table: string, key: string): boolean {
  return table === 'tally' && key.endsWith('/records');
}

/** How much a mute has kept back stands in its row alone. */
function withKept({ table, value }: RowWrite, held: string | null): string | null {
  if (table !== 'mute' || value === null || held === null) return value;
  const { kept } = JSON.parse(held) as Tables['mute'];
  return JSON.stringify({ ...(JSON.parse(value) as Tables['mute']), kept });
}

function textOf({ table, value }: RowWrite): string {
  const row = JSON.parse(value!) as Json;
  if (table === 'mute') return writeCanonical({ ...(row as JsonObject), kept: 0 });
  return writeCanonical(table === 'action' ? (stillTold(row as unknown as ActionRow) as unknown as Json) : row);
}

const going: readonly ActionRow['state'][] = ['due', 'acting', 'verifying'];

function stillTold(row: ActionRow): Partial<ActionRow> {
  if (!going.includes(row.state)) return row;
  const { image, attempt, found, left, lineage, startedAt, endedAt, approvedBy, undoes } = row;
  return JSON.parse(
    JSON.stringify({ image, attempt, found, left, lineage, startedAt, endedAt, approvedBy, undoes }),
  ) as Partial<ActionRow>;
}

function count(counts: Map<string, number>, table: string): void {
  counts.set(table, (counts.get(table) ?? 0) + 1);
}
