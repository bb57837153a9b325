import type { Spill } from '../contracts/spill.ts';
import type { Attached, Change } from '../core/change/change.ts';
import type { Interface, Perimeter } from '../core/group/group.ts';
import { type Attachment, readAttachments } from '../core/ledger/attachments.ts';
import { changeOf } from './load.ts';
import { type Look, type Looks, looksAt } from './looks.ts';

/** What live looks saw of each interface, oldest first. */
export type InterfaceLooks = ReadonlyMap<string, readonly Look<Interface>[]>;

/** The looks at interfaces of a snapshot, and others beside it. */
export function interfaceLooks(snapshot: Perimeter | null, { interfaces }: Looks): InterfaceLooks {
  return looksAt(snapshot?.interfaces, snapshot?.takenAt, interfaces);
}

/** What was put on and taken off one thing, in order of time, and what else was done to it. */
export function attachmentsOf(
  spill: Spill,
  subject: string,
  looks: InterfaceLooks,
): { readonly attached: readonly Attachment[]; readonly other: readonly { id: string; change: Change }[] } {
  const changes = spill.changesOf(subject).map((each) => ({ id: each.id, change: changeOf(each) }));
  const isAttached = (each: (typeof changes)[number]) =>
    each.change.kind === 'attached' || each.change.kind === 'detached';
  const attached = readAttachments(
    changes.filter(isAttached).map((each) => ({ id: each.id, change: each.change as Attached })),
    (looks.get(changes[0]?.change.on.id ?? '') ?? []).map(({ at, found }) => ({ at, groups: found?.groups ?? [] })),
  );
  return { attached, other: changes.filter((each) => !isAttached(each)) };
}
