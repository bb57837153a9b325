import type { Alert } from '../core/alert/alert.ts';
import { unlinked } from './plain-line.ts';

/**
 * The same alert with no address to follow in whatever others may have chosen, for services that make links of addresses by
 * themselves. The playbook, which the policy names, and commands stay as they are.
 */
export function unlinkAlert(alert: Alert): Alert {
  return {
    ...alert,
    headline: unlinked(alert.headline),
    status: unlinked(alert.status),
    facts: alert.facts.map(({ label, lines }) => ({ label, lines: lines.map(unlinked) })),
    who: alert.who === null ? null : unlinked(alert.who),
    history: alert.history.map(({ at, say }) => ({ at, say: unlinked(say) })),
    people: alert.people.map((person) => ({ ...person, name: unlinked(person.name) })),
  };
}
