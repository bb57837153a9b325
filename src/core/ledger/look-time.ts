import type { Change } from '../change/change.ts';
import type { Instant } from '../leaf/instant.ts';
import type { Evidence } from './evidence.ts';

/** Milliseconds by which a look may say less of its time than records do: it lasts a while, and clocks differ. */
export const lookSpread = 120_000;

/** Milliseconds by which a read of EC2 may lag behind: what is younger it need not show. */
export const readLag = 30_000;

/**
 * Where looks belong among records: a look that shows a rule which a record made a little later was taken after it, and
 * so was one that does not show a rule which a record took away a little later. Rule ids are never given again, so they
 * prove it. What stands in for a missing record comes after that record, once it is there.
 */
export function lookTimes(evidence: readonly Evidence[]): (each: Evidence) => Instant {
  const isLook = (each: Evidence) => each.kind === 'observed' || each.change.origin === 'observed';
  if (!evidence.some(isLook)) return ({ at }) => at;
  const made = new Map<string, Instant>();
  const went = new Map<string, Instant>();
  for (const each of evidence) {
    if (each.kind !== 'change' || each.change.origin === 'observed') continue;
    for (const id of idsOf(each.change, 'rules-added')) made.set(id, each.at);
    for (const id of idsOf(each.change, 'rules-removed')) went.set(id, each.at);
  }
  const stood = new Map(made);
  for (const each of evidence) {
    if (each.kind === 'change') continue;
    for (const { id } of each.group?.rules ?? [])
      if (id !== null) stood.set(id, Math.min(each.at, stood.get(id) ?? each.at));
  }
  const near = (at: Instant, from: Instant) => at > from && at <= from + lookSpread;
  return (each) => {
    if (each.kind === 'change') {
      if (each.change.origin !== 'observed') return each.at;
      const times = [...idsOf(each.change, 'rules-added').map((id) => made.get(id) ?? 0)];
      times.push(...idsOf(each.change, 'rules-removed').map((id) => went.get(id) ?? 0));
      const last = Math.max(0, ...times);
      // Its own millisecond: within one second the order of calls would be open.
      return last >= each.at && last <= each.at + lookSpread ? last + 1 : each.at;
    }
    const { at, group } = each;
    const rules = group?.rules ?? [];
    if (rules.some(({ id }) => id === null)) return at;
    const shown = new Set(rules.map(({ id }) => id!));
    let time = at;
    for (const id of shown) if (near(made.get(id) ?? 0, at)) time = Math.max(time, made.get(id)!);
    for (const [id, end] of went)
      if (near(end, at) && !shown.has(id) && (stood.get(id) ?? at) < at - readLag) time = Math.max(time, end);
    return time;
  };
}

function idsOf(change: Change, kind: 'rules-added' | 'rules-removed'): readonly string[] {
  if (change.kind !== kind || change.record.result !== 'applied') return [];
  return change.rules.flatMap(({ id }) => id ?? []);
}
