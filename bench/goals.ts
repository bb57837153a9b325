import type { ArchiveReport } from './archive-bench.ts';
import { archiveGoals } from './goals/archive-goals.ts';
import { ledgerGoals } from './goals/ledger-goals.ts';
import { memoryGoals } from './goals/memory-goals.ts';
import { reachGoals } from './goals/reach-goals.ts';
import { verdictGoals } from './goals/verdict-goals.ts';
import type { LedgerReport } from './ledger-bench.ts';
import type { ReachReport } from './reach-bench.ts';
import type { VerdictReport } from './verdict-bench.ts';

/** A bar and what was measured against it; `measured` is `null` where a contender is absent or the size was not asked for. */
export interface Goal {
  readonly id: string;
  readonly text: string;
  readonly bar: Bar;
  readonly measured: number | null;
  /** Why there is no figure, or what to know about it. */
  readonly note?: string;
}

/** A limit to stay under or to reach. */
export interface Bar {
  readonly kind: 'at most' | 'at least';
  readonly value: number;
}

/** The outcome of a goal. */
export function verdictOf({ bar, measured }: Goal): 'met' | 'missed' | 'not measured' {
  if (measured === null || Number.isNaN(measured)) return 'not measured';
  return (bar.kind === 'at most' ? measured <= bar.value : measured >= bar.value) ? 'met' : 'missed';
}

/** All goals on speed and memory, with what this run measured. */
export function goalsOf(
  archive: ArchiveReport | null,
  reach: ReachReport | null,
  verdicts: VerdictReport | null,
  ledger: LedgerReport | null,
): readonly Goal[] {
  return [
    ...(archive === null ? [] : [...archiveGoals(archive), ...memoryGoals(archive.memory)]),
    ...(reach === null ? [] : reachGoals(reach)),
    ...(verdicts === null ? [] : verdictGoals(verdicts)),
    ...(ledger === null ? [] : ledgerGoals(ledger)),
  ];
}
