import type { Inbox } from '../../contracts/live.ts';
import type { Intaken } from '../../contracts/source.ts';
import type { Decision } from '../../core/plan/decision.ts';
import { EntryMeasures, type Measures } from './measure-entries.ts';
import type { Happened } from './news.ts';

/** What a server has counted since it began. */
export interface Figures {
  readonly records: ReadonlyMap<string, number>;
  readonly unreadable: ReadonlyMap<string, number>;
  /** By ruling and severity. */
  readonly decisions: ReadonlyMap<string, number>;
  /** By how actions ended. */
  readonly actions: ReadonlyMap<string, number>;
  readonly told: ReadonlyMap<string, number>;
  readonly faults: number;
  readonly policiesRefused: number;
  readonly measures: Measures;
  /** When a record came last, by our clock. */
  readonly lastRecord: number | null;
}

/** Counts what is told and what comes in. */
export interface Counting {
  readonly figures: Figures;
  hear(happened: Happened): void;
  /** The same inbox, whose records are counted by its source. */
  around(inbox: Inbox, source: string, now: () => number): Inbox;
}

/** Starts at nothing. */
export function startCounting(): Counting {
  const [records, unreadable, decisions, actions, told] = Array.from(
    { length: 5 },
    () => new Map<string, number>(),
  ) as [Map<string, number>, Map<string, number>, Map<string, number>, Map<string, number>, Map<string, number>];
  const measures = new EntryMeasures();
  const figures = {
    measures,
    records,
    unreadable,
    decisions,
    actions,
    told,
    faults: 0,
    policiesRefused: 0,
    lastRecord: null as number | null,
  };

  function take(source: string, intaken: readonly Intaken[], now: number): void {
    const read = intaken.filter(({ kind }) => kind === 'record').length;
    if (read > 0) figures.lastRecord = now;
    count(records, source, read);
    count(unreadable, source, intaken.filter(({ kind }) => kind === 'unreadable').length);
  }

  return {
    figures,
    hear: (happened) => {
      if (happened.kind === 'fault') figures.faults++;
      if (happened.kind === 'policy-refused') figures.policiesRefused++;
      if (happened.kind === 'tell') {
        count(told, happened.why);
        if (happened.why === 'fault') figures.faults++;
      }
      if (happened.kind !== 'entry') return;
      const { body } = happened;
      measures.hear(body);
      if (body.kind === 'decided') {
        const { verdict } = body.decision as unknown as Decision;
        count(decisions, `${verdict?.ruling ?? 'none'}/${verdict?.severity ?? 'none'}`);
      }
      if (body.kind === 'outcome' && body.state !== 'later') count(actions, body.state);
    },
    around: (inbox, source, now) => ({
      ...inbox,
      take: async (most, signal) => {
        const taken = await inbox.take(most, signal);
        if (taken.kind === 'taken') for (const { intaken } of taken.messages) take(source, intaken, now());
        return taken;
      },
    }),
  };
}

function count(counts: Map<string, number>, key: string, more = 1): void {
  if (more > 0) counts.set(key, (counts.get(key) ?? 0) + more);
}
