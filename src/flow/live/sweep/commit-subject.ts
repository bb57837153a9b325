import type { Effects, Fenced, RowWrite } from '../../../contracts/store.ts';
import type { EntryDraft } from '../../../core/ledger/entry.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { LiveParts } from '../live-parts.ts';
import { type Loading, loadWith, type SubjectMemory } from '../memory/load-subject.ts';
import type { Reading } from '../memory/read-together.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import { type ReadAhead, readAhead } from '../watch/read-ahead.ts';

/** What is written about a subject in one commit. */
export interface SubjectCommit {
  readonly entries: readonly EntryDraft[];
  readonly effects: Effects;
}

/** `nothing`: there was nothing to write. `over`: the task is somebody else's now. */
export type SubjectCommitted =
  | { readonly kind: 'committed' | 'nothing' | 'over' }
  | { readonly kind: 'later'; readonly why: string };

const tries = 8;

/**
 * Loads what is known of a subject, has it weighed, and writes what follows if nothing else was written about it
 * meanwhile; else all of it again. Who weighs it is given the parts with the store as it was read. A commit whose answer was lost meets itself by its keys or its rows.
 */
export async function commitSubject(
  parts: LiveParts,
  about: {
    readonly site: Site;
    readonly subject: string;
    readonly held: Fenced;
    /** Evidence that is about to be stored: what it names is loaded as well. */
    readonly more?: readonly SubjectEvidence[];
    readonly needs?: NonNullable<Loading['needs']>;
    /** Asks for what else weighing it will ask for than `readAhead` does. */
    readonly ahead?: (reading: Reading, memory: SubjectMemory, read: ReadAhead) => void;
  },
  weigh: (memory: SubjectMemory, asRead: LiveParts) => Promise<SubjectCommit | null>,
): Promise<SubjectCommitted> {
  let why = 'others kept writing about the same group';
  for (let attempt = 0; attempt < tries; attempt++) {
    const { site, subject, more = [], needs, ahead = () => {} } = about;
    const loading = { more, memo: parts.memo, ...(needs === undefined ? {} : { needs }) };
    const now = parts.clock.now();
    const loaded = await loadWith(parts.store, site, subject, loading, (reading, memory) =>
      ahead(reading, memory, readAhead(reading, memory, now)),
    );
    if ('kind' in loaded) {
      why = loaded.why;
      continue;
    }
    const { memory, store } = loaded;
    const commit = await weigh(memory, { ...parts, store });
    if (commit === null) return { kind: 'nothing' };
    const ends = [...(commit.effects.finished ?? []), ...(commit.effects.failed ?? [])];
    const effects = {
      ...commit.effects,
      rows: onceEach(commit.effects.rows ?? []),
      held: ends.length === 0 ? [about.held] : [],
    };
    const done = await parts.store.append(memory.shard, memory.head, commit.entries, effects);
    if (done.kind === 'committed') return { kind: 'committed' };
    if (done.kind === 'fenced') return { kind: 'over' };
    why = done.kind === 'unavailable' ? done.why : why;
    if (done.kind === 'lost' || done.kind === 'stale')
      await parts.clock.sleep(Math.ceil(parts.chance.next() * 50 * (attempt + 1)));
  }
  return { kind: 'later', why };
}

/** Evidence of one commit may be found by the same rows. */
function onceEach(rows: readonly RowWrite[]): readonly RowWrite[] {
  return [...new Map(rows.map((row) => [`${row.table} ${row.key}`, row])).values()];
}
