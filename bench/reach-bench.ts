import type { Tuple } from '../src/core/group/rule.ts';
import { minus, union } from '../src/core/reach/algebra.ts';
import { effectOf, exactly } from '../src/core/reach/bounds.ts';
import { nothing, type Reach, reachOf } from '../src/core/reach/reach.ts';
import { largeDelivery } from './generate/large-delivery.ts';
import { startSeeded } from './generate/seeded.ts';

/** Microseconds of one operation: the least of many short blocks, interleaved with the others. */
export interface ReachRow {
  readonly id: string;
  readonly name: string;
  readonly micros: number;
}

/** What reach costs beside parsing the record that brings the change. */
export interface ReachReport {
  readonly recordBytes: number;
  readonly rows: readonly ReachRow[];
}

/** Measures what a change adds to a group whose reach is known, by number and family of its rules. */
export function benchReach(rounds: number): ReachReport {
  const text = largeDelivery();
  const subjects: readonly Subject[] = [
    { id: 'parse', name: 'JSON.parse of the record as delivered', run: () => JSON.parse(text) },
    ...gained('v4-60', 'IPv4, 3 rules added to 60', 'ipv4', 60, 3),
    ...gained('v6-60', 'IPv6, 3 rules added to 60', 'ipv6', 60, 3),
    ...gained('v4-1000', 'IPv4, 10 rules added to 1000', 'ipv4', 1000, 10),
  ];
  const least = new Map(subjects.map(({ id }) => [id, Number.POSITIVE_INFINITY]));
  for (let round = 0; round < rounds * 40; round++) {
    for (const { id, run } of subjects) least.set(id, Math.min(least.get(id)!, microsOf(run)));
  }
  return { recordBytes: text.length, rows: subjects.map(({ id, name }) => ({ id, name, micros: least.get(id)! })) };
}

interface Subject {
  readonly id: string;
  readonly name: string;
  readonly run: () => unknown;
}

function gained(
  id: string,
  name: string,
  family: 'ipv4' | 'ipv6',
  standing: number,
  added: number,
): readonly Subject[] {
  const chance = startSeeded(standing, added);
  const old = Array.from({ length: standing }, () => ruleOf(family, chance));
  const fresh = Array.from({ length: added }, () => ruleOf(family, chance));
  const before: Reach = reachOf(old);
  const after = union(before, reachOf(fresh));
  return [
    { id, name: `gained: ${name}`, run: () => minus(reachOf(fresh), before) },
    { id: `${id}-all`, name: `gained, old rules read anew: ${name}`, run: () => minus(reachOf(fresh), reachOf(old)) },
    {
      id: `${id}-effect`,
      name: `whole effect with bounds: ${name}`,
      run: () => effectOf({ added: reachOf(fresh), removed: nothing, before: exactly(before), after: exactly(after) }),
    },
  ];
}

const ports = [22, 80, 443, 3306, 3389, 5432, 6379, 8080, 8443, 9200];

function ruleOf(family: 'ipv4' | 'ipv6', chance: ReturnType<typeof startSeeded>): Tuple {
  const port = chance.pick(ports);
  const value =
    family === 'ipv4'
      ? `${chance.pick(['10.20', '172.16', '192.168'])}.${chance.upTo(256)}.${chance.upTo(16) * 16}/28`
      : `2001:db8:${chance.upTo(0x10000).toString(16)}:${chance.upTo(0x10000).toString(16)}::/64`;
  const to = chance.chance(0.2) ? port + chance.upTo(100) : port;
  return { direction: 'ingress', protocol: 'tcp', ports: [port, to], peer: { kind: family, value } };
}

/** Keeps what an operation returns in sight, so that the compiler cannot leave it out. */
let sink: unknown = null;

function microsOf(run: () => unknown): number {
  const once = timeOf(run, 1);
  const micros = timeOf(run, Math.min(500, Math.max(3, Math.ceil(blockMicros / once))));
  if (sink === undefined) throw new Error('expected every operation to return something');
  return micros;
}

const blockMicros = 1000;

function timeOf(run: () => unknown, count: number): number {
  const began = performance.now();
  for (let turn = 0; turn < count; turn++) sink = run();
  return ((performance.now() - began) * 1000) / count;
}
