import type { NewTask } from '../../../contracts/store.ts';
import type { Change } from '../../../core/change/change.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { Decision } from '../../../core/plan/decision.ts';

/**
 * The groups that a change of something else concerns: those whose rules name an edited list, those that were put on or
 * taken off a thing. Each is judged anew in its own shard, once for each such change.
 */
export function revisitTasks(
  { account, region }: Site,
  subject: string,
  { change, decision }: { readonly change: Change; readonly decision: Decision },
  due: Instant,
): readonly NewTask[] {
  if (change.on.kind === 'group' || change.record.result !== 'applied') return [];
  const named = change.kind === 'attached' || change.kind === 'detached' ? change.groups.map(({ id }) => id) : [];
  const concerned = new Set([...named, ...decision.effects.map(({ group }) => group?.id ?? null)]);
  return [...concerned]
    .filter((group): group is string => group !== null && group !== subject)
    .sort()
    .map((group) => {
      const id = `revisit/${account}/${region}/${group}/${decision.id}`;
      const body = JSON.stringify({ site: { account, region }, group, because: decision.id });
      return { id, key: id, kind: 'revisit', due, body };
    });
}
