import type { Decision } from '../../core/plan/decision.ts';
import { type ExposedTo, exposedBy } from '../../core/plan/exposed-to.ts';
import type { Style } from './screen.ts';
import type { Cell, Column } from './table.ts';
import { sayResult, verdictLook, wholeVerdictWord } from './verdict-text.ts';
import { sayWhen } from './when.ts';
import { whoCell } from './who.ts';

/** What a table of decisions shows. */
export interface DecisionTable {
  readonly columns: readonly Column[];
  readonly row: (decision: Decision) => readonly Cell[];
}

/** Columns for decisions: of one group (`withGroup: false`) or of many. */
export function decisionTable(told: {
  readonly withGroup: boolean;
  readonly withYear: boolean;
  /** Verdicts stand in place of exposure, and what they rest on beside the change. */
  readonly judged?: boolean;
  readonly idOf: (id: string) => string;
}): DecisionTable {
  const group = told.withGroup ? [{ title: 'GROUP', least: told.judged ? 9 : 11, most: 22 }] : [];
  return {
    columns: [
      { title: told.judged ? 'SEVERITY' : 'EXPOSURE', least: 8, ...(told.judged ? { most: 15 } : {}) },
      { title: 'WHEN (UTC)', least: told.withYear ? 16 : 12 },
      ...group,
      { title: 'CHANGE', least: told.judged ? 13 : 18, weight: told.judged ? 1.7 : 2.6 },
      { title: 'BY', least: told.judged ? 5 : 6, most: told.judged ? 14 : 26 },
      ...(told.judged ? [{ title: 'CHECK', least: 9, most: 44, weight: 1.4 }] : []),
      { title: 'ID', least: 8 },
    ],
    row: (decision) => {
      const exposed = decision.call.result === 'applied' ? exposedBy(decision) : 'attempt';
      const count = decision.changes?.length ?? 0;
      const calls = count === 0 ? {} : { tail: { long: `(net of ${count} calls)`, short: `(net of ${count})` } };
      return [
        told.judged && decision.verdict !== undefined
          ? { text: wholeVerdictWord(decision.verdict), as: verdictLook(decision.verdict) }
          : { text: exposed, as: looks[exposed] },
        { text: sayWhen(decision.at, told.withYear) },
        ...(told.withGroup ? [{ text: decision.on.name ?? decision.on.id ?? '-' }] : []),
        { text: decision.short, shorter: [decision.short.replace(/(?<=IPv[46]) Internet/g, '')], ...calls },
        whoCell(decision.actor),
        ...(told.judged ? [{ text: sayResult(decision) }] : []),
        { text: told.idOf(decision.id), as: 'cyan' },
      ];
    },
  };
}

/** The look of each word; the word itself says it all. */
export const looks: Readonly<Record<ExposedTo | 'attempt', Style>> = {
  Internet: 'alarm',
  wide: 'red',
  public: 'yellow',
  list: 'yellow',
  outward: 'bold',
  private: 'bold',
  '-': 'dim',
  attempt: 'dim',
};
