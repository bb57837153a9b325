import type { Effects } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { LiveParts } from '../live-parts.ts';
import { newTask } from '../schedule.ts';
import { type AskRow, rowName } from '../tables.ts';
import { type AnswerOrder, answerable } from './answer-ask.ts';
import { grantEffects } from './grant-effects.ts';
import { newAction } from './new-action.ts';
import { orderOnce } from './order-once.ts';
import type { Ordered } from './ordered.ts';

/** Says yes to a plan, by its hash. When enough people have, the same commit sets it going; nothing else could. */
export function approve(parts: LiveParts, order: AnswerOrder): Promise<Ordered> {
  return orderOnce(parts, 'approve', { ordering: order, id: order.hash }, async () => {
    const found = await answerable(parts, order);
    if (found.kind === 'refused') return found;
    const { ask, enough } = found;
    const approvedBy = [...ask.approvedBy, order.person];
    const next: AskRow = { ...ask, approvedBy, state: enough ? 'approved' : 'waiting' };
    const effects = enough ? effectsOf(next, parts.clock.now()) : {};
    return { kind: 'write', commit: found.commit('approve', next, effects), more: enough ? null : found.why };
  });
}

function effectsOf({ approvedBy, grant, image, intent }: AskRow, now: Instant): Effects {
  if (grant !== undefined) return grantEffects({ ...grant, from: now }, 0);
  const { action } = intent;
  const row = { ...newAction(intent, image, now), approvedBy };
  return {
    rows: [{ ...rowName('action', action), value: JSON.stringify(row), expect: 0 }],
    tasks: [newTask('act', action, now, { action })],
  };
}
