import { tupleText } from '../../../core/plan/act/tuple-text.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { Violation } from '../../../core/plan/incident/episodes.ts';
import { type Followed, type Following, followIncidents } from '../../../core/plan/incident/follow-incidents.ts';
import type { JudgedSubject } from '../memory/judge-subject.ts';
import type { SubjectMemory } from '../memory/load-subject.ts';
import { isInForce } from '../perform/granted.ts';

/** With what violations and incidents of one group are brought up to date. */
export type GroupFollowing = Pick<Following, 'now' | 'policy' | 'episodes' | 'decisions' | 'instead' | 'confirmed'> &
  Partial<Pick<Following, 'lists'>>;

/** Brings violations and incidents of a group up to date with how it is judged, and the grants in force. */
export function followGroup(
  { grants, site, subject: group }: Pick<SubjectMemory, 'grants' | 'site' | 'subject'>,
  judged: JudgedSubject,
  following: GroupFollowing,
): Followed {
  const { decisions, episodes, now } = following;
  const inForce = grants.filter((each) => each.group === group && isInForce(each, now));
  const isAsked = episodes.violations.some(({ state }) => asked.includes(state)) || decisions.some(isBreach);
  return followIncidents({
    lists: judged.lists,
    ...following,
    ...{ site, group, seen: judged.now, standing: isAsked ? judged.standing : null },
    granted: (tuple) => inForce.some(({ rules }) => rules.some((rule) => tupleText(rule) === tuple)),
  });
}

/** Only of these the policy is asked how the group stands: to judge that costs more than all the rest. */
const asked: readonly Violation['state'][] = ['open', 'closing', 'accepted'];

function isBreach({ verdict }: Decision): boolean {
  return verdict?.ruling === 'breach';
}
