import { tupleText } from '../../../core/plan/act/tuple-text.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { Violation } from '../../../core/plan/incident/episodes.ts';
import { type Followed, followIncidents } from '../../../core/plan/incident/follow-incidents.ts';
import type { LiveParts } from '../live-parts.ts';
import { isInForce } from '../perform/granted.ts';
import { episodesOf, type KnownEpisodes } from './episodes-of.ts';
import type { Known } from './known.ts';

/** What became of a subject's violations and incidents, and what they were. */
export interface FollowedSubject {
  readonly followed: Followed;
  readonly episodes: KnownEpisodes;
}

/** Brings a group's violations and incidents up to date with decisions; lists and things have none of their own. */
export async function followSubject(
  { store }: Pick<LiveParts, 'store'>,
  known: Known,
  decisions: readonly Decision[],
): Promise<FollowedSubject | null> {
  const { site, subject, memory, judged, judging, now, explained, changes } = known;
  if (changes.some(({ change }) => change.on.kind !== 'group')) return null;
  const episodes = await episodesOf(store, site, subject, [...explained.instead.values()].flat());
  const grants = memory.grants.filter((each) => each.group === subject && isInForce(each, now));
  const isAsked = episodes.violations.some(({ state }) => asked.includes(state)) || decisions.some(isBreach);
  const followed = followIncidents({
    ...{ site, group: subject, now, policy: judging.policy, episodes, decisions },
    ...{ seen: judged.now, standing: isAsked ? judged.standing : null, instead: explained.instead, confirmed: false },
    granted: (tuple) => grants.some(({ rules }) => rules.some((rule) => tupleText(rule) === tuple)),
  });
  return { followed, episodes };
}

/** Only of these the policy is asked how the group stands: to judge that costs more than all the rest. */
const asked: readonly Violation['state'][] = ['open', 'closing', 'accepted'];

function isBreach({ verdict }: Decision): boolean {
  return verdict?.ruling === 'breach';
}
