import type { Alert, AlertPlace } from '../core/alert/alert.ts';
import { bareLine } from './bare-line.ts';
import { unlinked } from './unlinked.ts';

/**
 * The same alert with no address to follow in whatever others may have chosen, for services that make links of addresses by
 * themselves. The playbook, which the policy names, and commands stay as they are.
 */
export function unlinkAlert(alert: Alert): Alert {
  return {
    ...alert,
    headline: safe(alert.headline),
    status: safe(alert.status),
    facts: alert.facts.map(({ label, lines }) => ({ label, lines: lines.map(safe) })),
    place: alert.place === null ? null : safePlace(alert.place),
    who: safeOrNull(alert.who),
    history: alert.history.map(({ at, say }) => ({ at, say: safe(say) })),
    people: alert.people.map((person) => ({ ...person, name: safe(person.name) })),
  };
}

/** The names in it: ids, ARNs, regions and accounts are those of AWS. */
function safePlace(place: AlertPlace): AlertPlace {
  const { accountName, environment, name, owner } = place;
  const named = { accountName: safeOrNull(accountName), environment: safeOrNull(environment) };
  return { ...place, ...named, name: safeOrNull(name), owner: safeOrNull(owner) };
}

function safeOrNull(text: string | null): string | null {
  return text === null ? null : safe(text);
}

/** Bare first: what is dropped later must not have hidden an address. */
function safe(text: string): string {
  return unlinked(bareLine(text, longest));
}

/** Longer than any text that is told: how much of it is, is for others to say. */
const longest = 10_000;
