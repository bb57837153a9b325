import type { Delivery } from '../../contracts/channel.ts';
import type { Alert } from '../../core/alert/alert.ts';
import type { Post } from '../http/post-json.ts';

/** How one kind of service keeps tickets. All of it is pure: it writes requests and reads answers, and sends nothing. */
export interface TicketDesk {
  /** Asks for the ticket of a message, by what was written into it when it was made. */
  find(delivery: Delivery): Post;
  /** Makes one. */
  make(delivery: Delivery): Post;
  /** Adds what is new to one. */
  add(ticket: string, delivery: Delivery): Post;
  /** What the service calls the ticket that an answer to `find` or `make` names; `null` where it names none. */
  read(body: string): string | null;
}

/** A desk, or why the settings describe none. */
export type DeskOr = { readonly desk: TicketDesk } | { readonly wrong: string };

/** What a secret says in the header `Authorization`: `user:password` is Basic (RFC 7617), anything else a Bearer token (RFC 6750). */
export function authorize(secret: string): Readonly<Record<string, string>> {
  const says = secret.includes(':') ? `Basic ${Buffer.from(secret).toString('base64')}` : `Bearer ${secret}`;
  return { authorization: says };
}

/** By what the ticket of a message is found again: it is written into it when it is made. */
export function ticketMark({ id }: Pick<Alert, 'id'>): string {
  return `portcullis-${id.replace(/[^\w-]/g, '_')}`;
}
