import type { Rule } from '../../../core/group/rule.ts';
import { digestName } from '../../../core/leaf/digest.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Aim, Intent } from '../../../core/plan/act/intent.ts';
import { mayUndo, undoIntent } from '../../../core/plan/act/undo.ts';
import type { LiveParts } from '../live-parts.ts';
import { plain } from '../perform/action-entries.ts';
import { reRead } from '../perform/re-read.ts';
import { newTask } from '../schedule.ts';
import { type ActionRow, type Grant, readRow, rowName } from '../tables.ts';
import { contextOf, type OrderContext } from './context-of.ts';
import { grantEffects } from './grant-effects.ts';
import { leaveOf } from './leave-of.ts';
import { newAction } from './new-action.ts';
import { orderOnce, type Weighed } from './order-once.ts';
import type { Ordered, Ordering } from './ordered.ts';
import { spanProblem } from './span-problem.ts';

/** An action that somebody wants given back, and until when that may stay so. */
export interface UndoOrder extends Ordering {
  readonly action: string;
  readonly until: Instant;
}

/**
 * Gives an action back: only from the state that it left, with a permission for exactly those rules in the same commit,
 * since the next sweep would fight it else. Who did what was acted against may be barred from it like from any leave.
 */
export function undo(parts: LiveParts, order: UndoOrder): Promise<Ordered> {
  const id = `grt_${digestName(JSON.stringify([order.action, order.key]))}`;
  return orderOnce(parts, 'undo', { ordering: order, id: order.action }, async () => {
    const row = readRow('action', await parts.store.row(rowName('action', order.action)));
    if (row === null) return { kind: 'refused', why: `expected an action \`${order.action}\`, there is none` };
    const now = parts.clock.now();
    const problem = spanProblem(order.until, now, now, parts.policy().policy);
    if (problem !== null) return { kind: 'refused', why: problem };
    const context = await contextOf(parts, row.intent.site, row.intent.on.id);
    if (context.kind !== 'context') return context;
    return weigh(parts, order, { row, context, id, now });
  });
}

async function weigh(
  parts: LiveParts,
  order: UndoOrder,
  { row, context, id, now }: { row: ActionRow; context: OrderContext; id: string; now: Instant },
): Promise<Weighed> {
  const { environment, owner, judged, memory } = context;
  const { policy } = parts.policy();
  const actor = judged.single.get(row.intent.for)?.actor;
  const requester = actor?.person ?? actor?.principal ?? row.intent.actor;
  const leave = leaveOf({ environment, owner, requester }, order, policy, now);
  if (leave.kind !== 'approved') return { kind: 'refused', why: leave.why };
  const read = await reRead(parts.gatherer, row.intent);
  if (read.kind === 'failed')
    return { kind: 'unavailable', maybe: false, why: `it could not be read: ${read.message}` };
  const against = mayUndo(row, read.live);
  if (against !== null) return { kind: 'refused', why: against };
  const { intent, image } = undoIntent(row, read.live, { order: order.key, policy: policy.digest });
  const { site, on } = intent;
  const rules = on.kind === 'group' ? rulesOf(intent) : [];
  const about = { from: now, until: order.until, by: order.person, reason: order.reason, ended: null, version: 1 };
  const grant: Grant = { id, site, group: on.id, rules, ...about };
  const granted = rules.length === 0 ? { rows: [], tasks: [] } : grantEffects(grant, 0);
  const action = { ...newAction(intent, image, now), undoes: row.intent.action };
  const written = { ...rowName('action', intent.action), value: JSON.stringify(action), expect: 0 };
  return {
    kind: 'write',
    commit: {
      ...{ shard: memory.shard, expect: memory.head, order: 'undo', on: row.intent.action, until: order.until },
      detail: plain({ action: intent.action, row: action, grant: rules.length === 0 ? null : grant }),
      effects: {
        rows: [...granted.rows, written],
        tasks: [...granted.tasks, newTask('act', intent.action, now, { action: intent.action })],
      },
    },
  };
}

/** Exactly the rules that come, go or are rewritten by it. */
function rulesOf({ aims }: Intent): readonly Rule[] {
  return aims.flatMap(ruleOf);
}

function ruleOf(aim: Aim): readonly Rule[] {
  switch (aim.kind) {
    case 'open':
    case 'close':
      return [aim.rule];
    case 'rewrite':
      return [aim.to];
    case 'entries':
    case 'groups':
    case 'tag':
      return [];
  }
}
