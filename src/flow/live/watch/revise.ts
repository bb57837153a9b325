import type { RowWrite, Store } from '../../../contracts/store.ts';
import type { Change } from '../../../core/change/change.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { EntryDraft } from '../../../core/ledger/entry.ts';
import type { Happening } from '../../../core/ledger/rollup.ts';
import type { Intending } from '../../../core/plan/act/intents-of.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { Severity } from '../../../core/policy/scale.ts';
import type { JudgedSubject } from '../memory/judge-subject.ts';
import { verdictDigest, verdictText } from '../memory/verdict-digest.ts';
import { type DecisionRow, readRow, rowName } from '../tables.ts';
import { isAbleNow } from './able-now.ts';
import { plain, type RevisedFacts } from './decided-draft.ts';
import { givesOtherwise } from './gives-otherwise.ts';

/** A decision that was made before, and says something else now that more is known. */
export interface Revision {
  readonly decision: Decision;
  /** The decision as it was, and the version of its row. */
  readonly was: DecisionRow;
  readonly version: number;
  readonly number: number;
  readonly because: string;
  /** The change as a correction tells it; `null` where only more is known of others. */
  readonly change: Change | null;
  readonly counts: Happening;
  /** Something can be done about it now that could not when it was made, a short while ago. */
  readonly able: boolean;
  /** What it led to may have given a rule back a text that is known by now not to be what the rule had said before. */
  readonly misgiven: boolean;
}

/** Because of what decisions are revised, and how. */
export interface Revising {
  readonly because: string;
  /** Changes that are decided by themselves. */
  readonly skip: ReadonlySet<string>;
  /** By what it is told whether something can be done about a decision now. */
  readonly how: Intending;
  /** Only what was decided since is acted upon for that: an old question is for people. */
  readonly since: Instant;
}

/**
 * The decisions on a subject that another piece of evidence changes: `before` without it, `after` with it. Their verdict
 * is another one, or something can be done about them now. What changed for other reasons (another policy, an exception
 * that ended) stays history. It tells, opens and closes; what a decision led to is never done a second time.
 */
export async function revisionsOf(
  store: Pick<Store, 'view'>,
  before: JudgedSubject,
  after: JudgedSubject,
  { because, skip, how, since }: Revising,
): Promise<readonly Revision[]> {
  const others = [...after.single].flatMap(([id, decision]) => {
    const was = before.single.get(id);
    if (skip.has(id) || was === undefined) return [];
    const isOther = verdictText(was) !== verdictText(decision);
    const isAble = isAbleNow(id, { before, after }, how);
    const isOtherwise = givesOtherwise(id, { before, after }, how);
    return isOther || isAble || isOtherwise ? [{ id, decision, isOther, isAble, isOtherwise }] : [];
  });
  if (others.length === 0) return [];
  const { rows } = await store.view({ rows: others.map(({ id }) => rowName('decision', id)) });
  return others.flatMap(({ decision, isOther, isAble, isOtherwise }, at) => {
    const { version } = rows[at]!;
    const was = readRow('decision', rows[at]!);
    if (was === null || was.own !== null) return [];
    const hasActed = (was.actions ?? []).length > 0;
    const able = isAble && was.decidedAt >= since && !hasActed;
    const misgiven = isOtherwise && hasActed;
    if (!able && !misgiven && (!isOther || was.verdict === verdictDigest(decision))) return [];
    return [{ ...revisionOf(decision, { was, version }, because), able, misgiven }];
  });
}

/** The revision of one decision. `change`: as a correction tells it. */
export function revisionOf(
  decision: Decision,
  { was, version }: Pick<Revision, 'was' | 'version'>,
  because: string,
  change: Change | null = null,
): Revision {
  const { ruling = 'clear', severity = 'none' } = decision.verdict ?? {};
  const counts = { kind: 'revised', from: breachOf(was), to: breachOf({ ruling, severity }) } as const;
  return { decision, was, version, number: was.revision + 1, because, change, counts, able: false, misgiven: false };
}

/**
 * Whether a revision finds a breach where there was none, or one that something can be done about at last: what still
 * stands of it is acted upon then, for the first time. A decision that led to an action never leads to another, but to put
 * right what that one gave back.
 */
export function isRaised({ able, decision, misgiven, was }: Revision): boolean {
  if (decision.verdict?.ruling !== 'breach') return false;
  return misgiven || ((able || was.ruling !== 'breach') && (was.actions ?? []).length === 0);
}

/** The entry and the row of a revision; `facts`: what else its commit wrote, `null` where that is nothing. */
export function writeRevision(
  { decision, was, version, number, because }: Revision,
  {
    now,
    facts,
    actions,
  }: { readonly now: Instant; readonly facts: RevisedFacts | null; readonly actions: readonly string[] },
): { readonly entry: EntryDraft; readonly row: RowWrite } {
  const { id, verdict } = decision;
  const next: DecisionRow = {
    ...was,
    ruling: verdict?.ruling ?? 'clear',
    severity: verdict?.severity ?? 'none',
    verdict: verdictDigest(decision),
    revision: number,
    ...(actions.length === 0 ? {} : { actions: [...(was.actions ?? []), ...actions] }),
  };
  const body = {
    kind: 'revised',
    of: id,
    verdict: plain(verdict ?? null),
    because,
    ...(facts === null ? {} : { facts: plain(facts) }),
  } as const;
  return {
    entry: { at: now, key: `revised/${id}/${number}`, fence: null, body },
    row: { ...rowName('decision', id), value: JSON.stringify(next), expect: version },
  };
}

/** How bad a decision counts as; `null` where it found no breach. */
export function breachOf({ ruling, severity }: Pick<DecisionRow, 'ruling' | 'severity'>): Severity | null {
  return ruling === 'breach' ? severity : null;
}
