import type { Delivered, Delivery } from '../../contracts/channel.ts';
import { type Answer, type Post, postJson, type Sending } from '../http/post-json.ts';
import { whatCame } from '../http/what-came.ts';
import type { TicketDesk } from './ticket-desk.ts';

/**
 * Makes one ticket for a message and adds to it whatever happens later. Before one is made it is looked for, so that an
 * attempt that arrived unseen is not repeated; a ticket that is gone is made anew.
 */
export async function deliverTicket(desk: TicketDesk, delivery: Delivery, sending: Sending): Promise<Delivered> {
  const send = (post: Post) => postJson(post, sending);
  if (delivery.what !== 'first' && delivery.ref !== null) {
    const added = await send(desk.add(delivery.ref, delivery));
    if (!isGone(added)) return endOf(added, delivery.ref);
  }
  const looked = await send(desk.find(delivery));
  const came = whatCame(looked);
  if (looked.kind === 'answered' && looked.status === 400) return sayUnknown(looked.host);
  if (came.kind !== 'done') return came;
  if (looked.kind === 'answered' && !looked.whole)
    return { kind: 'later', why: `\`${looked.host}\` broke off its answer`, after: null, maybe: false };
  const known = looked.kind === 'answered' ? desk.read(looked.body) : null;
  if (known === null) {
    const made = await send(desk.make(delivery));
    return endOf(made, made.kind === 'answered' ? desk.read(made.body) : null);
  }
  if (delivery.what === 'first') return { kind: 'done', ref: known };
  return endOf(await send(desk.add(known, delivery)), known);
}

function isGone(answer: Answer): boolean {
  return answer.kind === 'answered' && answer.status === 404;
}

/** A search is refused for what it searches in, which stands in the settings. */
function sayUnknown(host: string): Delivered {
  const why = `\`${host}\` refuses the search for earlier tickets (400): see that the \`url\` names a project or table that exists and that the user may read`;
  return { kind: 'refused', why, whole: true };
}

function endOf(answer: Answer, ref: string | null): Delivered {
  const came = whatCame(answer);
  return came.kind === 'done' ? { kind: 'done', ref } : came;
}
