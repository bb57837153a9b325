import type { Fenced, Store, Task } from '../../src/contracts/store.ts';
import type { Instant } from '../../src/core/leaf/instant.ts';
import type { EntryBody } from '../../src/core/ledger/entry-body.ts';
import { taskKinds } from '../../src/flow/live/task-kinds.ts';
import { bodyOf } from './judge/ledger-view.ts';
import { liveSettings } from './live-settings.ts';
import type { Commit } from './trial.ts';

/** What tells whether anything can still happen in a history. */
export interface Stirring {
  readonly raw: Store;
  readonly commits: readonly Commit[];
  /** Nothing is at rest before then: by then nothing goes wrong any more. */
  readonly notBefore: Instant;
  /** What is due only after the end never comes. */
  readonly end: Instant;
  /** When anybody but a worker last did anything, or a record was last taken, or anything went wrong. */
  readonly lastOutside: () => Instant;
  /** Whether a record is still on its way, or with somebody. */
  readonly hasMail: () => boolean;
  /** How wrong a clock may be. */
  readonly skewMost: number;
}

const periodic: ReadonlySet<string> = new Set(['sweep', 'seal', 'retain']);
const bookkeeping: ReadonlySet<string> = new Set(['swept', 'sealed', 'steady']);
/** At the end of a permission the policy objects again, though nothing has changed: a sweep has yet to see that. */
const isEnd = ({ task }: Fenced): boolean => task.startsWith('expire/');

/**
 * Says whether a history is over before its time. It is once whole sweeps change nothing: one that began later than
 * anything from outside by all that a look waits for, and later than the end of any permission and the last commit of
 * anything but sweeps and seals; no record is on its way, and no task is open that falls due. All who could still do
 * something then have looked and found nothing, and will find the same ever after. To be asked while nobody is at
 * anything.
 */
export function restOf({
  raw,
  commits,
  notBefore,
  end,
  lastOutside,
  hasMail,
  skewMost,
}: Stirring): () => Promise<boolean> {
  let [read, told, swept] = [0, 0, 0];
  let waitsFor: string | null = null;
  return async () => {
    for (; read < commits.length; read += 1) {
      const commit = commits[read]!;
      if (tellsAnything(commit)) told = commit.at;
      for (const { table, value } of commit.effects.rows ?? [])
        if (table === 'swept' && value !== null) swept = (JSON.parse(value) as { readonly started: Instant }).started;
    }
    const from = swept - skewMost;
    if (from <= told || from <= Math.max(notBefore, lastOutside() + liveSettings.settle + liveSettings.grace))
      return false;
    if (hasMail() || (waitsFor !== null && (await raw.task(waitsFor))?.state === 'open')) return false;
    waitsFor = null;
    for await (const kept of raw.backup())
      if (kept.kind === 'task' && kept.task.state === 'open' && isOurs(kept.task) && kept.task.due <= end + skewMost)
        waitsFor ??= kept.task.id;
    return waitsFor === null;
  };
}

function isOurs({ kind }: Task): boolean {
  return (taskKinds as readonly string[]).includes(kind);
}

function tellsAnything({ entries, effects }: Commit): boolean {
  return (
    entries.some((entry) => !isRegister(bodyOf(entry))) ||
    (effects.rows ?? []).some(({ table }) => !bookkeeping.has(table)) ||
    (effects.tasks ?? []).some(({ kind }) => !periodic.has(kind)) ||
    (effects.finished ?? []).some(isEnd)
  );
}

/** A seal, or that a site was read: what is written down although nothing happened. */
function isRegister(body: EntryBody): boolean {
  return body.kind === 'sealed' || (body.kind === 'observed' && body.by === 'site');
}
