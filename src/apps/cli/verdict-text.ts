import type { Decision, ResponseStep } from '../../core/plan/decision.ts';
import type { Respond, Severity } from '../../core/policy/scale.ts';
import type { CheckVerdict, Ruling, Verdict } from '../../core/verdict/verdict.ts';
import { worstMaybe } from '../../core/verdict/worst-maybe.ts';
import { as, type Line, type Style } from './screen.ts';
import { wrap } from './table.ts';

/** The word for a verdict in a table: its own, and how bad it may be beyond that. */
export function wholeVerdictWord(verdict: Verdict): string {
  const open = verdict.ruling === 'unknown' ? null : worstMaybe(verdict);
  return open === null ? verdictWord(verdict) : `${verdictWord(verdict)} ${open}?`;
}

/** The severity of what needs somebody, else the ruling. */
export function verdictWord({ ruling, severity }: Pick<Verdict, 'ruling' | 'severity'>): string {
  if (ruling === 'breach') return severity.toUpperCase();
  return ruling === 'unknown' ? `${severity}?` : ruling === 'clear' ? 'ok' : ruling;
}

/** The look of a verdict; the word says it all. */
export function verdictLook({ ruling, severity }: Pick<Verdict, 'ruling' | 'severity'>): Style {
  const looks: Readonly<Record<Severity, Style>> = {
    critical: 'alarm',
    high: 'red',
    medium: 'yellow',
    low: 'bold',
    none: 'dim',
  };
  const quiet: Readonly<Partial<Record<Ruling, Style>>> = { clear: 'dim', permitted: 'green' };
  return quiet[ruling] ?? looks[severity];
}

/** What is done, or would be, in few words: `would revert`, `permitted: exception ex-14`, else the check that objects. */
export function sayResult({ verdict, response, own }: Pick<Decision, 'verdict' | 'response' | 'own'>): string {
  if (own !== undefined) return `our own ${own.slice(0, 12)}`;
  const first = verdict?.checks[0];
  if (verdict === undefined || first === undefined) return '';
  if (verdict.ruling === 'permitted') return first.excusedBy ?? 'permitted';
  const steps = (response?.steps ?? []).filter((step) => step.do !== 'none');
  const done = [...new Set(steps.filter(({ state }) => state !== 'refused').map(sayStep))];
  const over = verdict.checks.every((check) => check.over) ? ', over' : '';
  return `${first.id}${over}${done.length === 0 ? '' : ` → ${done.join(', ')}`}`;
}

const pasts: Readonly<Record<Respond, string>> = {
  none: 'nothing done',
  ask: 'done as approved',
  expire: 'expired',
  revert: 'reverted',
  restore: 'restored',
};

/** What was done, or would be: in the past only once it was verified. */
export function sayStep({ do: wanted, state }: Pick<ResponseStep, 'do' | 'state'>): string {
  if (state === 'would') return `would ${wanted}`;
  if (state === 'verified') return pasts[wanted];
  if (wanted === 'ask' && (state === 'planned' || state === 'waiting')) return 'asked';
  return `${wanted} ${state}`;
}

/** A verdict in a few lines: the checks that object by severity, with the line of the policy. */
export function briefVerdictLines({ checks }: Verdict, room: number): readonly Line[] {
  return [...Map.groupBy(checks, ({ ruling, severity }) => verdictWord({ ruling, severity }))].flatMap(
    ([word, alike]) => {
      const [{ ruling, severity }] = alike as [CheckVerdict];
      const named = alike.map(({ id, at, excusedBy }) => `${id} (${excusedBy ?? at})`).join(', ');
      return wrap(named, room - 11).map((line, at): Line => {
        const label = at === 0 ? word : '';
        return [as(verdictLook({ ruling, severity }), label.padEnd(11)), line];
      });
    },
  );
}

/** The lines that explain a verdict: each check that objects with the line of the policy, what is not known, what would be done. */
export function verdictLines(
  { verdict, response }: { readonly verdict: Verdict } & Pick<Decision, 'response'>,
  room: number,
): readonly Line[] {
  const lines: Line[] = [
    [
      as(verdictLook(verdict), wholeVerdictWord(verdict)),
      as('dim', `  policy ${verdict.policy.replace('sha256:', '').slice(0, 12)}`),
    ],
  ];
  for (const check of verdict.checks) {
    const ruled = check.ruling === 'breach' ? 'violates' : check.ruling === 'permitted' ? 'permitted' : 'may violate';
    lines.push([`${ruled}  `, as('bold', check.id), as('dim', `  ${check.at}`)]);
    for (const line of wrap(`"${check.say}"`, room - 2)) lines.push(['  ', line]);
    const sum = check.adjusted.map(({ id, by }) => `${by > 0 ? '+' : '−'}${Math.abs(by)} ${id}`).join(' ');
    if (sum !== '') lines.push(['  ', as('dim', `severity ${check.declared} ${sum} = ${check.severity}`)]);
    if (check.over) lines.push(['  ', as('dim', 'open only in between, closed again')]);
    if (check.excusedBy !== null) lines.push(['  ', as('green', `by ${check.excusedBy}`)]);
    if (check.playbook !== null) lines.push(['  ', as('dim', `playbook ${check.playbook}`)]);
  }
  const lacking = verdict.unknowns.map(({ what, why, could }) => `not known: ${what}, ${why}${couldText(could)}`);
  for (const text of new Set(lacking)) for (const line of wrap(text, room)) lines.push([as('dim', line)]);
  if (verdict.facts.asOf !== null)
    lines.push([as('dim', `${verdict.facts.of.join(', ')} as of ${verdict.facts.asOf}, not of the change`)]);
  for (const step of response?.steps ?? []) {
    const on = step.rules.length === 0 ? '' : ` ${step.rules.join(', ')}`;
    const why = step.why === null ? '' : ` (${step.why})`;
    const did =
      step.state === 'verified'
        ? `${sayStep(step)}${on}, verified ${step.verifiedAt}`
        : `${step.state} ${step.do}${on}`;
    for (const line of wrap(`${response!.mode}: ${did}${why}`, room)) lines.push([line]);
    for (const line of step.collateral.length === 0
      ? []
      : wrap(`${step.state === 'verified' ? 'also closed' : 'would also close'} ${step.collateral.join('; ')}`, room))
      lines.push([as('yellow', line)]);
  }
  return lines;
}

function couldText(could: 'raise' | 'lower' | 'either'): string {
  return could === 'either' ? '' : `; it could ${could} the severity`;
}
