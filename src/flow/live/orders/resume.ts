import type { NewTask, RowWrite, Store } from '../../../contracts/store.ts';
import { digestName } from '../../../core/leaf/digest.ts';
import { sayStopped } from '../../../core/plan/act/refused-by.ts';
import type { LiveParts } from '../live-parts.ts';
import { pagesUnder } from '../pages-under.ts';
import { newTask } from '../schedule.ts';
import { type ActionRow, readRow, rowName, type Tables } from '../tables.ts';
import { newAction } from './new-action.ts';
import { orderOnce } from './order-once.ts';
import type { Ordered, Ordering } from './ordered.ts';

/**
 * Takes the kill switch back: what it kept from being done is weighed again, each in an action of its own, by all that is
 * known and in force then. What a person had ordered is theirs to order again.
 */
export function resume(parts: LiveParts, ordering: Ordering): Promise<Ordered> {
  return orderOnce(parts, 'resume', { ordering, id: 'stop' }, async () => {
    const name = rowName('switch', 'stop');
    const found = await parts.store.row(name);
    const stopped = readRow('switch', found);
    if (stopped === null) return { kind: 'refused', why: 'expected that acting is stopped, it is not' };
    const now = parts.clock.now();
    const again = (await keptBy(parts.store, stopped)).map((row) => anew(row, stopped, now));
    const commit = { shard: 0, expect: 'any', order: 'resume', on: 'all acting', until: null } as const;
    const rows: RowWrite[] = [
      { ...name, value: null, expect: found.version },
      ...again.map((row) => ({ ...rowName('action', row.intent.action), value: JSON.stringify(row), expect: 0 })),
    ];
    const tasks: NewTask[] = again.map(({ intent: { action } }) => newTask('act', action, now, { action }));
    const detail = { ...stopped, again: JSON.parse(JSON.stringify(again)) as never };
    return { kind: 'write', commit: { ...commit, detail, effects: { rows, tasks } } };
  });
}

/** Actions that ended, done in part or not at all, because all acting was off. */
async function keptBy(store: Store, stopped: Tables['switch']): Promise<readonly ActionRow[]> {
  const why = sayStopped(stopped);
  const rows = (await pagesUnder(store, rowName('action', ''))).flatMap((row) => readRow('action', row) ?? []);
  return rows.filter((row) => row.endedAt !== null && row.why === why && row.intent.do !== 'undo');
}

/** The same intent as a new action: the old one has ended, and what it did is told. */
function anew({ approvedBy, image, intent }: ActionRow, { at }: Tables['switch'], now: number): ActionRow {
  const action = `act_${digestName(JSON.stringify(['resumed', intent.action, at]))}`;
  const row = newAction({ ...intent, action }, image, now);
  return approvedBy === undefined ? row : { ...row, approvedBy };
}
