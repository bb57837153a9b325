import { type Json, writeCanonical } from '../../leaf/canonical.ts';
import { digestName } from '../../leaf/digest.ts';
import type { Intent } from './intent.ts';

/** The hash of a plan, to which an approval is bound: anything else that would be done, or by another policy, is another plan. */
export function planHash(intent: Intent): string {
  return `pln_${digestName(writeCanonical(intent as unknown as Json))}`;
}
