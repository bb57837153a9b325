import type { Intaken, Source } from '../../src/contracts/source.ts';
import type { Spill } from '../../src/contracts/spill.ts';
import type { Json, JsonObject } from '../../src/core/leaf/canonical.ts';
import type { Decision } from '../../src/core/plan/decision.ts';
import type { Unreadable } from '../../src/core/trail/record.ts';
import { type Deciding, decideAll } from '../../src/flow/decide-all.ts';
import { load, type Tally } from '../../src/flow/load.ts';
import { openSpill } from '../../src/store/spill.ts';

/** What the product makes of records, in order of time unless another is asked for. */
export interface Told {
  readonly decisions: readonly Decision[];
  readonly unreadable: readonly Unreadable[];
  readonly tally: Tally;
}

/** A source that hands over records in batches of some size. */
function sourceOf(records: readonly Json[], batch = 100): Source {
  return {
    async *read() {
      for (let at = 0; at < records.length; at += batch) {
        yield records.slice(at, at + batch).map(
          (json, index): Intaken => ({
            kind: 'record',
            json,
            place: { file: 'records.json', number: at + index + 1 },
            from: 'file',
            receivedAt: null,
          }),
        );
      }
    },
  };
}

/** Reads records into a spill, as `scan` does. */
export async function spillOf(
  records: readonly Json[],
  batch?: number,
): Promise<{ readonly spill: Spill; readonly tally: Tally; readonly unreadable: readonly Unreadable[] }> {
  const unreadable: Unreadable[] = [];
  const spill = openSpill();
  const watcher = {
    progress: () => {},
    notice: () => {},
    unreadable: (what: Unreadable) => void unreadable.push(what),
  };
  return { spill, unreadable, tally: await load(sourceOf(records, batch), spill, watcher) };
}

/** Reads records and decides about every change in them. */
export async function tell(
  records: readonly JsonObject[],
  how: Partial<Deciding> & { readonly batch?: number; readonly order?: 'worst' | 'time' } = {},
): Promise<Told> {
  const { spill, tally, unreadable } = await spillOf(records, how.batch);
  decideAll(spill, { snapshot: null, net: false, ...how });
  const decisions = [...spill.decisions(how.order ?? 'time')].map(({ text }) => JSON.parse(text) as Decision);
  spill.close();
  return { decisions, unreadable, tally };
}
