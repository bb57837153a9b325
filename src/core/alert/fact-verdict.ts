import type { Decision } from '../plan/decision.ts';
import { severities } from '../policy/scale.ts';
import type { CheckVerdict, Verdict } from '../verdict/verdict.ts';
import { worstMaybe } from '../verdict/worst-maybe.ts';
import type { Fact } from './alert.ts';
import { plainLine } from './plain-line.ts';
import { firstFew } from './say-many.ts';
import type { ShownDecisions } from './shown-decisions.ts';

/** What the policy says of it: each check that objects with its severity as a sum, its sentence and its line, and what is not known. */
export function verdictFact({ first, others }: ShownDecisions): Fact {
  const told = [first, ...others].flatMap((decision) => decision?.verdict ?? []);
  const [worst] = told;
  if (worst === undefined) return { label: 'Verdict', lines: ['no policy was asked'] };
  // A revision may clear what is told: the checks that objected before are named, and nothing more.
  const standing = told.filter(({ ruling }) => ruling !== 'clear').flatMap((verdict) => verdict.checks);
  const checks = standing.filter(({ id }, place) => standing.findIndex((each) => each.id === id) === place);
  const lines = checks.slice(0, mostChecks).flatMap(checkLines);
  const more = checks.length > mostChecks ? [`… and ${checks.length - mostChecks} more`] : [];
  const clear = checks.length === 0 ? [sayClear(worst)] : [];
  return { label: 'Verdict', lines: [...clear, ...lines, ...more, ...doubtLines(worst), policyLine(worst)] };
}

function sayClear({ checks }: Verdict): string {
  const before = checks.map(({ id }) => plainLine(id, 60)).join(', ');
  return before === '' ? 'no check objects' : `no check objects any more; it was told because of ${before}`;
}

const mostChecks = 3;

function checkLines(check: CheckVerdict): readonly string[] {
  const { id, ruling, severity, excusedBy, at, over } = check;
  const sum = saySum(check);
  const said = {
    breach: `${severity}${sum}: ${id}, ${at}`,
    unknown: `may be ${severity}${sum}: ${id}, ${at}`,
    permitted: `permitted (${excusedBy ?? 'nothing told'}): ${id}, ${at}`,
  }[ruling];
  return [`${said}${over ? ', open only in between' : ''}`, `"${plainLine(check.say, 200)}"`];
}

/** How the severity came about: ` (high +1 exposed)`. */
function saySum({ declared, adjusted }: CheckVerdict): string {
  if (adjusted.length === 0) return '';
  const steps = adjusted.map(({ id, by }) => `${by > 0 ? '+' : '−'}${Math.abs(by)} ${id}`).join(' ');
  return ` (${declared} ${steps})`;
}

function doubtLines(verdict: Verdict): readonly string[] {
  const maybe = verdict.ruling === 'unknown' ? null : worstMaybe(verdict);
  const worse = maybe === null ? [] : [`may be ${maybe}, since not all is known`];
  const lacking = verdict.unknowns.map(
    ({ what, why, could }) =>
      `not known: ${what}, ${why}${could === 'either' ? '' : `; it could ${could} the severity`}`,
  );
  const { asOf, of } = verdict.facts;
  const old = asOf === null ? [] : [`${of.join(', ')} as of ${asOf}, not of the change`];
  return [...worse, ...firstFew([...new Set(lacking)], 2, 'thing'), ...old];
}

function policyLine({ policy }: Verdict): string {
  return `policy ${policy.replace('sha256:', '').slice(0, 12)}`;
}

/** The checks that object to what a message is about, the worst first. */
export function checksOf(decisions: readonly Decision[], named: readonly string[]): readonly string[] {
  const objecting = decisions
    .flatMap(({ verdict }) => verdict?.checks ?? [])
    .filter(({ ruling }) => ruling === 'breach')
    .sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity));
  return [...new Set([...objecting.map(({ id }) => id), ...named])];
}
