import { readSnapshot } from '../../src/core/group/read/describe.ts';
import { type Instant, readInstant } from '../../src/core/leaf/instant.ts';
import type { Decision } from '../../src/core/plan/decision.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { decideAll } from '../../src/flow/decide-all.ts';
import { spillOf } from '../builders/read-records.ts';
import type { Week } from './build-week.ts';

/** The decisions of a week by a policy, second by second. */
export async function decidedWeek(
  week: Week,
  policy: Policy,
): Promise<readonly { readonly at: Instant; readonly decisions: readonly Decision[] }[]> {
  const { spill } = await spillOf(week.records);
  const snapshot = readSnapshot(week.before).perimeter;
  decideAll(spill, { snapshot, net: true, judging: { policy, engine: '0.0.0' } });
  const decisions = [...spill.decisions('time')].map(({ text }) => JSON.parse(text) as Decision);
  spill.close();
  const seconds = Map.groupBy(decisions, (each) => readInstant(each.at)!);
  return [...seconds].map(([at, all]) => ({ at, decisions: all }));
}
