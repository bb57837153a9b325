import { isNamedAsOurs } from '../trail/own-session.ts';
import type { Change } from './change.ts';

/**
 * Whether a change goes by our name, and no live record told that we never announced it. Good for nothing but to put in
 * order what one second holds.
 */
export function passesForOurs({ record, unannounced }: Pick<Change, 'record' | 'unannounced'>): boolean {
  return unannounced !== true && isNamedAsOurs(record.actor);
}
