import type { Evidence } from '../../../core/ledger/evidence.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';

/** What of the evidence is about a group itself. */
export function groupEvidence(evidence: readonly SubjectEvidence[]): readonly Evidence[] {
  return evidence.filter((each): each is Evidence => each.kind === 'change' || each.kind === 'observed');
}
