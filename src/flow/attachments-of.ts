import type { Spill } from '../contracts.ts';
import type { Attached, Change } from '../core/change/change.ts';
import { type Attachment, readAttachments } from '../core/ledger/attachments.ts';
import { changeOf } from './load.ts';

/** What was put on and taken off one thing, in order of time, and what else was done to it. */
export function attachmentsOf(
  spill: Spill,
  subject: string,
): { readonly attached: readonly Attachment[]; readonly other: readonly { id: string; change: Change }[] } {
  const changes = spill.changesOf(subject).map((each) => ({ id: each.id, change: changeOf(each) }));
  const isAttached = (each: (typeof changes)[number]) =>
    each.change.kind === 'attached' || each.change.kind === 'detached';
  const attached = readAttachments(
    changes.filter(isAttached).map((each) => ({ id: each.id, change: each.change as Attached })),
  );
  return { attached, other: changes.filter((each) => !isAttached(each)) };
}
