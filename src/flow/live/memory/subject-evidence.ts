import type { Interface, PrefixList, Vpc } from '../../../core/group/group.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Evidence } from '../../../core/ledger/evidence.ts';

/** One thing known of a subject: of a group, or a live look at a prefix list, an interface or a VPC (`null` = it was gone). */
export type SubjectEvidence =
  | Evidence
  | { readonly kind: 'observed-list'; readonly at: Instant; readonly list: PrefixList | null }
  | { readonly kind: 'observed-interface'; readonly at: Instant; readonly interface: Interface | null }
  | { readonly kind: 'observed-vpc'; readonly at: Instant; readonly vpc: Vpc | null };

/** What makes a piece of evidence one: the same again replaces it. */
export function evidenceId(evidence: SubjectEvidence): string {
  return evidence.kind === 'change' ? evidence.id : `${evidence.kind} ${evidence.at}`;
}
