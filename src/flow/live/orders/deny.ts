import type { LiveParts } from '../live-parts.ts';
import { tellTask } from '../watch/tell-task.ts';
import { type AnswerOrder, answerable } from './answer-ask.ts';
import { orderOnce } from './order-once.ts';
import type { Ordered } from './ordered.ts';

/** Says no to a plan, by its hash: one no is enough, from anybody whose yes would count. */
export function deny(parts: LiveParts, order: AnswerOrder): Promise<Ordered> {
  return orderOnce(parts, 'deny', { ordering: order, id: order.hash }, async () => {
    const found = await answerable(parts, order);
    if (found.kind === 'refused') return found;
    const tell = tellTask({ about: order.hash, revision: 'denied', why: 'denied', due: parts.clock.now() });
    return { kind: 'write', commit: found.commit('deny', { ...found.ask, state: 'denied' }, { tasks: [tell] }) };
  });
}
