import type { Spill } from '../contracts/spill.ts';
import type { Group, Perimeter } from '../core/group/group.ts';
import { changeOf } from './load.ts';
import { type Looks, noLooks } from './looks.ts';

/** A group that the records or the snapshot speak of, with every name its changes were kept under. */
export interface KnownGroup {
  readonly key: string;
  readonly name: string | null;
  readonly subjects: readonly string[];
}

/**
 * Finds the groups of a spill. Old records name a group without its id, and tags name a rule without its group; where a
 * creation, a rule id or the snapshot tells which group is meant, their changes are joined to it.
 */
export function indexGroups(spill: Spill, snapshot: Perimeter | null, looks: Looks = noLooks): readonly KnownGroup[] {
  const shown = [
    ...(snapshot?.groups ?? []),
    ...[...looks.groups.values()].flatMap((own) => own.flatMap(({ found }) => found ?? [])),
  ];
  const names = new Map<string, string>();
  const aliases = new Map<string, string | null>();
  const learn = (id: string, name: string | null, place: string, vpc: string | null): void => {
    if (name === null) return;
    names.set(id, name);
    for (const alias of [`${place}/${vpc ?? '-'}/${name}`, `${place}/-/${name}`])
      aliases.set(alias, aliases.has(alias) && aliases.get(alias) !== id ? null : id);
  };
  for (const each of spill.changesOfKind(['group-created'])) {
    const { on, record } = changeOf(each);
    if (on.id !== null && record.result === 'applied')
      learn(on.id, on.name, `${record.account}/${record.region}`, on.vpc);
  }
  for (const group of shown) learn(group.id, group.name, `${group.account}/${group.region}`, group.vpc);
  const subjects = spill.subjects('group');
  const owners = subjects.some((subject) => subject.startsWith('sgr-'))
    ? ruleOwners(spill, shown)
    : new Map<string, string>();
  const joined = Map.groupBy(subjects, (subject) => aliases.get(subject) ?? owners.get(subject) ?? subject);
  for (const id of [...shown.map((group) => group.id), ...looks.groups.keys()])
    if (!joined.has(id)) joined.set(id, [id]);
  return [...joined]
    .map(([key, own]) => ({ key, name: names.get(key) ?? null, subjects: own }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function ruleOwners(spill: Spill, shown: readonly Group[]): ReadonlyMap<string, string> {
  const owners = new Map<string, string>();
  for (const each of spill.changesOfKind(['rules-added', 'rules-modified', 'rules-removed'])) {
    const change = changeOf(each);
    if ('rules' in change) for (const rule of change.rules) if (rule.id !== null) owners.set(rule.id, each.subject);
  }
  for (const group of shown) for (const rule of group.rules) if (rule.id !== null) owners.set(rule.id, group.id);
  return owners;
}
