import { nothing, type Reach } from '../../reach/reach.ts';
import { type ReachRow, writeRows } from '../../reach/rows.ts';
import { reachOfTold } from '../decision-matrices.ts';

/** What of a row tells its reach again. */
export type SavedRow = Pick<ReachRow, 'direction' | 'services' | 'peers'>;

/** A reach that may have been saved as rows: read, and written, only when it is asked for. */
export class HeldReach {
  #reach: Reach | null;
  #rows: readonly SavedRow[] | null;

  constructor(of: { readonly reach: Reach } | { readonly rows: readonly SavedRow[] } = { reach: nothing }) {
    this.#reach = 'reach' in of ? of.reach : null;
    this.#rows = 'rows' in of ? of.rows : null;
  }

  get reach(): Reach {
    this.#reach ??= reachOfTold((this.#rows ?? []) as readonly ReachRow[]);
    return this.#reach;
  }

  get rows(): readonly SavedRow[] {
    this.#rows ??= writeRows(this.reach).map(({ direction, services, peers }) => ({ direction, services, peers }));
    return this.#rows;
  }
}
