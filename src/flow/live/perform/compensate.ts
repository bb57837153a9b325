import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { isGone, type Live } from '../../../core/plan/act/live.ts';
import { rulesOf } from '../../../core/plan/act/next-order.ts';
import { sameTuple } from '../../../core/plan/act/tuple-text.ts';
import { loadSubject } from '../memory/load-subject.ts';
import { tellTask } from '../watch/tell-task.ts';
import { announce } from './announce.ts';
import { call } from './call.ts';
import { commitHeld } from './commit-held.ts';
import { giveBack, type Turn } from './give-back.ts';
import { keepLease } from './keep-lease.ts';
import { ownRecord } from './own-record.ts';
import type { Performing } from './performing.ts';
import { reRead } from './re-read.ts';
import { settleAnswer } from './settle-answer.ts';
import { stoppedBy } from './stopped.ts';
import { unread } from './unread.ts';

/** How long it waits while all acting is off, in milliseconds. */
const stopWait = 60_000;

/**
 * Gives back what a call of ours took and should not have: at once, before anything else of the action, as often as it
 * takes, and as one announced call after the other like all of them. Only the kill switch holds it up.
 */
export async function compensate(now: Performing): Promise<Turn> {
  const { parts, row } = now;
  const known = await learnt(now);
  if (known !== null) return known;
  const { order: whole, why } = row.back!;
  const stopped = await stoppedBy(parts.store);
  if (stopped !== null) {
    const at = parts.clock.now();
    const tell = tellTask({
      about: row.intent.action,
      revision: 'stopped',
      why: 'stopped',
      due: at,
      detail: { said: why },
    });
    return giveBack(now, { again: at + stopWait, why: `${why}, and all acting is off`, tasks: [tell] });
  }
  // What was not answered with a yes is not simply sent again: one rule that stands already has EC2 refuse them all.
  const left = row.pending !== null || row.failures > 0 ? await missing(now, whole) : whole;
  if (left === 'over' || left === 'again') return left;
  const order = left;
  const leased = await keepLease(now);
  if (leased === null) return 'over';
  const announced = await announce(leased, { order, expect: 'any', row, caps: [] });
  if (announced.kind === 'moved') return 'again';
  if (announced.kind !== 'committed') return 'over';
  const { digest } = parts.policy().policy;
  return call(announced.now, { order, before: row, policy: digest, known: null });
}

/**
 * Settles a call whose answer was lost by the record that it left: then it was given back, and what others have made of it
 * since is theirs. `null` where no record tells.
 */
async function learnt(now: Performing): Promise<Turn | null> {
  const { parts, row } = now;
  const { memo, policy, store } = parts;
  const { intent, pending: order } = row;
  if (order === null) return null;
  const memory = await loadSubject(store, intent.site, intent.on.id, { memo });
  const answer = 'kind' in memory ? null : await ownRecord(now, memory.evidence);
  if (answer === null) return null;
  const learning = { order, before: row, policy: policy().policy.digest, known: null, how: 'learned' } as const;
  return settleAnswer(now, learning, { kind: 'done', answer });
}

/** After a lost answer or a refusal: what is not given back yet, by a read that no old replica can have answered. */
async function missing(now: Performing, order: Ec2Order): Promise<Turn | Ec2Order> {
  const { parts, row } = now;
  const read = await reRead(parts.gatherer, row.intent);
  if (read.kind === 'failed') return unread(now, read);
  const settled = (row.lastWrite ?? 0) + parts.settings.settle;
  if (read.started <= settled)
    return giveBack(now, { again: settled + 1, why: 'a read may still show it as it was before the last call' });
  if (!isGone(read.live) && !isGiven(order, read.live)) return withoutGiven(order, read.live);
  const { back, ...rest } = row;
  const next = { ...rest, pending: null, last: order, why: `${back!.why}; given back` };
  const done = await commitHeld(now, { expect: 'any', entries: [], row: next });
  return done.kind === 'committed' || done.kind === 'moved' ? 'again' : 'over';
}

function withoutGiven(order: Ec2Order, live: Live): Ec2Order {
  if (order.call !== 'authorize') return order;
  const standing = rulesOf(live);
  return { ...order, rules: order.rules.filter((rule) => !standing.some((other) => sameTuple(other, rule))) };
}

function isGiven(order: Ec2Order, live: Live): boolean {
  const rules = rulesOf(live);
  if (order.call === 'authorize') return order.rules.every((rule) => rules.some((other) => sameTuple(other, rule)));
  return order.call === 'revoke' && !rules.some(({ id }) => id !== null && order.ids.includes(id));
}
