import type { Decision } from '../plan/decision.ts';
import type { Alert } from './alert.ts';
import type { AlertParts } from './alert-parts.ts';
import { peopleOf } from './alert-people.ts';
import { stateOf } from './alert-state.ts';
import { doneFact } from './fact-done.ts';
import { onFact, placeOf } from './fact-on.ts';
import { checksOf, verdictFact } from './fact-verdict.ts';
import { whatFact } from './fact-what.ts';
import { isNobody, sayActor, whoFact } from './fact-who.ts';
import { offersOf } from './offers-of.ts';
import { sayHeadline, shortOf } from './say-headline.ts';
import { sayStatus } from './say-status.ts';
import { sealAlert } from './seal-alert.ts';
import { shownOf } from './shown-decisions.ts';

/**
 * A message about changes as it is to be told now: five facts, the effect in words first. The same parts give the same
 * message, byte for byte; nothing in it is a control character, invisible, or longer than `alertLimits` says.
 */
export function writeAlert(parts: AlertParts): Alert {
  const { row, decisions, incidents } = parts;
  const shown = shownOf(parts);
  const { first } = shown;
  const state = stateOf(parts);
  const isDrill = parts.drill !== undefined;
  return sealAlert({
    id: row.message.id,
    key: row.key,
    kind: isDrill ? 'drill' : 'incident',
    revision: row.revision,
    severity: row.message.severity,
    state,
    at: row.message.at,
    updatedAt: row.updatedAt,
    headline: sayHeadline(shown, state, parts),
    status: sayStatus(state, shown, parts),
    facts: [
      whatFact(shown, parts),
      onFact(shown, row.message.about),
      whoFact(shown),
      verdictFact(shown),
      doneFact(shown, parts),
    ],
    place: first === null ? null : placeOf(first),
    who: first === null ? null : sayActor(first.actor),
    ...(isSuspicious(first, parts) ? { suspicious: true } : {}),
    checks: checksOf(decisions, row.message.checks),
    short: shortOf(first),
    history: row.notes,
    // A drill is never a reason to act.
    people: isDrill ? [] : peopleOf(first, parts),
    offers: offersOf(first, state, parts).filter(({ id }) => !isDrill || id === 'show'),
    playbook: first?.verdict?.checks.find(({ playbook }) => playbook !== null)?.playbook ?? null,
    ids: { decisions: [...row.message.decisions, ...row.message.joined], incidents: incidents.map(({ id }) => id) },
    suppressed: row.message.joined.length,
  });
}

function isSuspicious(first: Decision | null, { suspicious, incidents }: AlertParts): boolean {
  if (suspicious === true || incidents.some(({ family }) => family === 'attempts')) return true;
  return first !== null && (isNobody(first.actor) || first.actor.type === 'Root');
}
