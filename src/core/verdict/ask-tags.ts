import type { Policy, TagsQuestion } from '../policy/policy.ts';
import { nothing } from '../reach/reach.ts';
import { type Answer, answer, any, no } from './answer.ts';
import { type GroupContext, groupContextOf } from './contexts.ts';
import { type Hits, hitOf } from './hit.ts';
import { lowersProtection } from './lowers-protection.ts';
import type { Matter } from './matter.ts';

/**
 * Asks about tags: whether their change lowers protection; and, of a new group, after a change of tags and of what
 * stands, whether there are contexts that no source answers.
 */
export function askTags(question: TagsQuestion, matter: Matter, scene: GroupContext, policy: Policy): Hits {
  const { kinds, tags } = matter;
  const lowers = question.effect.length > 0 && kinds.includes('tags-changed');
  const missing = kinds.length === 0 || kinds.includes('group-created') || kinds.includes('tags-changed');
  const now = tags === null ? scene : groupContextOf({ ...scene.group, tags: tags.after }, policy);
  const asked = [
    ...(lowers ? [lowersProtection(matter, scene, policy)] : []),
    ...(missing ? question.missing.map((name) => unanswered(now[name])) : []),
  ];
  return hitOf(any(asked), nothing);
}

function unanswered({ answered, doubt }: GroupContext['environment']): Answer {
  if (answered !== 'unknown') return answer(answered === 'no');
  return doubt === null ? no : { is: 'maybe', unknowns: [doubt], uses: [] };
}
