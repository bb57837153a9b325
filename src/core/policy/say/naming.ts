import { writeCidrs } from '../../net/cidr.ts';
import type { PeerSet } from '../../reach/peer-set.ts';
import { listed } from '../../reach/say-peers.ts';
import type { ActorSet, Policy } from '../policy.ts';
import { counted, saysOr } from './words.ts';

/** Says names of sets, at their first use with what they stand for. Holds which were said. */
export interface Naming {
  address(name: string): string;
  actors(set: ActorSet): string;
}

/** A new one, to which every name is new. */
export function newNaming({ addresses }: Pick<Policy, 'addresses'>): Naming {
  const said = new Set<string>();
  const first = (key: string, name: string, meaning: () => string) => {
    if (said.has(key)) return name;
    said.add(key);
    return `${name} (${meaning()})`;
  };
  return {
    address: (name) => {
      const peers = addresses.get(name);
      return peers === undefined ? name : first(`address ${name}`, name, () => sayMeaning(peers));
    },
    actors: (set) => first(`actors ${set.id}`, set.id, () => sayActors(set)),
  };
}

/** What a set of peers stands for, in brackets: its CIDRs, groups and lists, or how many of a kind where there are many. */
export function sayMeaning(peers: PeerSet): string {
  const cidrs = [...writeCidrs(peers.v4, 1), ...writeCidrs(peers.v6, 4)];
  const few = (names: readonly string[], noun: string) => (names.length > MANY ? [counted(names.length, noun)] : names);
  const named = [
    ...(cidrs.length > MANY ? [`${cidrs.length} ranges of addresses`] : cidrs),
    ...(peers.groups.cofinite ? ['members of any group'] : few(peers.groups.names, 'group')),
    ...(peers.lists.cofinite ? ['any prefix list'] : few(peers.lists.names, 'prefix list')),
  ];
  return named.length === 0 ? 'nobody yet' : named.join(', ');
}

/** Whom an actor set trusts: by name up to so many of a kind, else how many. */
export function sayActors(set: ActorSet, most: number = MANY): string {
  const kinds = [
    ['role', set.roles],
    ['user', set.users],
    ['source identity', set.sourceIdentities],
    ['permission set', set.permissionSets],
    ['service', set.services],
  ] as const;
  const parts = kinds.flatMap(([kind, names]) => {
    if (names.length === 0) return [];
    if (names.length > most) return [counted(names.length, kind)];
    return [`${kind} ${saysOr(names)}`];
  });
  return parts.length === 0 ? 'nobody yet' : listed(parts);
}

const MANY = 4;
