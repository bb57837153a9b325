import type { Spill } from '../contracts/spill.ts';
import type { Interface, Perimeter } from '../core/group/group.ts';
import type { Instant } from '../core/leaf/instant.ts';
import { type Opening, openingsOf } from '../core/ledger/openings.ts';
import { reachOfRules } from '../core/ledger/rule-reach.ts';
import type { StandingRule } from '../core/ledger/standing.ts';
import { type Moment, momentsOf } from '../core/ledger/timeline.ts';
import type { Trace } from '../core/ledger/trace.ts';
import { meets, unionOf } from '../core/reach/algebra.ts';
import { isUnbounded } from '../core/reach/bounds.ts';
import { exposureRank } from '../core/reach/exposure.ts';
import { touches } from '../core/reach/places.ts';
import type { Reach } from '../core/reach/reach.ts';
import { type PlacedGroup, placeGroup } from './find-group.ts';
import { indexGroups } from './group-index.ts';
import { type History, historyOf, tracesOf } from './history.ts';
import { readListBook } from './load.ts';
import { type Looks, noLooks } from './looks.ts';

/** What is asked: who reaches what, and when. */
export interface Exposing {
  readonly snapshot: Perimeter | null;
  /** Live looks beside the snapshot. */
  readonly looks?: Looks;
  readonly box: Reach;
  readonly at: Instant;
  readonly wants: (group: PlacedGroup) => boolean;
}

/** A part of what stands open, with the rules that carry it. */
export interface Exposure extends Opening {
  readonly carriers: readonly StandingRule[];
}

/** A group that stands open to the place asked for. */
export interface ExposedGroup {
  readonly group: PlacedGroup;
  readonly moment: Moment;
  readonly history: History;
  /** Worst first. */
  readonly open: readonly Exposure[];
  /** Rules by which it may be open: it is not known whether they stand, or what is in the prefix list they name. */
  readonly perhaps: readonly StandingRule[];
  /** What it is on, as far as a snapshot shows it. */
  readonly interfaces: readonly Interface[];
  readonly rank: number;
}

/** Everything that stands open, worst first, and how many groups have rules that nobody told. */
export interface Exposed {
  readonly groups: readonly ExposedGroup[];
  readonly asked: number;
  readonly notKnown: number;
}

/** Finds what stands open to a place at a time, whoever opened it and however long ago. */
export function findExposed(spill: Spill, { snapshot, looks = noLooks, box, at, wants }: Exposing): Exposed {
  const lists = readListBook(spill, snapshot, looks);
  const found: ExposedGroup[] = [];
  let [asked, notKnown] = [0, 0];
  for (const known of indexGroups(spill, snapshot, looks)) {
    const group = placeGroup(spill, snapshot, known, looks);
    if (!wants(group)) continue;
    const history = historyOf(spill, snapshot, group, lists, looks);
    const traces = tracesOf(history);
    const upTo = traces.filter((each) => each.at <= at);
    const last = upTo.at(-1)?.after ?? traces[0]?.before;
    if (last === undefined || hasEnded(upTo)) continue;
    asked++;
    if (isUnbounded(last)) notKnown++;
    const moment = momentsOf(history.evidence, lists, [{ kind: 'at', at }])[0]!;
    const reachOf = (rule: StandingRule) => reachOfRules([rule], lists, moment.lists);
    const openings =
      upTo.length > 0
        ? openingsOf(upTo, box)
        : openingsOf(traces.slice(0, 1), box).filter((each) => each.since === null);
    const open = openings
      .map((each) => ({ ...each, carriers: moment.rules.filter((rule) => meets(reachOf(rule), each.reach)) }))
      .sort((a, b) => exposureRank(b.reach) - exposureRank(a.reach));
    const perhaps = moment.rules.filter((rule) => mayOpen(rule.sure, touches(reachOf(rule), box)));
    const interfaces = snapshot?.interfaces.filter((each) => each.groups.includes(group.key)) ?? [];
    const rank = exposureRank(unionOf(open.map((each) => each.reach)));
    if (open.length > 0 || perhaps.length > 0) {
      found.push({
        group: { ...group, name: moment.name ?? group.name },
        moment,
        history,
        open,
        perhaps,
        interfaces,
        rank,
      });
    }
  }
  return { groups: found.sort((a, b) => b.rank - a.rank || (a.group.key < b.group.key ? -1 : 1)), asked, notKnown };
}

function mayOpen(sure: boolean, touch: ReturnType<typeof touches>): boolean {
  return touch === 'maybe' || (!sure && touch === 'yes');
}

function hasEnded(traces: readonly Trace[]): boolean {
  const life = traces.findLast(
    ({ change }) => change?.record.result === 'applied' && /^group-(created|deleted)$/.test(change.kind),
  );
  return life?.change?.kind === 'group-deleted';
}
