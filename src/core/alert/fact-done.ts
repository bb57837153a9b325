import { readInstant } from '../leaf/instant.ts';
import type { Decision } from '../plan/decision.ts';
import type { Fact } from './alert.ts';
import type { AlertParts } from './alert-parts.ts';
import { plainLine } from './plain-line.ts';
import { sayAction, sayQuestion, sayStep } from './say-action.ts';
import { firstFew } from './say-many.ts';
import type { ShownDecisions } from './shown-decisions.ts';

/** What we did, do or would do about it; or why we do nothing. */
export function doneFact({ first, others }: ShownDecisions, parts: AlertParts): Fact {
  const { actions, questions, now, decisions } = parts;
  const byId = new Map(decisions.map((decision) => [decision.id, decision]));
  const done = actions.map((action) => {
    const decision = byId.get(action.for);
    return sayAction(action, decision === undefined ? null : readInstant(decision.at));
  });
  const acting = new Set(actions.map(({ id }) => id));
  const asked = questions
    .filter((question) => question.state !== 'approved' || !acting.has(question.action))
    .map((question) => sayQuestion(question, now));
  const isFollowed = actions.length > 0 || questions.length > 0;
  const shown = [first, ...others].flatMap((decision) => decision ?? []);
  const wanted = shown.flatMap(({ response }) =>
    (response?.steps ?? []).map((step) => ({ step, mode: response!.mode })),
  );
  // What is planned or asked has its action or question, which says more.
  const steps = wanted
    .filter(({ step }) => step.do !== 'none' && !(isFollowed && followed.includes(step.state)))
    .map(({ step, mode }) => sayStep(step, mode));
  const besides = [...new Set(wanted.flatMap(({ step }) => step.collateral))];
  const carried = besides.length === 0 ? [] : [[`the same rules carry besides: ${plainLine(besides.join('; '), 200)}`]];
  const all = [...done, ...asked, ...steps, ...carried];
  const lines = all.length === 0 ? [sayNothing(first)] : [...new Set(firstFew(all.flat(), 11, 'line'))];
  return { label: 'Done', lines };
}

const followed: readonly string[] = ['planned', 'waiting', 'running'];

function sayNothing(decision: Decision | null): string {
  if (decision === null) return 'nothing told here';
  if (decision.own !== undefined) return `this is our own doing (${decision.own})`;
  if (decision.call.result !== 'applied') return 'nothing: nothing changed, so there is nothing to undo';
  const { verdict, response } = decision;
  if (response !== undefined && response.mode === 'observe') {
    const wanted = [
      ...new Set((verdict?.checks ?? []).flatMap((check) => (check.ruling === 'breach' ? check.respond : []))),
    ];
    const wishes = wanted.filter((each) => each !== 'none').join(', ');
    return `observe: nothing is done in this mode${wishes === '' ? '' : `; the policy wants ${wishes}`}`;
  }
  const first = verdict?.checks[0];
  if (verdict?.ruling === 'permitted')
    return `nothing: it is permitted${first?.excusedBy ? ` (${first.excusedBy})` : ''}`;
  if (verdict?.ruling === 'unknown') return 'nothing: nobody acts on what is not known';
  if (first?.over) return 'nothing: it was open only for a while, and nothing of it stands';
  return verdict?.ruling === 'breach'
    ? 'nothing: the policy only has people told'
    : 'nothing: the policy does not object';
}
