import type { Spill } from '../contracts/spill.ts';
import type { Attached, Change } from '../core/change/change.ts';
import type { Perimeter } from '../core/group/group.ts';
import type { Instant } from '../core/leaf/instant.ts';
import { type Attachment, readAttachments } from '../core/ledger/attachments.ts';
import { changeOf } from './load.ts';

/** What a snapshot saw on each interface. */
export type Looks = ReadonlyMap<string, { readonly at: Instant; readonly groups: readonly string[] }>;

/** The looks of a snapshot, by interface. */
export function looksOf(snapshot: Perimeter | null): Looks {
  return new Map(snapshot?.interfaces.map(({ id, groups }) => [id, { at: snapshot.takenAt, groups }]));
}

/** What was put on and taken off one thing, in order of time, and what else was done to it. */
export function attachmentsOf(
  spill: Spill,
  subject: string,
  looks: Looks,
): { readonly attached: readonly Attachment[]; readonly other: readonly { id: string; change: Change }[] } {
  const changes = spill.changesOf(subject).map((each) => ({ id: each.id, change: changeOf(each) }));
  const isAttached = (each: (typeof changes)[number]) =>
    each.change.kind === 'attached' || each.change.kind === 'detached';
  const attached = readAttachments(
    changes.filter(isAttached).map((each) => ({ id: each.id, change: each.change as Attached })),
    looks.get(changes[0]?.change.on.id ?? '') ?? null,
  );
  return { attached, other: changes.filter((each) => !isAttached(each)) };
}
