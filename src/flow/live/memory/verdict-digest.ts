import { writeCanonical } from '../../../core/leaf/canonical.ts';
import { digestName } from '../../../core/leaf/digest.ts';
import type { Decision } from '../../../core/plan/decision.ts';

/**
 * What a decision says, as a short name: its ruling and severity, and of each check ruling, severity and whether it is
 * over. Another name for the same change is a revision; other words, facts or policies that come to the same are none.
 */
export function verdictDigest(decision: Pick<Decision, 'verdict'>): string {
  return digestName(verdictText(decision));
}

/** What `verdictDigest` is made of, to compare two of them without it. */
export function verdictText({ verdict }: Pick<Decision, 'verdict'>): string {
  if (verdict === undefined) return 'none';
  const checks = verdict.checks
    .map(({ id, ruling, severity, over }) => [id, ruling, severity, over ?? false])
    .sort(([a], [b]) => ((a as string) < (b as string) ? -1 : 1));
  return writeCanonical([verdict.ruling, verdict.severity, checks]);
}
