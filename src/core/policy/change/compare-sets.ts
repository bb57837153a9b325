import { isNobody, minusPeers, nobody, type PeerSet, peersEqual } from '../../reach/peer-set.ts';
import type { ActorSet, Check, Policy } from '../policy.ts';
import { sayActors, sayMeaning } from '../say/naming.ts';
import { compareById, difference, type PolicyDifference } from './difference.ts';

/** How sets of addresses differ, and the actor sets that checks and adjustments use. */
export function compareSets(old: Policy | null, next: Policy): readonly PolicyDifference[] {
  return [...compareAddresses(old, next), ...compareActors(old, next)];
}

function compareAddresses(old: Policy | null, next: Policy): readonly PolicyDifference[] {
  const was = old?.addresses ?? new Map<string, PeerSet>();
  const names = [...new Set([...was.keys(), ...next.addresses.keys()])].sort();
  return names.flatMap((id) => {
    const [before, now] = [was.get(id), next.addresses.get(id)];
    if (before === undefined) return [difference(SECTION, id, 'added', `added: ${sayMeaning(now ?? nobody)}`)];
    if (now === undefined) return [difference(SECTION, id, 'removed', `removed: ${sayMeaning(before)}`)];
    if (peersEqual(before, now)) return [];
    const [more, less] = [minusPeers(now, before), minusPeers(before, now)];
    const parts = [
      ...(isNobody(more) ? [] : [`also ${sayMeaning(more)}`]),
      ...(isNobody(less) ? [] : [`no longer ${sayMeaning(less)}`]),
    ];
    return [difference(SECTION, id, 'changed', parts.join('; '))];
  });
}

const SECTION = 'addresses';

function compareActors(old: Policy | null, next: Policy): readonly PolicyDifference[] {
  const told = (policy: Policy | null) => {
    const used = policy === null ? [] : actorSetsOf(policy);
    const byName = new Map(used.map((set) => [set.id, set]));
    return [...byName.values()].map((set) => ({ id: set.id, text: sayActors(set, Infinity) }));
  };
  return compareById('actors', told(old), told(next));
}

function actorSetsOf(policy: Policy): readonly ActorSet[] {
  const conditions = [
    ...policy.checks.flatMap((check: Check) => check.unless),
    ...policy.adjust.map(({ when }) => when),
  ];
  return [...conditions.flatMap(({ actor }) => actor ?? []), ...policy.safety.neverTouch.setBy];
}
