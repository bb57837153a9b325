import type { Services } from '../../net/services.ts';
import { nobody, type PeerSet, unionOfPeers } from '../../reach/peer-set.ts';
import { type Spot, type Tell, within } from '../tell.ts';
import { unknownName } from '../unknown-name.ts';
import { readService, wellKnownServices } from './read-service.ts';
import { FOREIGN, namedPeers, type Sets } from './read-sets.ts';

/** No rule names a group so: it holds the place, on its services, of the groups that `foreign` stands for. */
const strangers: PeerSet = { ...nobody, groups: { cofinite: false, names: [FOREIGN] } };

/** The peers that names stand for; a name that is none is told at its place. */
export function peersNamed(names: readonly string[], spot: Spot, sets: Sets, tell: Tell): PeerSet {
  const found = names.flatMap((name, index) => {
    if (name === FOREIGN) return [strangers];
    const peers = sets.addresses.get(name) ?? namedPeers.get(name);
    if (peers !== undefined) return [peers];
    const known = [...sets.addresses.keys(), ...namedPeers.keys(), FOREIGN];
    tellUnknown('an address set or a place', name, known, within(spot, index), tell);
    return [];
  });
  return found.length === 0 ? nobody : unionOfPeers(found);
}

/** The services that names of ports stand for; a name that is none is told at its place. */
export function servicesNamed(names: readonly string[], spot: Spot, sets: Sets, tell: Tell): readonly Services[] {
  return names.flatMap((name, index) => {
    const found = sets.ports.get(name) ?? wellKnownServices.get(name);
    if (found !== undefined) return found;
    const service = readService(name);
    if (service !== null) return [service];
    const known = [...sets.ports.keys(), 'all', ...wellKnownServices.keys()];
    tellUnknown('a port set, a well-known port or a service such as `tcp/22`', name, known, within(spot, index), tell);
    return [];
  });
}

/** Tells a name that is not known, with the one that was probably meant. */
export function tellUnknown(kind: string, name: string, known: readonly string[], spot: Spot, tell: Tell): void {
  const { message, suggestion } = unknownName(kind, name, known);
  tell('error', spot, message, { suggestion });
}
