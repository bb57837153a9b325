import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import type { ActionRow } from '../tables.ts';
import { answeredEntry } from './action-entries.ts';
import { expectNames } from './announce.ts';
import { capsOf, mayHaveActed } from './caps-held.ts';
import { commitHeld } from './commit-held.ts';
import type { Turn } from './give-back.ts';
import type { Performing } from './performing.ts';

/**
 * Takes back a call that was announced and not made: no record is to come, its caps are free again unless an earlier call
 * of the action used them. `before`: the row as it was before the announcement.
 */
export async function withdraw(now: Performing, order: Ec2Order, before: ActionRow, why: string): Promise<Turn> {
  const { clock, reverter } = now.parts;
  const { attempt } = now.row;
  const gone = expectNames(order, reverter.session(order).name, attempt).map((name) => ({ ...name, value: null }));
  const done = await commitHeld(now, {
    expect: 'any',
    entries: [answeredEntry(now, attempt, { ...notCalled, at: clock.now(), why: `not called: ${why}` })],
    row: { ...before, attempt },
    effects: { rows: gone, returned: mayHaveActed(before) ? [] : capsOf(now) },
  });
  return done.kind === 'over' || done.kind === 'unsure' ? 'over' : 'again';
}

const notCalled = { answer: null, lineage: {}, withdrawn: true } as const;
