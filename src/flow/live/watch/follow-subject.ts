import type { Decision } from '../../../core/plan/decision.ts';
import type { Followed } from '../../../core/plan/incident/follow-incidents.ts';
import type { LiveParts } from '../live-parts.ts';
import { episodesOf, type KnownEpisodes } from './episodes-of.ts';
import { followGroup } from './follow-group.ts';
import type { Known } from './known.ts';

/** What became of a subject's violations and incidents, and what they were. */
export interface FollowedSubject {
  readonly followed: Followed;
  readonly episodes: KnownEpisodes;
}

/**
 * Brings a group's violations and incidents up to date with decisions, of which those of `revised` were made before; lists
 * and things have none of their own.
 */
export async function followSubject(
  { store }: Pick<LiveParts, 'store'>,
  known: Known,
  decisions: readonly Decision[],
  revised: readonly string[],
): Promise<FollowedSubject | null> {
  const { site, subject, memory, judged, judging, now, explained, changes } = known;
  if (changes.some(({ change }) => change.on.kind !== 'group')) return null;
  const { instead } = explained;
  const episodes = await episodesOf(store, site, subject, [...[...instead.values()].flat(), ...revised]);
  const following = { now, policy: judging.policy, episodes, decisions, instead, confirmed: false };
  return { followed: followGroup(memory, judged, following), episodes };
}
