import type { Spill } from '../contracts/spill.ts';
import type { Perimeter } from '../core/group/group.ts';
import { type Moment, momentsOf } from '../core/ledger/timeline.ts';
import type { Decision } from '../core/plan/decision.ts';
import { indexGroups } from './group-index.ts';
import { type History, historyOf } from './history.ts';
import { readListBook } from './load.ts';
import { type Looks, noLooks } from './looks.ts';

/** A decision with the group as it stood before and after it, where it is about one group. */
export interface Explained {
  readonly decision: Decision;
  readonly before: Moment | null;
  readonly after: Moment | null;
  readonly history: History | null;
}

/** The decisions that an id may mean: the beginning of a change id (with or without `chg_`), or a whole CloudTrail event id. */
export function findDecisions(spill: Spill, asked: string): readonly Decision[] {
  const read = (found: Iterable<{ readonly text: string }>) =>
    [...found].map(({ text }) => JSON.parse(text) as Decision);
  const lower = asked.toLowerCase();
  const named = /^(chg|std)_/.test(lower) ? spill.decisionsNamed(lower) : [];
  if (named.length > 0) return read(named);
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(lower)) return read(byRecord(spill, lower));
  return /^[a-z2-7]{3,26}$/.test(lower) ? read(spill.decisionsNamed(`chg_${lower}`)) : [];
}

function* byRecord(spill: Spill, eventId: string) {
  for (const each of spill.decisions('time')) if (each.text.includes(`"${eventId}"`)) yield each;
}

/** Gathers what is to be told of a decision. */
export function explainDecision(
  spill: Spill,
  snapshot: Perimeter | null,
  decision: Decision,
  looks: Looks = noLooks,
): Explained {
  const ids = decision.changes ?? [decision.id];
  const about = { decision, before: null, after: null, history: null };
  if (decision.on.kind !== 'group') return about;
  for (const group of indexGroups(spill, snapshot, looks)) {
    if (decision.on.id !== null && decision.on.id !== group.key && group.key.startsWith('sg-')) continue;
    const history = historyOf(spill, snapshot, group, readListBook(spill, snapshot, looks), looks);
    if (!history.evidence.some((each) => each.kind === 'change' && each.id === ids[0])) continue;
    const cuts = [{ kind: 'before', id: ids[0]! } as const, { kind: 'after', id: ids.at(-1)! } as const];
    const [before, after] = momentsOf(history.evidence, history.lists, cuts);
    return { decision, before: before ?? null, after: after ?? null, history };
  }
  return about;
}

/** The shortest beginning of an id, of 8 letters or more, that names nothing else in the spill. */
export function shortestId(spill: Spill, id: string): string {
  for (let length = 8; length < id.length; length++) {
    if (spill.decisionsNamed(id.slice(0, length)).length <= 1) return id.slice(0, length);
  }
  return id;
}
