import { type Severity, severities } from '../policy/scale.ts';

/** What happened on a day in one place, for KPIs. Milliseconds are sums. */
export interface Tally {
  /** Records that were read, whatever they say. */
  readonly records: number;
  readonly changes: number;
  readonly attempts: number;
  /** Decisions that found a breach, by how bad it is as now known. */
  readonly breaches: Readonly<Record<Severity, number>>;
  readonly revised: number;
  /** Actions that ended, by how. */
  readonly actions: Readonly<Record<string, number>>;
  /** From a change to the decision about it. */
  readonly detect: Elapsed;
  /** From a change to the good end of what was done about it. */
  readonly remediate: Elapsed;
  /** How long a violation stood: exposure, as hours times openings. */
  readonly exposed: Elapsed;
}

/** How many, and how long together and at most. */
export interface Elapsed {
  readonly count: number;
  readonly total: number;
  readonly most: number;
}

/** One thing that counts. Milliseconds; a time that a clock makes negative counts as none. */
export type Happening =
  | { readonly kind: 'record' }
  /** A decision: `breach` is its severity where it found one; `after` = how long after the change it was made. */
  | { readonly kind: 'decided'; readonly attempt: boolean; readonly breach: Severity | null; readonly after: number }
  /** Another verdict on a decision that was counted before: it is not counted again, only moved. */
  | { readonly kind: 'revised'; readonly from: Severity | null; readonly to: Severity | null }
  /** An action came to its end; `after` = how long after the change it was verified, `null` where it was not. */
  | { readonly kind: 'ended'; readonly state: string; readonly after: number | null }
  /** A violation is gone; `stood` = how long it had been there. */
  | { readonly kind: 'closed'; readonly stood: number };

const noSpan: Elapsed = { count: 0, total: 0, most: 0 };

/** Nothing happened. */
export const noTally: Tally = {
  records: 0,
  changes: 0,
  attempts: 0,
  breaches: { none: 0, low: 0, medium: 0, high: 0, critical: 0 },
  revised: 0,
  actions: {},
  detect: noSpan,
  remediate: noSpan,
  exposed: noSpan,
};

/** Adds one thing to what happened. The order of things does not matter. */
export function rollup(tally: Tally, happening: Happening): Tally {
  switch (happening.kind) {
    case 'record':
      return { ...tally, records: tally.records + 1 };
    case 'decided':
      return {
        ...tally,
        ...(happening.attempt ? { attempts: tally.attempts + 1 } : { changes: tally.changes + 1 }),
        breaches: moved(tally.breaches, null, happening.breach),
        detect: longer(tally.detect, happening.after),
      };
    case 'revised':
      return {
        ...tally,
        revised: tally.revised + 1,
        breaches: moved(tally.breaches, happening.from, happening.to),
      };
    case 'ended':
      return {
        ...tally,
        actions: { ...tally.actions, [happening.state]: (tally.actions[happening.state] ?? 0) + 1 },
        remediate: happening.after === null ? tally.remediate : longer(tally.remediate, happening.after),
      };
    case 'closed':
      return { ...tally, exposed: longer(tally.exposed, happening.stood) };
  }
}

/** Two tallies as one: of several days, or of several places. */
export function joinTallies(a: Tally, b: Tally): Tally {
  const actions = { ...a.actions };
  for (const [state, count] of Object.entries(b.actions)) actions[state] = (actions[state] ?? 0) + count;
  return {
    records: a.records + b.records,
    changes: a.changes + b.changes,
    attempts: a.attempts + b.attempts,
    breaches: Object.fromEntries(
      severities.map((each) => [each, a.breaches[each] + b.breaches[each]] as const),
    ) as Tally['breaches'],
    revised: a.revised + b.revised,
    actions,
    detect: joinSpans(a.detect, b.detect),
    remediate: joinSpans(a.remediate, b.remediate),
    exposed: joinSpans(a.exposed, b.exposed),
  };
}

function moved(breaches: Tally['breaches'], from: Severity | null, to: Severity | null): Tally['breaches'] {
  const next = { ...breaches };
  if (from !== null) next[from] -= 1;
  if (to !== null) next[to] += 1;
  return next;
}

function longer({ count, total, most }: Elapsed, told: number): Elapsed {
  const span = Math.max(told, 0);
  return { count: count + 1, total: total + span, most: Math.max(most, span) };
}

function joinSpans(a: Elapsed, b: Elapsed): Elapsed {
  return { count: a.count + b.count, total: a.total + b.total, most: Math.max(a.most, b.most) };
}
