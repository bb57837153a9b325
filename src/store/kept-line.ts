import type { Kept } from '../contracts/store.ts';
import { isObject, type Json, type JsonObject } from '../core/leaf/canonical.ts';
import { readEntry, writeEntry } from '../core/ledger/entry-line.ts';

/** What the first line of an export says. */
export const exportSchema = 'portcullis:ledger:1';

/** Writes one thing that a store holds as a line of an export. */
export function writeKept(kept: Kept): JsonObject {
  switch (kept.kind) {
    case 'entry':
      return writeEntry(kept.entry);
    case 'key':
      return { key: kept.taken.key, of: [kept.taken.place.shard, kept.taken.place.n] };
    case 'task':
      return { task: { ...kept.task } };
    case 'row':
      return { row: { ...kept.row } };
    case 'cap':
      return { cap: { ...kept.use } };
  }
}

/** Reads a line of an export; `null` for its first and last, a text where it is none. */
export function readKept(json: Json): Kept | string | null {
  if (!isObject(json)) return 'expected a JSON object';
  if (json.entry !== undefined) {
    const entry = readEntry(json);
    return typeof entry === 'string' ? entry : { kind: 'entry', entry };
  }
  if (json.$schema !== undefined || json.end !== undefined) return null;
  return readState(json) ?? 'expected an entry, a key, a task, a row or a cap';
}

function readState({ key, of, task, row, cap }: JsonObject): Kept | null {
  if (typeof key === 'string' && Array.isArray(of)) {
    const [shard, n] = of as readonly Json[];
    return typeof shard === 'number' && typeof n === 'number'
      ? { kind: 'key', taken: { key, place: { shard, n } } }
      : null;
  }
  if (hasShape(task, taskShape)) return { kind: 'task', task: task as never };
  if (hasShape(row, rowShape)) return { kind: 'row', row: row as never };
  if (hasShape(cap, capShape)) return { kind: 'cap', use: cap as never };
  return null;
}

type Shape = Readonly<Record<string, readonly string[]>>;

const [text, number, textOrNull, numberOrNull] = [['string'], ['number'], ['string', 'null'], ['number', 'null']];
const taskShape: Shape = {
  ...{ id: text, key: text, kind: text, due: number, body: text, state: text, attempts: number },
  ...{ worker: textOrNull, fence: number, until: numberOrNull, why: textOrNull },
};
const rowShape: Shape = { table: text, key: text, value: textOrNull, version: number };
const capShape: Shape = { name: text, per: number, at: number, by: text };

function hasShape(json: Json | undefined, shape: Shape): boolean {
  if (!isObject(json) || Object.keys(json).length !== Object.keys(shape).length) return false;
  return Object.entries(shape).every(([key, kinds]) => kinds.includes(json[key] === null ? 'null' : typeof json[key]));
}
