import { isNamedAsOurs } from '../trail/own-session.ts';
import type { Change } from './change.ts';

/**
 * Whether a change goes by our name, and no live record told that we never announced it. It proves nothing: it puts in
 * order what one second holds, and tells of which action the ledger is to be asked.
 */
export function passesForOurs({ record, unannounced }: Pick<Change, 'record' | 'unannounced'>): boolean {
  return unannounced !== true && isNamedAsOurs(record.actor);
}
