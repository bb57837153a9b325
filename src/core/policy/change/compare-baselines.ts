import { writeCanonical } from '../../leaf/canonical.ts';
import { writeRows } from '../../reach/rows.ts';
import { listed } from '../../reach/say-peers.ts';
import type { BaselineGroup, Policy } from '../policy.ts';
import { difference, type PolicyDifference } from './difference.ts';

/** Baselines and approved plans that want other rules than before, by their groups. */
export function compareWanted(old: Policy | null, next: Policy): readonly PolicyDifference[] {
  return [
    ...compareGroups('baseline', (policy) => policy.baselines.map(({ id, groups }) => ({ id, groups }))),
    ...compareGroups('exception', (policy) =>
      policy.exceptions.map(({ id, declared }) => ({ id, groups: declared ?? [] })),
    ),
  ];

  function compareGroups(
    section: string,
    pick: (policy: Policy) => readonly { readonly id: string; readonly groups: readonly BaselineGroup[] }[],
  ): readonly PolicyDifference[] {
    const was = new Map((old === null ? [] : pick(old)).map(({ id, groups }) => [id, wantedOf(groups)]));
    return pick(next).flatMap(({ id, groups }) => {
      const before = was.get(id);
      if (before === undefined) return [];
      const now = wantedOf(groups);
      const names = [...new Set([...before.keys(), ...now.keys()])].filter(
        (name) => before.get(name) !== now.get(name),
      );
      return names.length === 0
        ? []
        : [difference(section, id, 'changed', `wants other rules of ${listed(names.sort())}`)];
    });
  }
}

/** What is wanted of the groups of each id or name; groups of several VPCs may have one name. */
function wantedOf(groups: readonly BaselineGroup[]): ReadonlyMap<string, string> {
  const byName = Map.groupBy(groups, ({ id, name }) => id ?? name ?? 'a group without a name');
  const wanted = ({ vpc, account, reach }: BaselineGroup) =>
    writeCanonical([vpc, account, JSON.stringify(writeRows(reach))]);
  return new Map([...byName].map(([name, own]) => [name, own.map(wanted).sort().join('\n')]));
}
