import type { NewTask, RowWrite } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Happening } from '../../../core/ledger/rollup.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { Followed } from '../../../core/plan/incident/follow-incidents.ts';
import type { LiveParts } from '../live-parts.ts';
import type { JudgedSubject } from '../memory/judge-subject.ts';
import type { SubjectMemory } from '../memory/load-subject.ts';
import { episodesOf, episodeWrites, type KnownEpisodes } from '../watch/episodes-of.ts';
import { followGroup } from '../watch/follow-group.ts';
import { tallyWrite } from '../watch/tally-write.ts';
import { closedHappenings, tellIncidents } from '../watch/tell-incidents.ts';

/** What a group's violations and incidents are brought up to date with. */
export interface FollowingNow {
  readonly now: Instant;
  /** What led to it, as a name: the same leads to the same tasks. */
  readonly because: string;
  readonly decisions?: readonly Decision[];
  /** What else counts in the same commit. */
  readonly happenings?: readonly Happening[];
  /**
   * Violations that a good read before this one showed away too, by `<check>/<tuple>`: two make sure. `null`: this read
   * is the first.
   */
  readonly away?: ReadonlySet<string> | null;
  /** What prefix lists hold, where they were just read; else what is known of them. */
  readonly lists?: JudgedSubject['lists'];
  /** Its violations and incidents, where they were read already. */
  readonly episodes?: KnownEpisodes | undefined;
}

/** What follows: rows and tasks of the same commit, and the violations that wait for another good read. */
export interface FollowedNow {
  readonly followed: Followed;
  readonly rows: readonly RowWrite[];
  readonly tasks: readonly NewTask[];
  readonly closing: readonly string[];
}

/** Brings violations and incidents of a group up to date with what is judged of it now. */
export async function followNow(
  parts: LiveParts,
  memory: SubjectMemory,
  judged: JudgedSubject,
  { now, because, decisions = [], happenings = [], away = null, episodes, lists = judged.lists }: FollowingNow,
): Promise<FollowedNow> {
  const { store, settings, policy } = parts;
  const { site, subject: group } = memory;
  const known = episodes ?? (await episodesOf(store, site, group));
  const about = { now, policy: policy().policy, episodes: known, decisions, lists };
  const first = followGroup(memory, judged, { ...about, confirmed: false });
  const waiting = closingAfter(known.violations, first);
  // What seemed gone only since the first of two good reads has had but one: then both begin anew.
  const confirmed = away !== null && waiting.length > 0 && waiting.every((each) => away.has(each));
  const followed = confirmed ? followGroup(memory, judged, { ...about, confirmed }) : first;
  return {
    followed,
    rows: [
      ...episodeWrites(followed, known),
      ...(await tallyWrite(store, site, memory.shard, now, [...happenings, ...closedHappenings(followed)])),
    ],
    tasks: tellIncidents(followed, { site, group, now, because, apart: settings.apart, remind: settings.remind }),
    closing: confirmed ? [] : waiting,
  };
}

type Violations = Followed['violations'];

function closingAfter(known: Violations, { violations }: Followed): readonly string[] {
  const name = ({ check, tuple }: Violations[number]) => `${check}/${tuple}`;
  const now = new Map([...known, ...violations].map((each) => [name(each), each]));
  return [...now].filter(([, { state }]) => state === 'closing').map(([key]) => key);
}
