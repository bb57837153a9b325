import type { Change } from '../change/change.ts';
import { isEmpty } from '../reach/algebra.ts';
import { type Effect, noEffect } from '../reach/bounds.ts';
import { type Setting, sayEffect, sayGained, sayShort } from '../reach/explain.ts';
import type { Reach } from '../reach/reach.ts';

/** What a sentence about one change, or several together, is made of. */
export interface Act {
  readonly changes: readonly Change[];
  readonly effect: Effect;
  readonly passing: Reach | null;
  readonly setting: Setting;
  /** Groups beside the one the effect is of (an edit of a prefix list touches many). */
  readonly others?: number;
  /** What is not known and might matter. */
  readonly doubt?: string;
}

/** What was done, in one sentence for people: the effect first, the act where there is no effect. */
export function sayAct(act: Act): string {
  return act.doubt === undefined ? sayCertain(act) : `${sayCertain(act)} (${act.doubt})`;
}

function sayCertain(act: Act): string {
  const [change] = act.changes as [Change];
  const { record } = change;
  if (record.result === 'dry-run') return `dry run, nothing changed: ${describeAct(change)}`;
  if (record.result === 'failed') return `refused (${record.error!.code}), nothing changed: ${describeAct(change)}`;
  const parts: string[] = [];
  if (!isQuiet(act.effect)) parts.push(sayEffect(act.effect, act.setting));
  if (act.passing !== null) parts.push(`for a while ${sayGained(act.passing, act.setting)}, closed again`);
  const { others = 0 } = act;
  if (others > 0) parts.push(`and ${others} more group${others > 1 ? 's' : ''} by the same list`);
  if (parts.length > 0) return parts.join('; ');
  const rules = act.changes.some(
    (each) => each.kind === 'rules-added' || each.kind === 'rules-removed' || each.kind === 'rules-modified',
  );
  return rules ? `${sayEffect(noEffect, act.setting)} (${describeAll(act.changes)})` : describeAll(act.changes);
}

/** The same for a line of a table. */
export function shortAct(act: Act): string {
  const [change] = act.changes as [Change];
  if (change.record.result !== 'applied')
    return `${change.record.result === 'dry-run' ? 'dry run' : 'refused'}: ${describeAct(change)}`;
  if (!isQuiet(act.effect)) return sayShort(act.effect, act.setting);
  if (act.passing !== null)
    return `${sayShort({ ...noEffect, gained: { atLeast: act.passing, atMost: act.passing } })}, closed again`;
  return describeAll(act.changes);
}

function isQuiet({ gained, lost }: Effect): boolean {
  return isEmpty(gained.atMost) && isEmpty(lost.atMost) && !lost.unknown;
}

function describeAll(changes: readonly Change[]): string {
  const kinds = Map.groupBy(changes, (change) => change.kind);
  return [...kinds]
    .map(([, same]) =>
      same.length === 1 ? describeAct(same[0]!) : `${describeAct(same[0]!)} and ${same.length - 1} more like it`,
    )
    .join(', ');
}

function describeAct(change: Change): string {
  switch (change.kind) {
    case 'rules-added':
      return count(change.rules.length, 'rule', 'to add');
    case 'rules-removed':
      return count(change.rules.length, 'rule', 'to remove');
    case 'rules-modified':
      return count(change.rules.length, 'rule', 'to rewrite');
    case 'described':
      return count(change.rules.length, 'rule description', 'changed');
    case 'group-created':
      return change.origin === 'implied' ? 'default group made with its VPC' : 'group created';
    case 'group-deleted':
      return change.origin === 'implied' ? 'default group removed with its VPC' : 'group deleted';
    case 'tags-changed': {
      const set = Object.entries(change.set).map(([key, value]) => `${key}=${value}`);
      return (
        [
          set.length > 0 ? `tags set: ${set.join(', ')}` : '',
          change.removed.length > 0 ? `tags removed: ${change.removed.join(', ')}` : '',
        ]
          .filter(Boolean)
          .join('; ') || 'tags'
      );
    }
    case 'list-edited':
      return change.entries === 'unknown'
        ? `prefix list ${change.act}, entries unknown`
        : `prefix list ${change.act}: ${change.added.length} in, ${change.removed.length} out`;
    case 'attached':
      return `${change.latent ? 'groups for later launches' : 'groups put on'}: ${change.groups.map((group) => group.id ?? group.name).join(', ') || 'the default group'}`;
    case 'detached':
      return `groups taken off: ${change.groups.map((group) => group.id ?? group.name).join(', ')}`;
    case 'associated':
      return `usable with ${change.other ?? 'another VPC'}`;
    case 'dissociated':
      return `no longer usable with ${change.other ?? 'the other VPC'}`;
  }
}

function count(n: number, noun: string, verb: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'} ${verb}`;
}
