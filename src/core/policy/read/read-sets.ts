import type { Services } from '../../net/services.ts';
import { everybody, nobody, type PeerSet } from '../../reach/peer-set.ts';
import { places } from '../../reach/places.ts';
import { peersOfCidrs } from '../../reach/reach.ts';
import { everySymbol } from '../../reach/symbol-set.ts';
import { type Joined, type Said, saidIn } from '../join.ts';
import type { PolicyLayer } from '../layer.ts';
import type { ActorSet } from '../policy.ts';
import { type Tell, within } from '../tell.ts';
import { companionOf } from './place.ts';
import { textsOf, valueAt } from './plain-value.ts';
import { readAddressList } from './read-address-list.ts';
import { readService, wellKnownServices } from './read-service.ts';

/** What the names in checks stand for. */
export interface Sets {
  readonly addresses: ReadonlyMap<string, PeerSet>;
  readonly ports: ReadonlyMap<string, readonly Services[]>;
  readonly actors: ReadonlyMap<string, ActorSet>;
}

/** Names of peers that every policy knows. `foreign` depends on the group that is asked and is not among them. */
export const namedPeers: ReadonlyMap<string, PeerSet> = new Map(
  [
    ...Object.entries(places).filter(([name]) => name !== 'anywhere'),
    ['any', everybody] as const,
    ['groups', { ...nobody, groups: everySymbol }] as const,
    ['lists', { ...nobody, lists: everySymbol }] as const,
  ].sort(([a], [b]) => (a < b ? -1 : 1)),
);

/** The one name of peers that depends on whose group is asked. */
export const FOREIGN = 'foreign';

/** Reads all sets, and says where a name is taken already or a file's line is no address. */
export function readSets(joined: Joined, layers: readonly PolicyLayer[], tell: Tell): Sets {
  return {
    addresses: new Map(
      saidIn(joined, 'sets.addresses').map(([id, said]) => [id, readAddressSet(id, said, layers, tell)]),
    ),
    ports: new Map(saidIn(joined, 'sets.ports').map(([id, said]) => [id, readPortSet(id, said, tell)])),
    actors: new Map(saidIn(joined, 'sets.actors').map(([id, said]) => [id, readActorSet(id, said)])),
  };
}

/** The addresses of a set: those it names, or those of its file. */
export function readAddressSet(id: string, said: Said, layers: readonly PolicyLayer[], tell: Tell): PeerSet {
  if (namedPeers.has(id) || id === FOREIGN) tellTaken('an address set', id, said, tell);
  const file = companionOf(layers, said, 'file');
  if (file === null) return peersOfCidrs(textsOf(valueAt(said.value, 'cidrs')));
  const { cidrs, misread } = readAddressList(file.text);
  for (const { line, message } of misread.slice(0, MANY)) {
    tell('error', within(said, 'file'), `${file.name}:${line}: ${message}`);
  }
  if (misread.length > MANY) {
    tell('error', within(said, 'file'), `${file.name}: ${misread.length - MANY} more lines are no CIDR either`);
  }
  return peersOfCidrs(cidrs.map(({ text }) => text));
}

const MANY = 20;

/** The services of a port set. */
export function readPortSet(id: string, said: Said, tell: Tell): readonly Services[] {
  if (wellKnownServices.has(id) || id === 'all') tellTaken('a port set', id, said, tell);
  return textsOf(said.value).flatMap((word, index) => {
    const service = readService(word);
    if (service !== null) return [service];
    tell('error', within(said, index), `expected a service such as \`tcp/22\` or \`icmp/8\`, got \`${word}\``);
    return [];
  });
}

/** The actors of a set. */
export function readActorSet(id: string, { value }: Said): ActorSet {
  const texts = (key: string) => [...new Set(textsOf(valueAt(value, key)))].sort();
  return {
    id,
    roles: texts('roles'),
    users: texts('users'),
    sourceIdentities: texts('source_identities'),
    permissionSets: texts('permission_sets'),
    services: texts('services'),
  };
}

function tellTaken(kind: string, id: string, said: Said, tell: Tell): void {
  tell('error', said, `expected a name of its own for ${kind}, and \`${id}\` means something already: choose another`, {
    on: 'key',
  });
}

/** Whether an actor set names nobody. */
export function isNobodySet(set: ActorSet): boolean {
  return [set.roles, set.users, set.sourceIdentities, set.permissionSets, set.services].every(
    (names) => names.length === 0,
  );
}
