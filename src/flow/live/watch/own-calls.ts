import type { RowWrite } from '../../../contracts/store.ts';
import { isOurRole, matchExpectation, sessionOf } from '../../../core/plan/own/match-expectation.ts';
import { isNamedAsOurs } from '../../../core/trail/own-session.ts';
import type { Reading } from '../memory/read-together.ts';
import { type Expectation, readRow, rowName } from '../tables.ts';
import type { NewChange } from './arrived.ts';

/** What of a record's changes we did ourselves. */
export interface OwnCalls {
  /** The action behind a change, by change id. */
  readonly actions: ReadonlyMap<string, string>;
  /** Changes made with a role of ours that we did not announce. */
  readonly impostors: readonly string[];
  /** The expectations that are met now; each is met once. */
  readonly rows: readonly RowWrite[];
  /** Their keys, by change id. */
  readonly met: ReadonlyMap<string, string>;
}

/**
 * Holds changes against the calls that we announced. Only an applied call uses its announcement up: a refused one changed
 * nothing, and the next attempt has its own. `key`: of the record.
 */
export function ownCalls(
  reading: Reading,
  key: string,
  changes: readonly NewChange[],
  ownRoles: readonly string[],
): OwnCalls {
  const actions = new Map<string, string>();
  const impostors: string[] = [];
  const rows = new Map<string, RowWrite>();
  const met = new Map<string, string>();
  for (const { id, change } of changes) {
    if (!isOurRole(change, ownRoles)) continue;
    const { result } = change.record;
    const session = sessionOf(change, ownRoles);
    const announced = session === null ? [] : announcedBy(reading, session);
    const found = matchExpectation(change, key, announced);
    if (found === null) {
      if (result !== 'dry-run') impostors.push(id);
      continue;
    }
    actions.set(id, found.action);
    if (result !== 'applied') continue;
    const { row, version, ...expectation } = found;
    const value: Expectation = { ...expectation, record: key };
    rows.set(row, { table: 'expect', key: row, value: JSON.stringify(value), expect: version });
    met.set(id, row);
  }
  return { actions, impostors, rows: [...rows.values()], met };
}

/**
 * The same changes, those marked that call themselves ours and were not announced: a name that anybody may choose must not
 * put them before what others did in the same second, where what they take could hide behind a rule that we take away.
 */
export function markUnannounced(changes: readonly NewChange[], { actions }: OwnCalls): readonly NewChange[] {
  return changes.map(({ id, change }) =>
    actions.has(id) || !isNamedAsOurs(change.record.actor)
      ? { id, change }
      : { id, change: { ...change, unannounced: true } },
  );
}

function announcedBy(reading: Reading, session: string) {
  return reading.under(rowName('expect', session, '')).flatMap((row) => {
    const expectation = readRow('expect', row);
    return expectation === null ? [] : [{ ...expectation, row: row.key, version: row.version }];
  });
}
