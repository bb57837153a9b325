import type { Spill, SpilledChange, SpilledDecision, SpilledRecord } from '../../../contracts/spill.ts';
import type { Instant } from '../../../core/leaf/instant.ts';

/** What a spill in memory begins with, beside records that are kept later. */
export interface Begun {
  readonly changes: readonly SpilledChange[];
  /** Refused calls about other things: they count as attempts, and nothing is decided about them. */
  readonly elsewhere: readonly SpilledChange[];
  /** How far back the past is known, where that is further than these changes go. */
  readonly since: Instant | null;
}

/** A spill in plain maps, for what is small: one subject with what hangs together with it. */
export function openMemorySpill(begun: Begun = { changes: [], elsewhere: [], since: null }): Spill {
  const records = new Map<string, SpilledRecord>();
  const decisions = new Map<string, SpilledDecision>();
  let sorted: readonly SpilledChange[] | null = null;
  let bySubject: ReadonlyMap<string, readonly SpilledChange[]> | null = null;
  const all = () => {
    sorted ??= [...begun.changes, ...[...records.values()].flatMap((each) => each.changes)].sort(byTime);
    return sorted;
  };
  const subjects = () => {
    bySubject ??= Map.groupBy(all(), (each) => each.subject);
    return bySubject;
  };
  const replaceRecord = (record: SpilledRecord): void => {
    records.set(record.key, record);
    sorted = null;
    bySubject = null;
  };
  return {
    keepRecord: (record) => {
      const known = records.get(record.key);
      if (known !== undefined && record.preferred === known.preferred && record.content !== known.content) return known;
      if (known === undefined || record.preferred < known.preferred) replaceRecord(record);
      return known === undefined ? 'new' : 'copy';
    },
    replaceRecord,
    subjects: (on) => [...new Set(all().flatMap((each) => (each.on === on ? [each.subject] : [])))].sort(byText),
    changesOf: (subject) => subjects().get(subject) ?? [],
    changesOfKind: (kinds) => all().filter((each) => kinds.includes(each.kind)),
    refused: () => [...all(), ...begun.elsewhere].filter((each) => each.refused).sort(byTime),
    since: () => {
      const first = all()[0]?.at ?? null;
      return begun.since === null || (first !== null && first < begun.since) ? first : begun.since;
    },
    keepDecision: (decision) => void decisions.set(decision.id, decision),
    decisions: (order) =>
      [...decisions.values()].sort((a, b) =>
        order === 'time' ? byTime(a, b) : b.severity - a.severity || b.exposure - a.exposure || byTime(a, b),
      ),
    decisionsNamed: (prefix) =>
      [...decisions.values()]
        .filter(({ id, ids }) => [id, ...ids].some((each) => each.startsWith(prefix)))
        .sort(byTime)
        .slice(0, 50),
    close: () => {},
  };
}

interface Timed {
  readonly at: Instant;
  readonly id: string;
}

function byTime(a: Timed, b: Timed): number {
  return a.at - b.at || byText(a.id, b.id);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
