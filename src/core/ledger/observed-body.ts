import type { Group } from '../group/group.ts';
import type { Rule } from '../group/rule.ts';
import { type Json, writeCanonical } from '../leaf/canonical.ts';
import { digestText } from '../leaf/digest.ts';
import type { Instant } from '../leaf/instant.ts';
import type { ObservedBody } from './entry-body.ts';
import type { Evidence } from './evidence.ts';

/** A live look at a group, and how long the read took. */
export type GroupLook = Extract<Evidence, { kind: 'observed' }> & { readonly ended: Instant };

/**
 * How a look differs from the one before it: `from` is the start of that look. With it the look can be told again from
 * the ledger, and a group of a hundred rules of which one changed costs one rule.
 */
export type LookDifference =
  | { readonly first: Group }
  | { readonly gone: true }
  | {
      readonly from: Instant;
      /** Places of rules of the look before. */
      readonly removed: readonly number[];
      readonly added: readonly Rule[];
      /** All that is not a rule, where any of it changed. */
      readonly group?: Omit<Group, 'rules'>;
    };

/** What the ledger says of a look, given the looks that it holds of the same group already. */
export function observedBody(
  by: ObservedBody['by'],
  subject: string,
  look: GroupLook,
  evidence: readonly { readonly kind: string; readonly at: Instant }[],
): ObservedBody {
  const previous = (evidence as readonly Evidence[]).reduce<Extract<Evidence, { kind: 'observed' }> | null>(
    (last, each) => (each.kind === 'observed' && each.at < look.at && (last?.at ?? -1) < each.at ? each : last),
    null,
  );
  return {
    kind: 'observed',
    by,
    group: subject,
    started: look.at,
    ended: look.ended,
    digest: lookDigest(look.group),
    difference: JSON.parse(JSON.stringify(lookDifference(look.group, previous))) as Json,
  };
}

/** The digest of what a look showed. */
export function lookDigest(group: Group | null): string {
  return digestText(writeCanonical(JSON.parse(JSON.stringify(group)) as Json));
}

/** Tells a look from its difference and the look that it differs from; `undefined` where that one is missing. */
export function lookAgain(
  difference: LookDifference,
  looks: ReadonlyMap<Instant, Group | null>,
): Group | null | undefined {
  if ('gone' in difference) return null;
  if ('first' in difference) return difference.first;
  const before = looks.get(difference.from);
  if (before === undefined || before === null) return undefined;
  const { rules, ...about } = before;
  const removed = new Set(difference.removed);
  const left = rules.filter((_, place) => !removed.has(place));
  return { ...(difference.group ?? about), rules: [...left, ...difference.added] };
}

function lookDifference(
  group: Group | null,
  previous: { readonly at: Instant; readonly group: Group | null } | null,
): LookDifference {
  if (group === null) return { gone: true };
  if (previous === null || previous.group === null) return { first: group };
  const { rules, ...about } = group;
  const { rules: before, ...aboutBefore } = previous.group;
  const [had, has] = [before.map(text), rules.map(text)];
  const removed = had.flatMap((each, place) => (has.includes(each) ? [] : [place]));
  const added = rules.filter((_, place) => !had.includes(has[place]!));
  const isInOrder = [...had.filter((_, place) => !removed.includes(place)), ...added.map(text)].join() === has.join();
  if (!isInOrder) return { first: group };
  return { from: previous.at, removed, added, ...(text(about) === text(aboutBefore) ? {} : { group: about }) };
}

function text(value: object): string {
  return writeCanonical(JSON.parse(JSON.stringify(value)) as Json);
}
