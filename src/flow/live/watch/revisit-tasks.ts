import type { NewTask } from '../../../contracts/store.ts';
import type { Change } from '../../../core/change/change.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { SubjectMemory } from '../memory/load-subject.ts';
import { subjectKind } from '../memory/subject-kind.ts';
import type { Known } from './known.ts';

/**
 * The groups that a change of something else concerns: those whose rules name an edited list, those that were put on or
 * taken off a thing, and those of which later changes were decided without it. Each is judged anew in its own shard, once
 * for each such change.
 */
export function revisitTasks(
  { site: { account, region }, subject, memory, now: due }: Pick<Known, 'site' | 'subject' | 'memory' | 'now'>,
  { change, decision }: { readonly change: Change; readonly decision: Decision },
): readonly NewTask[] {
  if (change.on.kind === 'group' || change.record.result !== 'applied') return [];
  const named = change.kind === 'attached' || change.kind === 'detached' ? change.groups.map(({ id }) => id) : [];
  const reached = decision.effects.map(({ group }) => group?.id ?? null);
  const concerned = new Set([...named, ...reached, ...overtaken(change, memory)]);
  return [...concerned]
    .filter((group): group is string => group !== null && group !== subject)
    .sort()
    .map((group) => {
      const id = `revisit/${account}/${region}/${group}/${decision.id}`;
      const body = JSON.stringify({ site: { account, region }, group, because: decision.id });
      return { id, key: id, kind: 'revisit', due, body };
    });
}

/** The groups of which a change is known that came after this one, whose record was slower. */
function overtaken({ record }: Change, { beside }: Pick<SubjectMemory, 'beside'>): readonly string[] {
  return [...beside].flatMap(([name, evidence]) => {
    const isLater = evidence.some(({ kind, at }) => kind === 'change' && at >= record.at);
    return isLater && subjectKind(name, evidence) === 'group' ? [name] : [];
  });
}
