import { readInstant } from '../leaf/instant.ts';
import type { Alert } from './alert.ts';
import type { AlertParts } from './alert-parts.ts';
import { stateOf } from './alert-state.ts';
import { doneFact } from './fact-done.ts';
import { plainLine } from './plain-line.ts';
import { sayHeadline } from './say-headline.ts';
import { sayStatus } from './say-status.ts';
import { sayMoment } from './say-time.ts';
import { sealAlert } from './seal-alert.ts';
import { shownOf } from './shown-decisions.ts';
import { writeAlert } from './write-alert.ts';

/**
 * The same message for the person who did it: short and neutral, what it came to, which sentence of the policy speaks of
 * it, what became of it, and how to get what they need. It says nothing of severity, address or identity.
 */
export function writeActorNote(parts: AlertParts): Alert {
  const shown = shownOf(parts);
  const state = stateOf(parts);
  const { suspicious: _, ...whole } = writeAlert(parts);
  const { first } = shown;
  const at = first === null ? null : readInstant(first.at);
  const checks = (first?.verdict?.checks ?? []).filter(({ ruling }) => ruling !== 'permitted');
  const sentences = [...new Set(checks.map(({ say, id }) => `${plainLine(say, 200)} (${id})`))].slice(0, 3);
  return sealAlert({
    ...whole,
    ...{ kind: 'incident', severity: 'none', who: null, playbook: null },
    headline: sayHeadline(shown, state, parts),
    // Who sees to it, and who is told next, is nothing that they need.
    status: state === 'open' || state === 'acknowledged' ? 'It stands for now' : sayStatus(state, shown, parts),
    facts: [
      {
        label: 'What',
        lines: [
          `your change${at === null ? '' : ` of ${sayMoment(at)}`} on ${plainLine(first?.on.name ?? first?.on.id ?? 'a group', 80)}`,
        ],
      },
      ...(sentences.length === 0 ? [] : [{ label: 'Policy', lines: sentences }]),
      doneFact(shown, parts),
      {
        label: 'Need it?',
        lines: ['say what you need, from where and for how long: whoever owns the group can allow it'],
      },
    ],
    people: whole.people.filter((person) => person.as === 'actor'),
    offers: whole.offers.filter(({ id }) => id === 'show' || id === 'allow'),
    history: [],
  });
}
