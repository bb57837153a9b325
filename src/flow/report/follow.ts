import { readInstant, writeInstant } from '../../core/leaf/instant.ts';
import type { Trace } from '../../core/ledger/trace.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { covers, isEmpty, meets } from '../../core/reach/algebra.ts';
import type { Reach } from '../../core/reach/reach.ts';
import type { ObjectedReach } from './objected-reach.ts';
import type { Fate } from './report.ts';

/** Follows what was objected to in one group until it is closed, or brought back; `asOf` = the end of what is known. */
export function followInGroup(
  decision: Decision,
  { opened, lost }: ObjectedReach,
  traces: readonly Trace[],
  asOf: number,
): Fate {
  if (isEmpty(opened) && isEmpty(lost)) return { kind: 'unmoved' };
  const ids = new Set(decision.changes ?? [decision.id]);
  const start = traces.findLastIndex((each) => ids.has(each.id));
  if (start < 0) return { kind: 'not-known' };
  const since = readInstant(decision.at)!;
  const later = traces.slice(start);
  const end = later.find(({ after }) => !meets(after.certain, opened) && covers(after.possible, lost));
  if (end === undefined) return { kind: 'stands', seconds: (asOf - since) / 1000, sure: true };
  const last = later.at(-1)!;
  if (meets(last.after.possible, opened) && end.id === later[0]!.id)
    return { kind: 'stands', seconds: (asOf - since) / 1000, sure: false };
  const actor = end.change?.record.actor;
  const by = actor === undefined ? null : (actor.person ?? actor.session ?? actor.principal ?? actor.type);
  return { kind: 'ended', at: writeInstant(end.at), seconds: Math.max(0, end.at - since) / 1000, by };
}

/** Whether what was opened on an interface stands there at the end; `groups` = what its groups permit then. */
export function followOnInterface(
  decision: Decision,
  { opened }: ObjectedReach,
  groups: Reach | null,
  asOf: number,
): Fate {
  if (isEmpty(opened)) return { kind: 'unmoved' };
  if (groups === null) return { kind: 'not-known' };
  if (!meets(groups, opened)) return { kind: 'ended', at: null, seconds: null, by: null };
  return { kind: 'stands', seconds: (asOf - readInstant(decision.at)!) / 1000, sure: true };
}

const order: readonly Fate['kind'][] = ['attempt', 'unmoved', 'ended', 'not-known', 'stands'];

/** The worst of the fates of one decision's effects: what stands longest, else what took longest to end. */
export function worstFate(fates: readonly Fate[]): Fate {
  const seconds = (fate: Fate) => ('seconds' in fate ? (fate.seconds ?? 0) : 0);
  const sorted = fates.toSorted((a, b) => order.indexOf(b.kind) - order.indexOf(a.kind) || seconds(b) - seconds(a));
  return sorted[0] ?? { kind: 'unmoved' };
}
