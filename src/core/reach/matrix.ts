import type { Direction } from '../group/rule.ts';
import type { Services } from '../net/services.ts';
import { covers, equals, intersect, isEmpty, meets, minus, unionOf } from './algebra.ts';
import { type Bounds, isUnbounded } from './bounds.ts';
import { matrixColumns } from './matrix-columns.ts';
import { matrixRows } from './matrix-rows.ts';
import type { PeerSet } from './peer-set.ts';
import { boxOf } from './places.ts';
import { nothing, type Reach } from './reach.ts';

/** What is laid out: the reach of one group on both sides of a change, and what the change did to it. */
export interface Sides {
  readonly before: Bounds;
  readonly after: Bounds;
  /** What it gained and lost at most, and for certain. */
  readonly gained: { readonly atLeast: Reach; readonly atMost: Reach };
  readonly lost: { readonly atLeast: Reach; readonly atMost: Reach };
  /** Open in between, and closed again. */
  readonly passing: Reach | null;
  /** Address sets that have a name. */
  readonly named: ReadonlyMap<string, PeerSet>;
}

/**
 * What became of the peers of a row on the services of a column: `closed` and `open` = as it was, `opened`, `lost`,
 * `maybe` = what is known lets it be either.
 */
export type CellState = 'closed' | 'open' | 'opened' | 'lost' | 'maybe';

export interface Cell {
  readonly state: CellState;
  /** It holds for some of these peers and services only. */
  readonly partly: boolean;
  /** It was open in between, and was closed again. */
  readonly passed: boolean;
}

/** Peers that are told as one. Rows share no peer. */
export interface MatrixRow {
  readonly label: string;
  readonly peers: PeerSet;
}

/** Services that are told as one. Columns share no service. */
export interface MatrixColumn {
  readonly label: string;
  readonly services: readonly Services[];
}

/** Who can reach what before and after, as a table; `cells` by row, then by column. */
export interface Matrix {
  readonly direction: Direction;
  readonly columns: readonly MatrixColumn[];
  readonly rows: readonly MatrixRow[];
  readonly cells: readonly (readonly Cell[])[];
}

/** The tables of a change: one for each direction that it touched, none where it moved nothing. */
export function matricesOf(sides: Sides): readonly Matrix[] {
  const touched = unionOf([sides.gained.atMost, sides.lost.atMost, sides.passing ?? nothing]);
  return (['ingress', 'egress'] as const).flatMap((direction) => {
    const columns = matrixColumns(direction, touched, [sides.before, sides.after]);
    if (columns.length === 0) return [];
    const seen = [touched, heldBy(sides.before), heldBy(sides.after)];
    const told = matrixRows(direction, columns, { seen, named: sides.named }).map((row) => ({
      row,
      cells: columns.map((column) => cellOf(boxOf(direction, row.peers, column.services), sides)),
    }));
    const rows = told.filter(
      ({ row, cells }) => row.always || cells.some(({ state, passed }) => state !== 'closed' || passed),
    );
    const merged = mergeFamilies(rows);
    return [{ direction, columns, rows: merged.map(({ row }) => row), cells: merged.map(({ cells }) => cells) }];
  });
}

interface Laid {
  readonly row: MatrixRow & { readonly both?: MatrixRow };
  readonly cells: readonly Cell[];
}

/** Both families of one place are one row where they fare alike. */
function mergeFamilies(rows: readonly Laid[]): readonly { readonly row: MatrixRow; readonly cells: readonly Cell[] }[] {
  return rows.flatMap(({ row, cells }, at) => {
    const { both, label, peers } = row;
    const twin = (other: Laid | undefined) =>
      both !== undefined && other?.row.both === both && JSON.stringify(other.cells) === JSON.stringify(cells);
    if (twin(rows[at - 1])) return [];
    return [{ row: twin(rows[at + 1]) ? both! : { label, peers }, cells }];
  });
}

/** What is told of a reach: all of it that is certain, and what is possible where that has limits. */
function heldBy(bounds: Bounds): Reach {
  return isUnbounded(bounds) ? bounds.certain : bounds.possible;
}

/** Something opened is told before anything else that holds for a part of the cell, since reach is never under-reported. */
function cellOf(box: Reach, { before, after, gained, lost, passing }: Sides): Cell {
  const passed = passing !== null && meets(passing, box) && !meets(after.certain, box);
  const cell = (state: CellState, by: Reach): Cell => ({ state, partly: !covers(by, box), passed });
  if (meets(gained.atLeast, box)) return cell('opened', gained.atLeast);
  if (meets(gained.atMost, box)) return cell('maybe', gained.atMost);
  if (meets(lost.atLeast, box)) return cell('lost', lost.atLeast);
  if (meets(lost.atMost, box)) return cell('maybe', lost.atMost);
  if (meets(after.certain, box)) return cell('open', after.certain);
  const unsure = [before, after].some(
    ({ certain, possible }) => !equals(intersect(certain, box), intersect(possible, box)),
  );
  if (unsure) return { state: 'maybe', partly: !isEmpty(minus(box, after.possible)), passed };
  return { state: 'closed', partly: false, passed };
}
