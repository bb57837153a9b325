import type { Change } from '../../change/change.ts';
import type { Direction } from '../../group/rule.ts';
import type { Json } from '../../leaf/canonical.ts';
import { unionOf } from '../../reach/algebra.ts';
import { minusPeers } from '../../reach/peer-set.ts';
import { boxOf } from '../../reach/places.ts';
import type { BoxQuestion, Question } from '../policy.ts';
import { readSpan } from '../span.ts';
import { type Spot, type Tell, within } from '../tell.ts';
import { numberAt, textAt, textsOf, valueAt } from './plain-value.ts';
import { peersNamed, servicesNamed } from './read-names.ts';
import { FOREIGN, type Sets } from './read-sets.ts';

/** Reads the one question of a check (the value of `when`); names that are none are told. */
export function readQuestion(value: Json | undefined, spot: Spot, sets: Sets, tell: Tell): Question {
  const attempts = valueAt(value, 'attempts');
  if (attempts !== undefined) {
    const span = readSpan(textAt(attempts, 'within') ?? '') ?? 0;
    return { kind: 'attempts', moreThan: numberAt(attempts, 'more_than') ?? 0, within: span };
  }
  const tags = valueAt(value, 'tags');
  if (tags !== undefined) {
    const named = (key: string) => textsOf(valueAt(tags, key));
    return {
      kind: 'tags',
      effect: named('effect').includes('lowers-protection') ? ['lowers-protection'] : [],
      missing: (['environment', 'owner'] as const).filter((context) => named('missing').includes(context)),
    };
  }
  const kind = valueAt(value, 'lost') === undefined ? 'gained' : 'lost';
  return readBox(kind, valueAt(value, kind), within(spot, kind), sets, tell);
}

function readBox(kind: BoxQuestion['kind'], value: Json | undefined, spot: Spot, sets: Sets, tell: Tell): BoxQuestion {
  const texts = (key: string) => textsOf(valueAt(value, key));
  const words = {
    direction: texts('direction'),
    peers: texts('peers'),
    except: texts('except'),
    ports: texts('ports'),
  };
  const foreignExcept = words.except.indexOf(FOREIGN);
  if (foreignExcept >= 0) {
    const why = 'which groups those are follows from the group that is asked';
    const message = `\`${FOREIGN}\` cannot be excepted, since ${why}: ask for it in a check of its own`;
    tell('error', within(spot, 'except', foreignExcept), message);
  }
  const peers = minusPeers(
    peersNamed(words.peers, within(spot, 'peers'), sets, tell),
    peersNamed(words.except, within(spot, 'except'), sets, tell),
  );
  const services = servicesNamed(words.ports, within(spot, 'ports'), sets, tell);
  const change = valueAt(value, 'change');
  return {
    kind,
    box: unionOf(directionsOf(words.direction).map((direction) => boxOf(direction, peers, services))),
    foreign: words.peers.includes(FOREIGN),
    covers: valueAt(value, 'covers') === true,
    moreThan: numberAt(value, 'more_than'),
    change: change === undefined ? null : (textsOf(change) as readonly Change['kind'][]),
    words,
  };
}

/** The directions that words name, ingress first. */
export function directionsOf(words: readonly string[]): readonly Direction[] {
  return (['ingress', 'egress'] as const).filter((direction) => words.includes(direction));
}
