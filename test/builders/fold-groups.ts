import type { Spill } from '../../src/contracts/spill.ts';
import type { Perimeter } from '../../src/core/group/group.ts';
import { type Trace, trace } from '../../src/core/ledger/trace.ts';
import { indexGroups } from '../../src/flow/group-index.ts';
import { evidenceOf, readListBook } from '../../src/flow/load.ts';

/** The history of every group of a spill, step by step, by group id. */
export function foldGroups(spill: Spill, snapshot: Perimeter | null): ReadonlyMap<string, readonly Trace[]> {
  const lists = readListBook(spill, snapshot);
  return new Map(
    indexGroups(spill, snapshot).map(({ key, subjects }) => {
      const traces: Trace[] = [];
      const evidence = evidenceOf(
        subjects.flatMap((subject) => spill.changesOf(subject)),
        snapshot,
        key,
      );
      trace(evidence, lists, (each) => void traces.push(each));
      return [key, traces];
    }),
  );
}
