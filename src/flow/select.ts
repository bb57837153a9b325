import type { Spill } from '../contracts/spill.ts';
import type { Instant } from '../core/leaf/instant.ts';
import { readInstant } from '../core/leaf/instant.ts';
import type { Decision } from '../core/plan/decision.ts';

/** Which changes are asked for; every condition given must hold. Texts match whole, or as a beginning or part where said. */
export interface Filter {
  readonly since?: Instant;
  readonly until?: Instant;
  readonly account?: string;
  readonly region?: string;
  /** Id (or its beginning), or name. */
  readonly group?: string;
  /** Part of the person, session, principal, source address or access key, in any case. */
  readonly actor?: string;
  readonly call?: string;
}

/** The decisions that are asked for, one at a time. */
export function* selected(spill: Spill, order: 'worst' | 'time', filter: Filter): Generator<Decision> {
  for (const { text } of spill.decisions(order)) {
    const decision = JSON.parse(text) as Decision;
    if (selects(filter, decision)) yield decision;
  }
}

/** Whether a decision is asked for. */
export function selects(filter: Filter, decision: Decision): boolean {
  const at = readInstant(decision.at)!;
  const groups = [decision.on, ...decision.effects.map((effect) => effect.group)];
  return (
    at >= (filter.since ?? Number.NEGATIVE_INFINITY) &&
    at <= (filter.until ?? Number.POSITIVE_INFINITY) &&
    (filter.account === undefined || decision.account.id === filter.account) &&
    (filter.region === undefined || decision.region === filter.region) &&
    (filter.group === undefined ||
      groups.some((group) => group !== null && (group.id?.startsWith(filter.group!) || group.name === filter.group))) &&
    (filter.actor === undefined || namesActor(decision.actor, filter.actor.toLowerCase())) &&
    (filter.call === undefined || decision.call.name.split(', ').includes(filter.call))
  );
}

function namesActor(actor: Decision['actor'], part: string): boolean {
  return [actor.person, actor.session, actor.principal, actor.sourceIp].some((name) =>
    name?.toLowerCase().includes(part),
  );
}
