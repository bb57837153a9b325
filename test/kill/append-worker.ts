import { writeSync } from 'node:fs';
import type { Store, Task } from '../../src/contracts/store.ts';
import type { Entry, EntryDraft, Head } from '../../src/core/ledger/entry.ts';
import { mostCapped } from './most-capped.ts';
import { openStore } from './open-store.ts';

// A process that works on a store until it is killed, or has appended so many: `<place> <name> <first> <count>`.
// What the store has acknowledged it says at once, a line for each entry: `<shard> <n> <hash> <key>`.

const [place = '', name = '', first = '0', count = '0'] = process.argv.slice(2);
const opening = await openStore(place);
if (opening.kind === 'refused') throw new Error(opening.why);
const { store } = opening;

for (let at = Number(first); at < Number(first) + Number(count); at++) {
  await comeThrough(async () => await appendBatch(store, at));
  const leased = await store.lease({ worker: name, kinds: ['work'], now: Date.now(), span: 50, most: 1 });
  if (leased.kind === 'leased' && leased.tasks[0] !== undefined) await perform(store, leased.tasks[0]);
}
await store.close();

/** One to three entries that add to a count, with a task, as a decision does; some use a cap while there is room. */
async function appendBatch(to: Store, at: number, asCapped = at % 10 === 0): Promise<boolean> {
  const shard = at % 2;
  const key = `${name}/${at}`;
  const entries = Array.from({ length: 1 + (at % 3) }, (_, part) => draftOf(`${key}/${part}`, null));
  const { value, version } = await to.row({ table: 'count', key: 'all' });
  const caps = asCapped ? [{ name: 'tenth', per: 1e9, count: mostCapped, at: Date.now(), by: key }] : [];
  const answer = await to.append(shard, await headOf(to, shard), entries, {
    caps,
    rows: [{ table: 'count', key: 'all', value: String(Number(value ?? 0) + entries.length), expect: version }],
    tasks: [{ id: `task/${key}`, key: `task/${key}`, kind: 'work', due: 0, body: '{}' }],
  });
  if (answer.kind === 'capped') return await appendBatch(to, at, false);
  if (answer.kind === 'committed') acknowledge(answer.entries);
  return answer.kind === 'committed' || answer.kind === 'duplicate';
}

/** The outcome of a task in the commit that ends it; whoever took the task over meanwhile may have been first. */
async function perform(to: Store, { id, fence }: Task): Promise<void> {
  const outcome = [draftOf(`outcome/${id}`, fence)];
  const answer = await to.append(0, 'any', outcome, { finished: [{ task: id, fence }] });
  if (answer.kind === 'committed') acknowledge(answer.entries);
}

async function headOf(to: Store, shard: number): Promise<Head | null> {
  return (await to.heads()).find((head) => head.shard === shard) ?? null;
}

function draftOf(key: string, fence: number | null): EntryDraft {
  const answer = { text: 'x'.repeat(300 + (key.length % 7) * 100) };
  const body = { kind: 'outcome', action: key, attempt: 1, state: 'verified', why: null, answer, lineage: [] } as const;
  return { at: Date.now(), key, fence, body };
}

function acknowledge(entries: readonly Entry[]): void {
  const lines = entries.map(({ header, hash }) => `${header.shard} ${header.n} ${hash} ${header.key}\n`);
  writeSync(1, lines.join(''));
}

async function comeThrough(attempt: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await attempt()); tries++) if (tries > 10_000) throw new Error('expected to come through');
}
