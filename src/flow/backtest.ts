import type { Spill } from '../contracts/spill.ts';
import type { Perimeter } from '../core/group/group.ts';
import type { Decision } from '../core/plan/decision.ts';
import { startTelling } from '../core/plan/quiet/tell.ts';
import type { Message, Telling } from '../core/plan/quiet/telling.ts';
import type { Judging } from '../core/verdict/matter.ts';
import { decideAll } from './decide-all.ts';
import { type Figure, Figures } from './figures.ts';
import { keepElsewhere } from './keep-elsewhere.ts';
import { type Looks, noLooks } from './looks.ts';
import type { Label } from './read-labels.ts';
import { type Rulings, startRulings } from './rulings.ts';

/** What a policy would have done with an archive. */
export interface Backtest {
  readonly policy: string;
  readonly decisions: number;
  readonly rulings: Rulings;
  readonly figures: readonly Figure[];
  readonly messages: readonly Message[];
  readonly incidents: readonly IncidentFound[];
}

/** A known incident, and the messages that told of it; `decision: null`: none of its records is in the archive. */
export interface IncidentFound {
  readonly incident: string;
  readonly title: string;
  readonly caught: boolean;
  readonly decision: string | null;
  readonly messages: readonly string[];
}

/** With what an archive is judged. */
export interface Backtesting {
  readonly judging: Judging;
  readonly snapshot: Perimeter | null;
  /** Live looks beside it. */
  readonly looks?: Looks;
  readonly net: boolean;
  readonly labels: readonly Label[];
  readonly offsetOf?: Telling['offsetOf'];
}

/** Judges the changes of a spill by a policy and tells them as it would; decisions are kept in `kept`. */
export function backtest(
  spill: Spill,
  kept: Spill,
  { judging, snapshot, looks = noLooks, net, labels, offsetOf }: Backtesting,
): Backtest {
  const judged = keepElsewhere(spill, kept);
  decideAll(judged, { snapshot, looks, net, judging });
  const { policy } = judging;
  const routes = { routes: policy.notify, checks: policy.checks };
  const teller = startTelling(offsetOf === undefined ? routes : { ...routes, offsetOf });
  const [figures, rulings] = [new Figures(), startRulings()];
  const carriers = startCarriers(labels);
  let decisions = 0;
  for (const { text } of judged.decisions('time')) {
    const decision = JSON.parse(text) as Decision;
    decisions++;
    figures.add(decision);
    rulings.add(decision);
    carriers.add(decision);
    teller.take(decision);
  }
  const told = teller.end();
  return {
    policy: policy.digest,
    decisions,
    rulings: rulings.rulings(),
    figures: figures.all(told),
    messages: told.messages,
    incidents: labels.map((label) => found(label, carriers.of(label), told.messages)),
  };
}

interface Carrier {
  readonly id: string;
  readonly gains: boolean;
  readonly loses: boolean;
}

/** Decisions that carry records of known incidents. */
function startCarriers(labels: readonly Label[]) {
  const wanted = new Set(labels.flatMap(({ eventIds }) => eventIds));
  const byEvent = new Map<string, Carrier>();
  return {
    add: ({ id, records, effects }: Decision): void => {
      const own = records.filter(({ eventId }) => wanted.has(eventId));
      const gains = effects.some((each) => each.gained.length > 0 || each.passing !== undefined);
      const loses = effects.some((each) => each.lost === null || each.lost.length > 0);
      for (const { eventId } of own) byEvent.set(eventId, { id, gains, loses });
    },
    of: ({ eventIds }: Label): readonly Carrier[] =>
      eventIds.map((id) => byEvent.get(id)).filter((each) => each !== undefined),
  };
}

/**
 * An incident is caught when a message that interrupts holds a record of it that had the effect in question: a message
 * about the refused calls or the tags before it is not enough.
 */
function found(
  { incident, title, expect }: Label,
  carriers: readonly Carrier[],
  messages: readonly Message[],
): IncidentFound {
  const effective = carriers.filter(({ gains, loses }) =>
    / lost /.test(expect) ? loses : / gained /.test(expect) ? gains : gains || loses,
  );
  const ids = new Set(effective.map(({ id }) => id));
  const own = messages.filter(
    ({ kind, decisions, joined }) => kind !== 'digest' && [...decisions, ...joined].some((id) => ids.has(id)),
  );
  const decision = effective[0]?.id ?? carriers[0]?.id ?? null;
  return { incident, title, caught: own.length > 0, decision, messages: own.map(({ id }) => id) };
}
