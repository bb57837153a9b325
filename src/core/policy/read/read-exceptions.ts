import { readInstant } from '../../leaf/instant.ts';
import { unionOf } from '../../reach/algebra.ts';
import { nobody, unionOfPeers } from '../../reach/peer-set.ts';
import { boxOf, readPlace } from '../../reach/places.ts';
import { nothing, type Reach } from '../../reach/reach.ts';
import { type Joined, type Said, saidIn } from '../join.ts';
import type { PolicyLayer } from '../layer.ts';
import type { Check, Exception } from '../policy.ts';
import { type Tell, within } from '../tell.ts';
import { placeOf } from './place.ts';
import { textAt, textsOf, valueAt } from './plain-value.ts';
import { readGroups } from './read-baselines.ts';
import type { Written } from './read-checks.ts';
import { servicesNamed } from './read-names.ts';
import { directionsOf } from './read-question.ts';
import type { Sets } from './read-sets.ts';

/** Reads all exceptions, sorted by id. One without a direction goes the ways its check asks about. */
export function readExceptions(
  joined: Joined,
  sets: Sets,
  checks: ReadonlyMap<string, Check>,
  layers: readonly PolicyLayer[],
  tell: Tell,
): readonly Written<Exception>[] {
  return saidIn(joined, 'exceptions').map(([id, said]) => {
    const text = (key: string) => textAt(said.value, key);
    const check = text('check');
    const made: Exception = {
      id,
      at: placeOf(layers, said),
      layer: said.layer,
      check,
      group: text('group'),
      box: readBox(said, check === null ? undefined : checks.get(check), sets, tell),
      declared: readGroups(said, 'declared', layers, tell),
      from: readInstant(text('from') ?? ''),
      until: readInstant(text('until') ?? '') ?? 0,
      owner: text('owner') ?? '',
      reason: text('reason') ?? '',
      ticket: text('ticket'),
    };
    return { made, said };
  });
}

function readBox(said: Said, check: Check | undefined, sets: Sets, tell: Tell): Reach {
  if (valueAt(said.value, 'peers') === undefined) return nothing;
  const peers = textsOf(valueAt(said.value, 'peers')).map((text, index) => {
    const isNamed = /^(\d+\/)?sg-|^pl-|\//.test(text);
    const place = isNamed ? readPlace(text) : { misread: '' };
    if (!('misread' in place)) return place;
    tell('error', within(said, 'peers', index), `expected a CIDR, \`sg-…\` or \`pl-…\`, got \`${text}\``);
    return nobody;
  });
  const services = servicesNamed(textsOf(valueAt(said.value, 'ports')), within(said, 'ports'), sets, tell);
  const asked = check === undefined || !('box' in check.when) ? [] : check.when.words.direction;
  const listed = textsOf(valueAt(said.value, 'direction'));
  const ways = listed.length === 0 ? asked : listed;
  return unionOf(directionsOf(ways).map((way) => boxOf(way, unionOfPeers(peers), services)));
}
