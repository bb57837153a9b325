import { digestName } from '../../../core/leaf/digest.ts';
import { type Instant, writeInstant } from '../../../core/leaf/instant.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { nearestWords } from '../../../core/policy/shape/nearest-word.ts';
import type { LiveParts } from '../live-parts.ts';
import { plain } from '../perform/action-entries.ts';
import type { MuteRow } from '../post/post-rows.ts';
import { rowName } from '../tables.ts';
import type { OrderParts } from './find-incident.ts';
import { orderOnce } from './order-once.ts';
import type { Ordered, Ordering } from './ordered.ts';

/** What somebody does not want to be told at once, until when, and whose decision that is. All conditions given must hold. */
export interface MuteOrder extends Ordering, Pick<MuteRow, 'check' | 'group' | 'account' | 'owner'> {
  readonly until: Instant;
}

/** A mute lasts a year at most; whatever is fine for longer is an exception of the policy. */
const longest = 366 * 86_400_000;

/**
 * Mutes: what fits is judged, acted upon and counted as ever, and stands in the digest, but nobody is told at once. It needs
 * an owner, a reason and an end, and ends by itself.
 */
export function mute(parts: OrderParts & Pick<LiveParts, 'policy'>, order: MuteOrder): Promise<Ordered> {
  const { account, check, group, key, owner, person, reason, until } = order;
  const id = `mut_${digestName(JSON.stringify([account, check, group, key]))}`;
  return orderOnce(parts, 'mute', { ordering: order, id }, async () => {
    const now = parts.clock.now();
    const problem = problemOf(order, now, parts.policy().policy);
    if (problem !== null) return { kind: 'refused', why: problem };
    const row: MuteRow = { id, check, group, account, owner, by: person, reason, from: now, until, kept: 0 };
    const rows = [{ ...rowName('mute', id), value: JSON.stringify(row), expect: 0 }];
    const about = { shard: 0, expect: 'any', order: 'mute', on: id, until } as const;
    return { kind: 'write', commit: { ...about, detail: plain({ mute: row }), effects: { rows } } };
  });
}

function problemOf({ account, check, group, owner, until }: MuteOrder, now: Instant, policy: Policy): string | null {
  if (check === null && group === null && account === null)
    return 'expected a check, a group or an account: all of it is never muted';
  if (owner.trim() === '') return 'expected an owner, whom it is asked of later, got none';
  if (!Number.isFinite(until)) return 'expected an end, got none';
  if (until <= now) return `expected an end that is to come, got ${writeInstant(until)}`;
  if (until - now > longest) return 'expected an end within a year: an exception of the policy may last longer';
  const ids = [
    ...policy.checks.map(({ id }) => id),
    ...policy.baselines.flatMap(({ id }) => ['missing', 'extra', 'widened'].map((each) => `${id}.${each}`)),
  ];
  if (check === null || ids.includes(check)) return null;
  const near = nearestWords(check, ids).map((each) => `\`${each}\``);
  return `the policy has no check \`${check}\`${near.length === 0 ? '' : `, did you mean ${near.join(' or ')}`}`;
}
