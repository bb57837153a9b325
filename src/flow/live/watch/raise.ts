import type { LiveParts } from '../live-parts.ts';
import { workOn } from '../sweep/work-on.ts';
import { episodesOf } from './episodes-of.ts';
import type { FollowedResponse } from './follow-response.ts';
import { type Responding, respondTo } from './respond-to.ts';
import { isRaised, type Revision } from './revise.ts';

/**
 * What later evidence shows to have been a breach all along is acted upon as far as it still stands, and as nothing is done
 * about the same rules already: one that was hidden has a decision of its own as soon as nothing hides it. By decision.
 */
export async function raisedBy(
  parts: LiveParts,
  known: Responding,
  revised: readonly Revision[],
): Promise<ReadonlyMap<string, FollowedResponse>> {
  const raised = new Map<string, FollowedResponse>();
  const all = [...known.memory.evidence, ...known.told];
  const raising = revised.filter(isRaised);
  if (raising.length === 0) return raised;
  const episodes = await episodesOf(parts.store, known.site, known.subject);
  const { acted } = await workOn(parts.store, episodes, known.judging.policy);
  for (const each of raising) {
    const { id } = each.decision;
    const found = all.findLast((one) => one.kind === 'change' && one.id === id);
    if (found?.kind !== 'change') continue;
    const decision = { ...each.decision, late: true };
    const isAsked = each.was.ruling === 'breach';
    raised.set(id, await respondTo(parts, { id, change: found.change, decision }, known, { isAsked, acted }));
  }
  return raised;
}
