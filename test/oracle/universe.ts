import fc from 'fast-check';
import type { Direction, Peer, Tuple } from '../../src/core/group/rule.ts';
import { readIpv6 } from '../../src/core/net/address-text.ts';
import { readCidr } from '../../src/core/net/cidr.ts';
import { intersect, minus, union } from '../../src/core/reach/algebra.ts';
import { everything, nothing, type Reach, reachOf } from '../../src/core/reach/reach.ts';

/**
 * A world small enough to try every point of it: 16 IPv4 and 4 IPv6 addresses, a group and a list, 8 ports, both
 * directions; and one point outside of each, which only `everything` holds. A model is the set of its points by name.
 */
export type Model = ReadonlySet<string>;

const directions: readonly Direction[] = ['ingress', 'egress'];
const ports = [20, 21, 22, 23, 24, 25, 26, 27];
const insideV4 = Array.from({ length: 16 }, (_, i) => `192.0.2.${i}`);
const insideV6 = Array.from({ length: 4 }, (_, i) => `2001:db8::${i}`);
const atoms = [...insideV4, '192.0.2.16', ...insideV6, '2001:db8::4', 'sg-a', 'sg-z', 'pl-a', 'pl-z'];

/** Every point there is. */
const points: readonly string[] = directions.flatMap((direction) =>
  [...ports, 28].flatMap((port) => atoms.map((atom) => `${direction} ${port} ${atom}`)),
);

export const either = (a: Model, b: Model): Model => new Set([...a, ...b]);
export const without = (a: Model, b: Model): Model => new Set([...a].filter((point) => !b.has(point)));
export const both = (a: Model, b: Model): Model => new Set([...a].filter((point) => b.has(point)));

/** The points a rule permits, found without the algebra. */
export function modelOf(tuples: readonly Tuple[]): Model {
  return new Set(points.filter((point) => tuples.some((tuple) => permits(tuple, point))));
}

function permits(tuple: Tuple, point: string): boolean {
  const [direction, port, atom = ''] = point.split(' ');
  const [from, to] = tuple.ports ?? [0, 65535];
  if (tuple.direction !== direction || Number(port) < from || Number(port) > to) return false;
  if (tuple.peer.kind === 'group' || tuple.peer.kind === 'list') return tuple.peer.value === atom;
  const [address = '', prefix] = tuple.peer.value.split('/');
  if (/[a-z]-/.test(atom) || atom.includes(':') !== address.includes(':')) return false;
  const host = (text: string) => Number(text.split(/[.:]/).at(-1) || '0');
  const size = 2 ** ((atom.includes(':') ? 128 : 32) - Number(prefix));
  return host(atom) >= host(address) && host(atom) < host(address) + size;
}

/** The points a reach holds, read from its slabs one by one. */
export function modelOfReach(reach: Reach): Model {
  return new Set(points.filter((point) => holds(reach, point)));
}

function holds(reach: Reach, point: string): boolean {
  const [direction, port, atom = ''] = point.split(' ');
  const service = 6 * 65536 + Number(port);
  const slab = reach[direction as Direction].find(({ from, to }) => from <= service && service <= to);
  if (slab === undefined) return false;
  const { peers } = slab;
  if (atom.startsWith('sg-')) return peers.groups.names.includes(atom) !== peers.groups.cofinite;
  if (atom.startsWith('pl-')) return peers.lists.names.includes(atom) !== peers.lists.cofinite;
  const words = new Uint32Array(4);
  if (!readIpv6(atom.includes(':') ? atom : `::${atom}`, words, 0)) return false;
  const set = atom.includes(':') ? [...peers.v6] : [...peers.v4].flatMap((word) => [0, 0, 0, word]);
  const text = (all: readonly number[]) => all.map((word) => word.toString(16).padStart(8, '0')).join('');
  const address = text([...words]);
  for (let i = 0; i < set.length; i += 8) {
    if (text(set.slice(i, i + 4)) <= address && address <= text(set.slice(i + 4, i + 8))) return true;
  }
  return false;
}

const blocks4 = [28, 29, 30, 31, 32].flatMap((prefix) =>
  insideV4.filter((_, i) => i % 2 ** (32 - prefix) === 0).map((address) => `${address}/${prefix}`),
);
const blocks6 = [126, 127, 128].flatMap((prefix) =>
  insideV6.filter((_, i) => i % 2 ** (128 - prefix) === 0).map((address) => `${address}/${prefix}`),
);

const anyPeer: fc.Arbitrary<Peer> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...blocks4).map((value): Peer => ({ kind: 'ipv4', value })) },
  { weight: 2, arbitrary: fc.constantFrom(...blocks6).map((value): Peer => ({ kind: 'ipv6', value })) },
  { weight: 1, arbitrary: fc.constant<Peer>({ kind: 'group', value: 'sg-a' }) },
  { weight: 1, arbitrary: fc.constant<Peer>({ kind: 'list', value: 'pl-a' }) },
);

/** Rules of the small world. */
export const anyTuple: fc.Arbitrary<Tuple> = fc
  .tuple(fc.constantFrom(...directions), fc.constantFrom(...ports), fc.constantFrom(...ports), anyPeer)
  .map(([direction, a, b, peer]) => ({ direction, protocol: 'tcp', ports: [Math.min(a, b), Math.max(a, b)], peer }));

export const anyTuples: fc.Arbitrary<Tuple[]> = fc.array(anyTuple, { maxLength: 12 });

/** A reach with the model of what it must hold: rules, everything, nothing, and what the algebra makes of them. */
export interface Sample {
  readonly reach: Reach;
  readonly model: Model;
}

const leaf: fc.Arbitrary<Sample> = fc.oneof(
  { weight: 8, arbitrary: anyTuples.map((tuples) => ({ reach: reachOf(tuples), model: modelOf(tuples) })) },
  { weight: 1, arbitrary: fc.constant({ reach: everything, model: new Set(points) }) },
  { weight: 1, arbitrary: fc.constant({ reach: nothing, model: new Set<string>() }) },
);

export const anySample: fc.Arbitrary<Sample> = fc.oneof(
  leaf,
  fc.tuple(leaf, leaf).map(([a, b]) => ({ reach: union(a.reach, b.reach), model: either(a.model, b.model) })),
  fc.tuple(leaf, leaf).map(([a, b]) => ({ reach: minus(a.reach, b.reach), model: without(a.model, b.model) })),
  fc.tuple(leaf, leaf).map(([a, b]) => ({
    reach: intersect(a.reach, b.reach),
    model: both(a.model, b.model),
  })),
);

/** A reach of the small world. */
export const anyReach: fc.Arbitrary<Reach> = anySample.map((sample) => sample.reach);

/** A rule in one line, for tests: `rule('tcp', 22, '0.0.0.0/0')`, ports as a number, `from-to`, or `null`. */
export function rule(
  protocol: string,
  service: number | string | null,
  peer: string,
  direction: Direction = 'ingress',
): Tuple {
  const [from, to = from] =
    service === null
      ? []
      : String(service)
          .split(/(?<=\d)-/)
          .map(Number);
  const kind = peer.startsWith('pl-') ? 'list' : 'misread' in readCidr(peer) ? 'group' : null;
  const family = peer.includes(':') ? 'ipv6' : 'ipv4';
  return {
    direction,
    protocol,
    ports: from === undefined || to === undefined ? null : [from, to],
    peer: { kind: kind ?? family, value: peer },
  };
}
