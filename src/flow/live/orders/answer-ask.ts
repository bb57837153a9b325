import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { shardOf } from '../../../core/ledger/entry-shard.ts';
import { planHash } from '../../../core/plan/act/plan-hash.ts';
import type { LiveParts } from '../live-parts.ts';
import { type AskRow, readRow, rowName } from '../tables.ts';
import type { OrderCommit } from './commit-order.ts';
import { leaveOf } from './leave-of.ts';
import type { Ordering } from './ordered.ts';

/** An answer to a question, by the hash of the plan that it is an answer to. */
export interface AnswerOrder extends Ordering {
  readonly hash: string;
}

/** A question that somebody may answer, and what every answer to it writes. */
export interface Answerable {
  readonly kind: 'answerable';
  readonly ask: AskRow;
  /** Their yes would be enough. `why`: why not, where it is not. */
  readonly enough: boolean;
  readonly why: string;
  /** Writes the row as it is then: only one answer can meet the question as it was read. `made`: what follows, as rows. */
  commit(order: 'approve' | 'deny', ask: AskRow, effects: OrderCommit['effects'], made?: JsonObject): OrderCommit;
}

/** Looks up a question, and whether whoever answers has a say in it. */
export async function answerable(
  { clock, policy, store }: LiveParts,
  { hash, ...ordering }: AnswerOrder,
): Promise<Answerable | { readonly kind: 'refused'; readonly why: string }> {
  const name = rowName('ask', hash);
  const row = await store.row(name);
  const ask = readRow('ask', row);
  if (ask === null) return { kind: 'refused', why: `expected a question \`${hash}\`, there is none` };
  if (planHash(ask.intent) !== hash)
    return { kind: 'refused', why: `the plan of \`${hash}\` is another one than was asked about` };
  const leave = leaveOf(ask, ordering, policy().policy, clock.now());
  if (leave.kind === 'refused') return leave;
  const { site, on } = ask.intent;
  const shard = shardOf({ ...site, group: on.id }, store.shards);
  return {
    kind: 'answerable',
    ask,
    enough: leave.kind === 'approved',
    why: leave.why,
    commit: (order, next, effects, made = {}) => ({
      ...{
        shard,
        expect: 'any',
        order,
        on: hash,
        until: null,
        detail: { action: ask.intent.action, approvedBy: next.approvedBy, state: next.state, ...made },
      },
      effects: {
        ...effects,
        rows: [{ ...name, value: JSON.stringify(next), expect: row.version }, ...(effects.rows ?? [])],
      },
    }),
  };
}
