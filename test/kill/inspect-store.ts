import { DatabaseSync } from 'node:sqlite';
import type { Task } from '../../src/contracts/store.ts';
import type { Entry } from '../../src/core/ledger/entry.ts';
import { startVerifying } from '../../src/core/ledger/verify.ts';
import { nativeDigest } from '../../src/store/native-digest.ts';
import { isPostgresUrl } from '../../src/store/postgres/postgres-url.ts';
import { awaitSilence } from './await-silence.ts';
import { mostCapped } from './most-capped.ts';
import { openStore } from './open-store.ts';
import type { Acknowledged } from './start-worker.ts';

/** What a store came to after its workers were killed: its size, and everything that should not be. */
export interface Inspection {
  readonly entries: number;
  readonly wrong: readonly string[];
}

/** Opens the store as the next process would, and holds all of it against what was acknowledged. */
export async function inspectStore(place: string, acknowledged: readonly Acknowledged[]): Promise<Inspection> {
  if (isPostgresUrl(place)) await awaitSilence(place);
  const opening = await openStore(place);
  if (opening.kind === 'refused') return { entries: 0, wrong: [opening.why] };
  const { store } = opening;
  const wrong: string[] = [];
  const entries = new Map<string, Entry>();
  const tasks = new Map<string, Task>();
  const capped: string[] = [];
  const verifier = startVerifying({ anchors: acknowledged, shards: 2, digest: nativeDigest });
  const tell = (found: readonly { kind: string; say: string }[]): void =>
    void wrong.push(...found.map(({ kind, say }) => `${kind}: ${say}`));
  for await (const kept of store.backup()) {
    if (kept.kind === 'cap') capped.push(kept.use.by);
    if (kept.kind === 'task') tasks.set(kept.task.id, kept.task);
    if (kept.kind !== 'entry') continue;
    tell(verifier.take(kept.entry));
    if (entries.has(kept.entry.header.key)) wrong.push(`${kept.entry.header.key} stands twice`);
    entries.set(kept.entry.header.key, kept.entry);
  }
  tell(verifier.finish().findings);
  if (capped.length > mostCapped) wrong.push(`a cap of ${mostCapped} was used ${capped.length} times`);
  wrong.push(...capped.filter((by) => !entries.has(`${by}/0`)).map((by) => `${by} used a cap and has no entry`));
  const heads = new Map((await store.heads()).map(({ shard, n, hash }) => [`${shard}:${n}`, hash]));
  const ends = [...new Map([...entries.values()].map((entry) => [entry.header.shard, entry])).values()];
  for (const { header, hash } of ends)
    if (heads.get(`${header.shard}:${header.n}`) !== hash) wrong.push(`shard ${header.shard} says another head`);
  const counted = Number((await store.row({ table: 'count', key: 'all' })).value ?? 0);
  await store.close();
  return {
    entries: entries.size,
    wrong: [...wrong, ...findLost(entries, acknowledged), ...findHalves(entries, tasks, counted), ...findDamage(place)],
  };
}

function findLost(entries: ReadonlyMap<string, Entry>, acknowledged: readonly Acknowledged[]): readonly string[] {
  return acknowledged.flatMap(({ key, shard, n, hash }) => {
    const entry = entries.get(key);
    if (entry === undefined) return [`${key} was acknowledged and is lost`];
    const same = entry.hash === hash && entry.header.shard === shard && entry.header.n === n;
    return same ? [] : [`${key} was acknowledged at ${shard}:${n} and stands elsewhere`];
  });
}

/** Commits of which one part is there and another is not. */
function findHalves(
  entries: ReadonlyMap<string, Entry>,
  tasks: ReadonlyMap<string, Task>,
  counted: number,
): readonly string[] {
  const wrong: string[] = [];
  const works = [...entries.keys()].filter((key) => !key.startsWith('outcome/'));
  if (works.length !== counted) wrong.push(`${works.length} entries were counted as ${counted}`);
  for (const key of works) {
    const [name, at, part] = key.split('/');
    if (!tasks.has(`task/${name}/${at}`)) wrong.push(`${key} has no task`);
    if (part === '0') continue;
    if (!entries.has(`${name}/${at}/0`)) wrong.push(`${key} stands without the rest of its batch`);
  }
  for (const { id, state } of tasks.values()) {
    if ((state === 'done') !== entries.has(`outcome/${id}`))
      wrong.push(`${id} is ${state}, its outcome says otherwise`);
    if (!entries.has(`${id.slice(5)}/0`)) wrong.push(`${id} has no entry`);
  }
  return wrong;
}

function findDamage(file: string): readonly string[] {
  if (isPostgresUrl(file)) return [];
  const db = new DatabaseSync(file);
  const found = db.prepare('pragma integrity_check').all() as { integrity_check: string }[];
  db.close();
  return found.map((row) => row.integrity_check).filter((each) => each !== 'ok');
}
