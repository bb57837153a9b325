import type { Spill } from '../contracts/spill.ts';
import type { Perimeter } from '../core/group/group.ts';
import { writeInstant } from '../core/leaf/instant.ts';
import { blameOf } from '../core/ledger/blame.ts';
import { momentsOf } from '../core/ledger/timeline.ts';
import { carriedBy } from '../core/plan/backlog/carried-by.ts';
import type { Owed } from '../core/plan/backlog/make-backlog.ts';
import { nameRule } from '../core/plan/name-rule.ts';
import type { StandingDecision } from '../core/plan/standing-decision.ts';
import type { Actor } from '../core/trail/actor.ts';
import { indexGroups } from './group-index.ts';
import { historyOf } from './history.ts';
import { readListBook } from './load.ts';

/** What the entries of a backlog rest on: a snapshot, the archive of before where there is one, and how an actor is named. */
export interface Owing {
  readonly snapshot: Perimeter;
  readonly spill: Spill;
  readonly sayWho: (actor: Actor) => string;
}

/** Adds to what stands what each rule permits, and since when and by whom it stands as far as the records tell. */
export function owe(decisions: readonly StandingDecision[], { snapshot, spill, sayWho }: Owing): readonly Owed[] {
  const lists = readListBook(spill, snapshot);
  const known = new Map(indexGroups(spill, snapshot).map((group) => [group.key, group]));
  const groups = new Map(snapshot.groups.map((group) => [group.id, group]));
  const entries = new Map(snapshot.lists.map((list) => [list.id, list.entries]));
  return decisions.map((decision): Owed => {
    const group = groups.get(decision.on.id ?? '');
    const carried = carriedBy(group?.rules ?? [], { lists: (id) => entries.get(id) ?? null });
    const traced = known.get(decision.on.id ?? '');
    if (decision.verdict.checks.length === 0 || traced === undefined) return { decision, carried, since: () => nobody };
    const { evidence } = historyOf(spill, snapshot, traced, lists);
    const [moment] = momentsOf(evidence, lists, [{ kind: 'end' }]);
    const told = new Map(
      (moment === undefined || moment === null ? [] : blameOf(moment, lists)).flatMap(({ rule, since, edit }) => {
        // A rule that names a prefix list opens what it does since the list was last edited.
        const record = latest(since?.record, edit?.change.record);
        if (record === undefined) return [];
        const about = { since: writeInstant(record.at), by: sayWho(record.actor) };
        return [nameRule(rule), nameRule({ ...rule, id: null })].map((name) => [name, about] as const);
      }),
    );
    return { decision, carried, since: (name) => told.get(name) ?? told.get(carried(name).rule) ?? nobody };
  });
}

function latest<T extends { readonly at: number }>(a: T | undefined, b: T | undefined): T | undefined {
  return a === undefined || (b !== undefined && b.at > a.at) ? b : a;
}

const nobody = { since: null, by: null };
