import type { Decision } from '../plan/decision.ts';
import { findPerson } from '../policy/find-person.ts';
import type { DirectoryPerson } from '../policy/policy.ts';
import type { AlertPerson } from './alert.ts';
import type { AlertParts } from './alert-parts.ts';

/**
 * Who is named: the owner of the group, the one who did it, and whoever it is escalated to, as far as the directory knows
 * them. A name that the caller only claims finds nobody: who takes somebody's name shall not have them asked.
 */
export function peopleOf(
  first: Decision | null,
  { row, directory }: Pick<AlertParts, 'row' | 'directory'>,
): readonly AlertPerson[] {
  const owner = first?.on.owner ?? null;
  const actor = first !== null && first.actor.identity === 'asserted' ? first.actor.person : null;
  const people: AlertPerson[] = [];
  if (owner !== null) people.push({ as: 'owner', ...addressed(owner, findPerson(directory, owner)) });
  const doer = actor === null ? null : findPerson(directory, actor);
  if (actor !== null && doer !== null) people.push({ as: 'actor', ...addressed(actor, doer) });
  for (const to of row.escalation?.to ?? []) {
    const person = findPerson(directory, to.replace(/^owner:/, ''));
    if (person !== null) people.push({ as: 'escalation', ...addressed(to, person) });
  }
  return people;
}

function addressed(word: string, person: DirectoryPerson | null): Omit<AlertPerson, 'as'> {
  return { name: person?.name ?? word, slack: person?.slack ?? null, mail: person?.mail ?? null };
}
