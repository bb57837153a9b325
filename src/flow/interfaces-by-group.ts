import type { Interface } from '../core/group/group.ts';

/** The interfaces that each group is on, by the group's id. */
export function interfacesByGroup(interfaces: readonly Interface[]): ReadonlyMap<string, readonly Interface[]> {
  const on = new Map<string, Interface[]>();
  for (const each of interfaces) {
    for (const group of new Set(each.groups)) {
      const own = on.get(group);
      if (own === undefined) on.set(group, [each]);
      else own.push(each);
    }
  }
  return on;
}
