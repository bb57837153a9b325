import { readSnapshot } from '../../src/core/group/read/describe.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { type Backtest, backtest } from '../../src/flow/backtest.ts';
import type { Label } from '../../src/flow/read-labels.ts';
import { openSpill } from '../../src/store/spill.ts';
import { spillOf } from '../builders/read-records.ts';
import type { Week } from './build-week.ts';
import { doNothingPolicy, organisationPolicy, tellAllPolicy } from './organisation-policy.ts';

/** What one policy did with one week. */
export interface Noise {
  readonly changes: number;
  /** Interrupting messages; the same to several channels is one. */
  readonly messages: number;
  /** Copies of them, channel by channel. */
  readonly copies: number;
  readonly digests: number;
  readonly incidents: number;
  readonly missed: readonly string[];
}

export const policyNames = ['packs', 'tell-all', 'do-nothing'] as const;
export type PolicyName = (typeof policyNames)[number];

/** Judges a week by the packs with what its organisation adds, by a policy that tells all, and by one that tells nothing. */
export async function measureWeek(week: Week): Promise<Readonly<Record<PolicyName, Noise>>> {
  const { spill, tally } = await spillOf(week.records);
  const snapshot = readSnapshot(week.before).perimeter;
  const labels = week.incidents.map(
    ({ kind, title, ids, expect }): Label => ({ incident: `week ${week.seed}: ${kind}`, title, eventIds: ids, expect }),
  );
  const judge = (policy: Policy): Noise => {
    const kept = openSpill();
    const judging = { policy, engine: '0.0.0' };
    const result = backtest(spill, kept, { judging, snapshot, net: true, labels });
    kept.close();
    return noiseOf(result, tally.changes);
  };
  const measured = { packs: judge(organisationPolicy(week.shop)), ...beside(judge) };
  spill.close();
  return measured;
}

/** The two policies that know nothing of the organisation; read once. */
const others = { 'tell-all': tellAllPolicy(), 'do-nothing': doNothingPolicy() };

function beside(judge: (policy: Policy) => Noise): Readonly<Record<Exclude<PolicyName, 'packs'>, Noise>> {
  return { 'tell-all': judge(others['tell-all']), 'do-nothing': judge(others['do-nothing']) };
}

/** The figures of a backtest that count as noise. */
export function noiseOf({ figures, messages, incidents }: Backtest, changes: number): Noise {
  return {
    changes,
    messages: figures.find(({ id }) => id === 'told')?.count ?? 0,
    copies: messages.filter(({ kind }) => kind !== 'digest').length,
    digests: messages.filter(({ kind }) => kind === 'digest').length,
    incidents: incidents.length,
    missed: incidents.filter(({ caught }) => !caught).map(({ incident }) => incident),
  };
}

/** Messages for each 100 changes. */
export function rateOf({ messages, changes }: Noise): number {
  return (messages / changes) * 100;
}

/** The middle one of some numbers (of an even count the higher of the two). */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
