import type { Account, DirectoryPerson, Policy } from '../policy.ts';
import { newNaming } from '../say/naming.ts';
import { sayContext } from '../say/say-parts.ts';
import { saySafety } from '../say/say-safety.ts';
import { compareById, difference, type PolicyDifference, type Sentence } from './difference.ts';

/** How environment and owner are found otherwise than before. */
export function compareContexts(old: Policy | null, next: Policy): readonly PolicyDifference[] {
  const told = (policy: Policy | null): readonly Sentence[] =>
    policy === null
      ? []
      : (['environment', 'owner'] as const).map((id) => ({ id, text: sayContext(id, policy.contexts[id]) }));
  return compareById('context', told(old), told(next));
}

/** Accounts and people that are told otherwise than before. */
export function compareDirectories(old: Policy | null, next: Policy): readonly PolicyDifference[] {
  const cells = (row: Account | DirectoryPerson) =>
    Object.entries(row)
      .flatMap(([column, text]) => (text === null ? [] : [`${column} ${text}`]))
      .join(', ');
  const accounts = (policy: Policy | null) =>
    [...(policy?.directory.accounts.values() ?? [])].map((row) => ({ id: row.id, text: cells(row) }));
  const people = (policy: Policy | null) =>
    (policy?.directory.people ?? []).map((row) => ({ id: row.identity, text: cells(row) }));
  return [
    ...compareById('account', accounts(old), accounts(next)),
    ...compareById('person', people(old), people(next)),
  ];
}

/** What may be done to groups that might not before, and the converse. */
export function compareSafety(old: Policy | null, next: Policy): readonly PolicyDifference[] {
  const told = (policy: Policy | null) => (policy === null ? [] : saySafety(policy, newNaming(policy)));
  const [was, is] = [told(old), told(next)];
  return [
    ...was
      .filter((text) => !is.includes(text))
      .map((text) => difference('safety', null, 'removed', `no longer: ${text}`)),
    ...is.filter((text) => !was.includes(text)).map((text) => difference('safety', null, 'added', `now: ${text}`)),
  ];
}
