import type { Spill } from '../contracts/spill.ts';

/** A spill that reads the changes of one and keeps decisions in another, so that one archive is judged several times. */
export function keepElsewhere(changes: Spill, decisions: Spill): Spill {
  return {
    keepRecord: (record) => changes.keepRecord(record),
    replaceRecord: (record) => changes.replaceRecord(record),
    subjects: (on) => changes.subjects(on),
    changesOf: (subject) => changes.changesOf(subject),
    changesOfKind: (kinds) => changes.changesOfKind(kinds),
    refused: () => changes.refused(),
    since: () => changes.since(),
    keepDecision: (decision) => decisions.keepDecision(decision),
    decisions: (order) => decisions.decisions(order),
    decisionsNamed: (prefix) => decisions.decisionsNamed(prefix),
    close: () => decisions.close(),
  };
}
