import { canonicalCidr } from '../../net/cidr.ts';
import type { ObservedActor } from './observed.ts';

/** An address from which people used the console, or the network of several of them. */
export interface PickedAddress {
  readonly cidr: string;
  /** The most days on which one of its addresses was seen. */
  readonly days: number;
  readonly actors: number;
}

/** Addresses in one /24 (or /64) from which it is said as a network. */
const several = 3;

/** Finds where console users came from on two days or more, or several of them: perhaps offices, to be looked at. */
export function pickAddresses(actors: readonly ObservedActor[]): readonly PickedAddress[] {
  const seen = new Map<string, { days: number; actors: number }>();
  for (const { sources } of actors) {
    for (const { address, days, console } of sources) {
      if (!console || canonicalCidr(wholeOf(address)) === null) continue;
      const before = seen.get(address) ?? { days: 0, actors: 0 };
      seen.set(address, { days: Math.max(before.days, days), actors: before.actors + 1 });
    }
  }
  const networks = Map.groupBy([...seen], ([address]) => networkOf(address));
  return [...networks]
    .flatMap(([network, own]) => {
      const usual = own.filter(([, each]) => each.days > 1 || each.actors > 1);
      const days = Math.max(...own.map(([, each]) => each.days));
      if (own.length >= several) return [{ cidr: network, days, actors: own.length }];
      return usual.map(([address, each]) => ({ cidr: canonicalCidr(wholeOf(address))!, ...each }));
    })
    .sort((a, b) => b.actors - a.actors || b.days - a.days || (a.cidr < b.cidr ? -1 : 1));
}

function wholeOf(address: string): string {
  return `${address}/${address.includes(':') ? 128 : 32}`;
}

function networkOf(address: string): string {
  return canonicalCidr(`${address}/${address.includes(':') ? 64 : 24}`)!;
}
