import type { RowWrite } from '../../../contracts/store.ts';
import type { Change } from '../../../core/change/change.ts';
import { claims, isOvertaken } from '../../../core/ledger/claim.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import { unexplainedName } from '../sweep/keep-look.ts';
import type { OpenDifference } from '../sweep/open-differences.ts';
import type { UnexplainedRow } from '../tables.ts';
import type { NewChange } from './arrived.ts';

/** Differences that a sweep saw and that changes explain now. */
export interface Explained {
  readonly rows: readonly RowWrite[];
  /** Those that still nobody explains. */
  readonly left: readonly OpenDifference[];
  /** Ids of what each change explains, by change id. */
  readonly claimed: ReadonlyMap<string, readonly string[]>;
  /** Decisions that were made about them meanwhile, by change id: the change takes their place. */
  readonly instead: ReadonlyMap<string, readonly string[]>;
}

/**
 * Lets changes claim what sweeps saw: one change, one incident, and no second step. A rule came by the call that added it:
 * that claims it even from one that made it say what it said already, and whose record was faster. `noticed`: with what
 * was claimed before; `known`: what else is known of the subject.
 */
export function explainDifferences(
  noticed: readonly OpenDifference[],
  changes: readonly NewChange[],
  known: readonly SubjectEvidence[],
): Explained {
  const all = [...changes, ...known].flatMap((each) => ('change' in each ? [each.change] : []));
  const rewriting = new Set(
    known.flatMap((each) => (each.kind === 'change' && each.change.kind === 'rules-modified' ? [each.id] : [])),
  );
  const isFree = ({ claimedBy, was }: UnexplainedRow, { kind }: Change): boolean =>
    claimedBy === null || (was === 'appeared' && kind === 'rules-added' && rewriting.has(claimedBy));
  const rows: RowWrite[] = [];
  const left: OpenDifference[] = [];
  const claimed = new Map<string, readonly string[]>();
  const instead = new Map<string, readonly string[]>();
  for (const each of noticed) {
    const found = changes.find(
      ({ change }) => isFree(each.row, change) && claims(change, each.row) && !isOvertaken(change, each.row, all),
    );
    if (found === undefined) {
      if (each.row.claimedBy === null) left.push(each);
      continue;
    }
    const { id } = found;
    rows.push({
      ...unexplainedName(each.row),
      value: JSON.stringify({ ...each.row, claimedBy: id }),
      expect: each.version,
    });
    claimed.set(id, [...(claimed.get(id) ?? []), each.row.id]);
    const { decision } = each.row;
    if (decision !== null) instead.set(id, [...(instead.get(id) ?? []), decision]);
  }
  return { rows, left, claimed, instead };
}
