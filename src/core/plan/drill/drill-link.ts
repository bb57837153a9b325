import type { Instant } from '../../leaf/instant.ts';

/**
 * The hops of a drill, in their order. `ready`: there is a canary, and it is on nothing. `made`: EC2 took the call. `recorded`:
 * a source heard of it. `decided`: the policy objects. `told`: each channel that is due took the message. `reverted`: our
 * call went through. `verified`: reading again showed it. `kept`: the canary's other rules stand. `cleaned`: nothing of the
 * drill is left. `written`: the ledger has it.
 */
export const drillHops = [
  ...(['ready', 'made', 'recorded', 'decided', 'told', 'reverted', 'verified', 'kept', 'cleaned', 'written'] as const),
] as const;
/** One of `drillHops`. */
export type DrillHop = (typeof drillHops)[number];

/** How one link of the chain held. */
export interface DrillLink {
  readonly hop: DrillHop;
  /** The channel, where the hop is one of several. */
  readonly on: string | null;
  /** `skipped`: it is not asked for here, and `say` tells why. `unreached`: a link before it broke. */
  readonly state: 'passed' | 'failed' | 'skipped' | 'unreached';
  readonly at: Instant | null;
  /** Milliseconds since the call was made. */
  readonly after: number | null;
  /** Of a failure: what was seen, and what to look at. */
  readonly say: string | null;
}

/** The first link that broke, of a drill that failed. */
export function brokenLink(links: readonly DrillLink[]): DrillLink | null {
  const order = (each: DrillLink): number => drillHops.indexOf(each.hop);
  return links.filter(({ state }) => state === 'failed').toSorted((a, b) => order(a) - order(b))[0] ?? null;
}
