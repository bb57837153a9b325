import type { NewTask } from '../../../contracts/store.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { nameRule } from '../../../core/plan/name-rule.ts';
import type { Known } from './known.ts';
import { tellTask } from './tell-task.ts';

/**
 * Tells, once and lightly, of rules that opened nothing since others permit the same, where the policy would object if these
 * went: nothing is to be done while they stand, and by then it is judged as an opening.
 */
export function tellLatent({ judged, now }: Pick<Known, 'judged' | 'now'>, decision: Decision): readonly NewTask[] {
  const isHidden = decision.effects.some(({ latent = [] }) => latent.length > 0);
  if (!isHidden || decision.own !== undefined) return [];
  const own = new Set(decision.rules.map(({ id }) => id));
  const others = judged.now.rules.flatMap(({ id }) => (id === null || own.has(id) ? [] : [id]));
  const bare = judged.uncovered({ gone: new Set(others) }).find(({ changes }) => changes?.[0] === decision.id);
  if (bare === undefined) return [];
  const rules = bare.rules.map((rule) => nameRule({ ...rule, id: null })).join(', ');
  const checks = (bare.verdict?.checks ?? []).map(({ id }) => id).join(', ');
  const said = `${rules} opens nothing new; it breaks ${checks} as soon as what permits the same goes`;
  const group = decision.on.name ?? decision.on.id ?? 'a group';
  const detail = { severity: 'low', group, what: said };
  return [tellTask({ about: decision.id, revision: 0, why: 'latent', due: now, detail })];
}
