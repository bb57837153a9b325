import type { Intent } from '../../../core/plan/act/intent.ts';
import { isGone } from '../../../core/plan/act/live.ts';
import { nextOrder } from '../../../core/plan/act/next-order.ts';
import type { Ordering } from '../../../core/plan/act/orders-of.ts';
import { standsAsMeant } from '../../../core/plan/act/stands-as-meant.ts';
import { adoptedAt } from '../sweep/uncovered-news.ts';
import type { ActionRow } from '../tables.ts';
import { mayHaveActed } from './caps-held.ts';
import { conclude, type Ending } from './conclude.ts';
import { confirm, untilSettled } from './confirm.ts';
import { decideAgain } from './decide-again.ts';
import { giveBack, type Turn } from './give-back.ts';
import { guard } from './guard.ts';
import { withImageNow } from './image-now.ts';
import type { Known } from './know.ts';
import { learn } from './learn.ts';
import { leftByUs } from './left-by-us.ts';
import { order } from './order.ts';
import { orderingOf } from './ordering-of.ts';
import type { Performing } from './performing.ts';
import { stoppedBy } from './stopped.ts';
import { unobjected } from './unobjected.ts';
import { unproven } from './unproven.ts';
import { waitForWrite } from './wait-for-write.ts';

/**
 * Brings an action one step further from a fresh read: decides again, asks what may forbid it, and makes at most one call.
 * What a read only seems to show is believed once no replica can be older than what is acted on.
 */
export async function proceed(now: Performing, known: Known): Promise<Turn> {
  const { row } = now;
  const { live } = known.read;
  const learnt = await learn(now, known);
  if (learnt !== null) return learnt;
  if (isGone(live)) return whenSettled(now, known, { state: 'gone', why: `${row.intent.on.id} is gone` });
  if (mayHaveActed(row) && standsAsMeant(row.intent, live).met) return confirm(now, known, row.intent);
  const decided = decideAgain(row, { ...known, now: known.at, adopted: adoptedAt(now.parts.backlog) });
  const { store } = now.parts;
  const guarded = guard(await stoppedBy(store), known, decided, row.intent, await unproven(now.parts, row.intent));
  const intent = guarded.intent;
  const ours = await leftByUs(now, known, intent);
  const ordering = { ...orderingOf(withImageNow(row, intent, known.judged)), ours };
  if (intent !== null && nextOrder(intent, live, ordering).kind === 'holds') return confirm(now, known, intent);
  if (guarded.refused !== null) return conclude(now, known, unfinished(row, guarded.refused));
  if (intent === null)
    return conclude(now, known, { state: 'superseded', why: 'today nothing of it is to be done any more' });
  const may = unobjected(row, intent, known);
  if (may.intent === null) return conclude(now, known, unfinished(row, may.refused ?? ''));
  return take(now, known, { intent: may.intent, ordering });
}

async function take(
  now: Performing,
  known: Known,
  { intent, ordering }: { readonly intent: Intent; readonly ordering: Ordering },
): Promise<Turn> {
  const { row } = now;
  const next = nextOrder(intent, known.read.live, ordering);
  switch (next.kind) {
    case 'holds':
      return confirm(now, known, intent);
    case 'gone':
    case 'superseded':
      return whenSettled(now, known, { state: next.kind, why: 'why' in next ? next.why : null });
    case 'refused':
      return whenSettled(now, known, unfinished(row, next.why));
    case 'order': {
      const waits = await waitForWrite(now, known, next.order);
      return waits ?? order(now, known, { intent, order: next.order });
    }
  }
}

/** What was begun and may not go on is done in part. */
function unfinished(row: ActionRow, why: string): Ending {
  return { state: mayHaveActed(row) ? 'partly' : 'refused', why };
}

/** Ends an action by what a read shows, once that can be no echo of the time before the change. */
async function whenSettled(now: Performing, known: Known, ending: Ending): Promise<Turn> {
  const wait = untilSettled(now, known);
  if (wait > 0)
    return giveBack(now, { again: known.read.started + wait, why: `${ending.state}, if the next read says so too` });
  return conclude(now, known, ending);
}
