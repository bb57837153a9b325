import type { Attached } from '../change/change.ts';
import type { Instant } from '../leaf/instant.ts';

/** An attachment in its place: the groups before it (`null` when nobody tells) and after it, by id or name. */
export interface Attachment {
  readonly id: string;
  readonly change: Attached;
  readonly before: readonly string[] | null;
  readonly after: readonly string[];
}

/**
 * Folds what was put on and taken off one interface. A call that makes the interface finds no groups on it; a live look at
 * it (`looks`, oldest first) tells what was on it until the next change.
 */
export function readAttachments(
  changes: readonly { readonly id: string; readonly change: Attached }[],
  looks: readonly { readonly at: Instant; readonly groups: readonly string[] }[] = [],
): readonly Attachment[] {
  const sorted = [...changes].sort((a, b) => a.change.record.at - b.change.record.at || (a.id < b.id ? -1 : 1));
  let held: readonly string[] | null = null;
  let next = 0;
  return sorted.map(({ id, change }) => {
    for (; next < looks.length && change.record.at > looks[next]!.at; next++) held = looks[next]!.groups;
    const before = makesIt(change) ? [] : held;
    const after = applied(before, change);
    if (change.record.result === 'applied' && !change.latent) held = change.complete || before !== null ? after : null;
    return { id, change, before, after };
  });
}

function makesIt(change: Attached): boolean {
  return /^(Create|Run|Restore|Start|Import)/.test(change.record.call);
}

function applied(before: readonly string[] | null, change: Attached): readonly string[] {
  const named = change.groups.map((group) => group.id ?? group.name!);
  if (change.complete) return named.length > 0 ? named : [defaultGroup(change)];
  if (change.kind === 'detached') return (before ?? []).filter((group) => !named.includes(group));
  return [...new Set([...(before ?? []), ...named])];
}

/** No group named means the VPC's default group, which is known by its place until a snapshot tells its id. */
function defaultGroup({ on, record }: Attached): string {
  return `${record.account}/${record.region}/${on.vpc ?? '-'}/default`;
}
