import { type Severity, worse } from '../../src/core/policy/scale.ts';
import type { Ruling, Verdict } from '../../src/core/verdict/verdict.ts';
import type { Expected } from './case.ts';

/** What verdicts say together, in the words of an expectation, every list sorted. */
export interface Said {
  readonly ruling: Ruling;
  readonly breach: readonly string[];
  readonly permitted: readonly string[];
  readonly maybe: readonly string[];
  readonly over: readonly string[];
  readonly severity: Severity;
}

const worst: readonly Ruling[] = ['breach', 'unknown', 'permitted', 'clear'];

/** Joins verdicts: a check objects when it objects in any of them. `maybe`: checks of which a told doubt is expected. */
export function sayVerdicts(verdicts: readonly Verdict[], maybe: ReadonlySet<string>): Said {
  const checks = verdicts.flatMap((each) =>
    each.checks.map((check) => ({
      ...check,
      doubted: maybe.has(check.id) && each.unknowns.some(({ what }) => what !== 'past'),
    })),
  );
  const ids = (wanted: (check: (typeof checks)[number]) => boolean) =>
    [...new Set(checks.filter(wanted).map((check) => check.id))].sort();
  return {
    ruling: worst.find((ruling) => verdicts.some((each) => each.ruling === ruling)) ?? 'clear',
    breach: ids((check) => check.ruling === 'breach' && check.over !== true && !check.doubted),
    permitted: ids((check) => check.ruling === 'permitted'),
    maybe: ids((check) => check.ruling === 'unknown' || (check.ruling === 'breach' && check.doubted)),
    over: ids((check) => check.ruling === 'breach' && check.over === true),
    severity: verdicts.map((each) => each.severity).reduce(worse, 'none'),
  };
}

/** What is expected, in the same form; a severity that is not expected is any. */
export function wantSaid(expected: Expected, said: Said): Said {
  const sorted = (labels: readonly string[] = []) => [...labels].sort();
  return {
    ruling: expected.ruling,
    breach: sorted(expected.breach),
    permitted: sorted(expected.permitted),
    maybe: sorted(expected.maybe),
    over: sorted(expected.over),
    severity: expected.severity ?? said.severity,
  };
}
