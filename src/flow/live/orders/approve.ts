import type { Effects } from '../../../contracts/store.ts';
import type { JsonObject } from '../../../core/leaf/canonical.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { LiveParts } from '../live-parts.ts';
import { plain } from '../perform/action-entries.ts';
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
    const { effects, made } = enough ? followingOf(next, parts.clock.now()) : { effects: {}, made: {} };
    return { kind: 'write', commit: found.commit('approve', next, effects, made), more: enough ? null : found.why };
  });
}

/** What follows from enough yeses, and the same for the entry. */
function followingOf({ approvedBy, grant: asked, image, intent }: AskRow, now: Instant): Following {
  if (asked !== undefined) {
    const grant = { ...asked, from: now };
    return { effects: grantEffects(grant, 0), made: plain({ grant }) as JsonObject };
  }
  const { action } = intent;
  const row = { ...newAction(intent, image, now), approvedBy };
  const rows = [{ ...rowName('action', action), value: JSON.stringify(row), expect: 0 }];
  return { effects: { rows, tasks: [newTask('act', action, now, { action })] }, made: plain({ row }) as JsonObject };
}

interface Following {
  readonly effects: Effects;
  readonly made: JsonObject;
}
