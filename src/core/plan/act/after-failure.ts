import type { ApiFailure } from './api-failure.ts';
import type { Ec2Order } from './ec2-order.ts';

/** What follows from a call that came to nothing. Times are milliseconds from now. */
export type AfterFailure =
  /** Try again, from the live read on. */
  | { readonly kind: 'again'; readonly after: number }
  /** What we believed is not so, or nobody knows what came of the call: nothing is repeated before a new live read. */
  | { readonly kind: 'reread'; readonly after: number }
  /** What was wanted stands already: verify it. */
  | { readonly kind: 'holds' }
  /** Try again without tags, and tell. */
  | { readonly kind: 'untagged' }
  /** It will not go by itself: a person is told, with the commands. */
  | { readonly kind: 'end'; readonly state: 'failed'; readonly why: string };

/** So often in a row a call may come to nothing before a person is told: about 20 minutes, 30 when throttled. */
export const mostFailures = 12;

/** So often in a row where EC2 says that something named in the call is not there. */
export const mostWhenGone = 5;

/**
 * What follows from a failure, by the table of error codes (EC2 API reference, "Error codes for the Amazon EC2 API").
 * `attempt`: how many calls have failed in a row, with this one. Waits double from a second (from four when throttled)
 * up to five minutes.
 */
export function afterFailure(
  { failure, code, message }: ApiFailure,
  { attempt, order }: { readonly attempt: number; readonly order: Ec2Order },
): AfterFailure {
  const said = `${code ?? failure}: ${message}`;
  const end = (why: string): AfterFailure => ({ kind: 'end', state: 'failed', why: `${why} (${said})` });
  const orGiveUp = (next: AfterFailure): AfterFailure =>
    attempt < mostFailures ? next : end(`given up after ${attempt} calls in a row that came to nothing`);
  switch (failure) {
    case 'gone':
      // What we act on or a group that a rule names: the read tells the first, the second does not come back.
      return attempt < mostWhenGone ? { kind: 'reread', after: wait(attempt, 1000) } : end('what it names is gone');
    case 'absent':
    case 'stale':
    case 'maybe':
      return orGiveUp({ kind: 'reread', after: wait(attempt, 1000) });
    case 'already':
      // EC2 refuses all rules of a call for one that stands: only a single one is surely there.
      return isSingle(order) ? { kind: 'holds' } : orGiveUp({ kind: 'reread', after: wait(attempt, 1000) });
    case 'busy':
    case 'transient':
    case 'expired':
      return orGiveUp({ kind: 'again', after: wait(attempt, 1000) });
    case 'throttled':
      return orGiveUp({ kind: 'again', after: wait(attempt, 4000) });
    case 'tag-policy':
      return order.call === 'authorize' && order.untagged !== true
        ? { kind: 'untagged' }
        : end('the tag policy of the organisation forbids it');
    case 'denied':
      return end(`the ${order.role} role may not do this`);
    case 'full':
      return end('a quota is used up');
    case 'in-use':
      return end('something depends on it');
    case 'account':
      return end('the account itself is not in order');
    case 'malformed':
      return end('EC2 does not take it as it is written');
    case 'unsure-tuple':
      return end('it would have written what did not stand before, so it was not sent');
  }
}

function wait(attempt: number, from: number): number {
  return Math.min(from * 2 ** (attempt - 1), 300_000);
}

function isSingle(order: Ec2Order): boolean {
  return order.call === 'authorize' ? order.rules.length === 1 : order.call !== 'rewrite' && order.call !== 'edit-list';
}
