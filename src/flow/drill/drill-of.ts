import type { Store } from '../../contracts/store.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { drillOfDecision } from '../../core/plan/drill/canary-rule.ts';
import { readRow, rowName } from '../live/tables.ts';

/**
 * The drill that a decision is part of: only of one that this ledger knows, on its own canary. A rule that merely says so, and
 * whatever else happens to a canary, is told like anything else.
 */
export async function drillOf(store: Pick<Store, 'row'>, decision: Decision): Promise<string | null> {
  const id = drillOfDecision(decision);
  if (id === null || decision.on.id === null) return null;
  const row = await store.row(rowName('drill', decision.account.id, decision.region, decision.on.id));
  const known = readRow('drill', row);
  return known?.running?.id === id || known?.last?.id === id ? id : null;
}
