import type { Decision } from '../../core/plan/decision.ts';
import { type ExposedTo, exposedBy } from '../../core/plan/exposed-to.ts';
import type { Style } from './screen.ts';
import type { Cell, Column } from './table.ts';
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
  readonly idOf: (id: string) => string;
}): DecisionTable {
  const group = told.withGroup ? [{ title: 'GROUP', least: 11, most: 22 }] : [];
  return {
    columns: [
      { title: 'EXPOSURE', least: 8 },
      { title: 'WHEN (UTC)', least: told.withYear ? 16 : 12 },
      ...group,
      { title: 'CHANGE', least: 18, weight: 2.6 },
      { title: 'BY', least: 6, most: 26 },
      { title: 'ID', least: 8 },
    ],
    row: (decision) => {
      const exposed = decision.call.result === 'applied' ? exposedBy(decision) : 'attempt';
      const count = decision.changes?.length ?? 0;
      const calls = count === 0 ? {} : { tail: { long: `(net of ${count} calls)`, short: `(net of ${count})` } };
      return [
        { text: exposed, as: looks[exposed] },
        { text: sayWhen(decision.at, told.withYear) },
        ...(told.withGroup ? [{ text: decision.on.name ?? decision.on.id ?? '-' }] : []),
        { text: decision.short, shorter: [decision.short.replace(/(?<=IPv[46]) Internet/g, '')], ...calls },
        whoCell(decision.actor),
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
