import type { Effects, EntryPlace, Unavailable } from '../../../contracts/store.ts';
import type { EntryDraft, Head } from '../../../core/ledger/entry.ts';
import type { OrderedBody } from '../../../core/ledger/entry-body.ts';
import type { LiveParts } from '../live-parts.ts';
import type { Ordering } from './ordered.ts';

/** What an order of a person writes: its entry says who wanted what and why; all else follows in the same commit. */
export interface OrderCommit {
  readonly shard: number;
  readonly expect: Head | null | 'any';
  readonly order: OrderedBody['order'];
  readonly on: string;
  readonly until: number | null;
  readonly detail: OrderedBody['detail'];
  readonly effects: Effects;
}

/** `again`: it is there already, from the same order sent before. `moved`: others wrote meanwhile, look again. */
export type OrderCommitted =
  | { readonly kind: 'committed' | 'again'; readonly place: EntryPlace }
  | { readonly kind: 'moved' }
  | Unavailable;

const tries = 4;

/** Writes an order once, however often it is sent and whichever answers get lost. */
export async function commitOrder(
  { store, clock }: Pick<LiveParts, 'store' | 'clock'>,
  ordering: Ordering,
  commit: OrderCommit,
): Promise<OrderCommitted> {
  const draft = draftOf(ordering, commit, clock.now());
  let answer = await store.append(commit.shard, commit.expect, [draft], commit.effects);
  for (let attempt = 1; attempt < tries && answer.kind === 'unavailable'; attempt++)
    answer = await store.append(commit.shard, commit.expect, [draft], commit.effects);
  switch (answer.kind) {
    case 'committed':
      return { kind: 'committed', place: placeOf(answer.entries[0]!) };
    case 'duplicate':
      return { kind: 'again', place: answer.of[0]!.place };
    case 'unavailable':
      return answer;
    case 'lost':
    case 'stale':
    case 'fenced':
    case 'capped':
      return { kind: 'moved' };
  }
}

/** The key of an order's entry. */
export function orderKey(order: OrderedBody['order'], { key }: Pick<Ordering, 'key'>): string {
  return `ordered/${order}/${key}`;
}

function draftOf({ person, reason, key }: Ordering, commit: OrderCommit, at: number): EntryDraft {
  const { detail, on, order, until } = commit;
  const body: OrderedBody = { kind: 'ordered', order, person, on, reason, until, detail };
  return { at, key: orderKey(order, { key }), fence: null, body };
}

function placeOf({ header: { shard, n } }: { readonly header: EntryPlace }): EntryPlace {
  return { shard, n };
}
