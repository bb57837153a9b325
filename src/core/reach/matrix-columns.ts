import type { Direction } from '../group/rule.ts';
import type { Services } from '../net/services.ts';
import { minus, unionOf } from './algebra.ts';
import type { Bounds } from './bounds.ts';
import { exposureRank } from './exposure.ts';
import type { MatrixColumn } from './matrix.ts';
import { everybody } from './peer-set.ts';
import { boxOf } from './places.ts';
import type { Reach } from './reach.ts';
import { reachOfRow, rowsOf } from './row.ts';
import { sayServices } from './say-services.ts';
import type { Slab } from './slabs.ts';

/** Columns for what a change touched, and beside them for what else stands open. */
const mostTouched = 5;
const mostBeside = 3;

/**
 * The services of a table: those that were touched, cut where anything on either side begins or ends as long as they
 * stay few, then the most exposed of those that are open beside them.
 */
export function matrixColumns(direction: Direction, touched: Reach, sides: readonly Bounds[]): readonly MatrixColumn[] {
  const moved = joined(touched[direction]);
  if (moved.length === 0) return [];
  const edges = [touched, ...sides.map((side) => side.certain)].flatMap((reach) => reach[direction]);
  const cut = moved.flatMap((stretch) => cutAt(stretch, edges));
  const few = cut.length <= mostTouched ? cut.map((each) => [each]) : bundled(moved);
  const box = boxOf(direction, everybody, moved);
  const beside = rowsOf(minus(unionOf(sides.map((side) => side.certain)), box))
    .filter((row) => row.direction === direction)
    .map((row) => ({ services: row.services, rank: exposureRank(reachOfRow(row)) }))
    .toSorted((a, b) => b.rank - a.rank || a.services[0]!.from - b.services[0]!.from)
    .slice(0, mostBeside)
    .map(({ services }) => services);
  return [...few, ...beside].map((services) => ({ label: sayServices(services, 2, true), services }));
}

/** Neighbouring slabs as one stretch, whoever has them. */
function joined(slabs: readonly Slab[]): readonly Services[] {
  const out: Services[] = [];
  for (const { from, to } of slabs) {
    const last = out.at(-1);
    if (last !== undefined && last.to + 1 === from) out[out.length - 1] = { from: last.from, to };
    else out.push({ from, to });
  }
  return out;
}

function cutAt(stretch: Services, slabs: readonly Slab[]): readonly Services[] {
  const starts = slabs.flatMap(({ from, to }) => [from, to + 1]).filter((at) => at > stretch.from && at <= stretch.to);
  const all = [...new Set([stretch.from, ...starts])].sort((a, b) => a - b);
  return all.map((from, at) => ({ from, to: (all[at + 1] ?? stretch.to + 1) - 1 }));
}

/** The first stretches by themselves, all others as one column. */
function bundled(stretches: readonly Services[]): readonly (readonly Services[])[] {
  if (stretches.length <= mostTouched) return stretches.map((each) => [each]);
  const alone = stretches.slice(0, mostTouched - 1).map((each) => [each]);
  return [...alone, stretches.slice(mostTouched - 1)];
}
