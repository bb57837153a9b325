import type { Decision } from '../core/plan/decision.ts';
import { type ExposedTo, exposedBy, exposedToWords } from '../core/plan/exposed-to.ts';

/** What the selected decisions come to. Times are ISO 8601, `null` when there is no decision. */
export interface Bill {
  readonly decisions: number;
  readonly attempts: number;
  /** Decisions that tell several changes by their net effect, and how many changes those are. */
  readonly net: { readonly acts: number; readonly changes: number };
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
  readonly groups: number;
  readonly first: string | null;
  readonly last: string | null;
  /** Applied decisions by whom they left their groups open to. */
  readonly exposed: Readonly<Record<ExposedTo, number>>;
}

/** Adds up the selected decisions. */
export function billOf(decisions: Iterable<Decision>): Bill {
  const count = startBill();
  for (const decision of decisions) count.add(decision);
  return count.bill();
}

/** Starts adding up decisions that come one at a time. */
export function startBill(): { readonly add: (decision: Decision) => void; readonly bill: () => Bill } {
  const net = { acts: 0, changes: 0 };
  const exposed = Object.fromEntries(exposedToWords.map((word) => [word, 0])) as Record<ExposedTo, number>;
  const [accounts, regions, groups] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let [count, attempts, first, last] = [0, 0, null as string | null, null as string | null];
  const add = (decision: Decision): void => {
    const { on, account, region, at, changes } = decision;
    count++;
    accounts.add(account.id);
    regions.add(region);
    if (on.kind === 'group') groups.add(on.id ?? `${account.id}/${region}/${on.name}`);
    if (first === null || at < first) first = at;
    if (last === null || at > last) last = at;
    if (decision.call.result !== 'applied') attempts++;
    else exposed[exposedBy(decision)]++;
    if (changes === undefined) return;
    net.acts++;
    net.changes += changes.length;
  };
  const bill = (): Bill => ({
    ...{ decisions: count, attempts, net, groups: groups.size, first, last, exposed },
    ...{ accounts: [...accounts].sort(), regions: [...regions].sort() },
  });
  return { add, bill };
}
