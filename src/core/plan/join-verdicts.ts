import { writeCanonical } from '../leaf/canonical.ts';
import { sha256 } from '../leaf/digest.ts';
import { severities } from '../policy/scale.ts';
import { lazily } from '../verdict/lazily.ts';
import type { CheckVerdict, Ruling, Unknown, Verdict } from '../verdict/verdict.ts';

const rulings: readonly Ruling[] = ['clear', 'permitted', 'unknown', 'breach'];

/**
 * Two verdicts of one policy on one group as one: that of a planned change, and that of what stands after it. Of a check
 * that objects to both the worse is told.
 */
export function joinVerdicts(one: Verdict, other: Verdict): Verdict {
  const checks = new Map(one.checks.map((check) => [check.id, check]));
  for (const check of other.checks) {
    const known = checks.get(check.id);
    if (known === undefined || inOrder(check, known) < 0) checks.set(check.id, check);
  }
  const [first] = rank(one) >= rank(other) ? [one, other] : [other, one];
  const unknowns = new Map([...one.unknowns, ...other.unknowns].map((each) => [writeCanonical({ ...each }), each]));
  return {
    ...first,
    unknowns: [...unknowns].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]): Unknown => each),
    checks: [...checks.values()].sort(inOrder),
    facts: joinFacts(one.facts, other.facts),
  };
}

/** Worst ruling first, then worst severity, then by id. */
function inOrder(a: CheckVerdict, b: CheckVerdict): number {
  return rank(b) - rank(a) || (a.id < b.id ? -1 : 1);
}

function rank({ ruling, severity }: Pick<Verdict, 'ruling' | 'severity'>): number {
  return rulings.indexOf(ruling) * severities.length + severities.indexOf(severity);
}

/** Facts are as fresh as the oldest of them. */
function oldest(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return one < other ? one : other;
}

function joinFacts(one: Verdict['facts'], other: Verdict['facts']): Verdict['facts'] {
  const hex = () => Array.from(sha256(`${one.digest} ${other.digest}`), (byte) => byte.toString(16).padStart(2, '0'));
  const digest = lazily(() => (one.digest === other.digest ? one.digest : `sha256:${hex().join('')}`));
  return {
    asOf: oldest(one.asOf, other.asOf),
    of: [...new Set([...one.of, ...other.of])].sort(),
    get digest() {
      return digest();
    },
  };
}
