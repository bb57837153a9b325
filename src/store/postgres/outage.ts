import type { Unavailable } from '../../contracts/store.ts';

/**
 * An error of the server, or of the way there, as an answer. `sent`: what changes something was on its way. A fault of
 * ours (a wrong statement, a broken constraint) is thrown on. SQLSTATE: PostgreSQL documentation, appendix A.
 */
export function unavailable(error: unknown, sent: boolean): Unavailable {
  if (isFault(error)) throw error;
  return { kind: 'unavailable', maybe: sent && !isRefusal(error), why: sayOutage(error) };
}

/** What went wrong in words. Only the message: the rest of an error may hold the connection it came from. */
export function sayOutage(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(sayOutage).join('; ');
  return error instanceof Error ? error.message || stateOf(error) : String(error);
}

/**
 * Tells an error after which the same transaction may come through, or says why not: a deadlock, a conflict of snapshots,
 * a key or a row that somebody else has made at the same time.
 */
export function mayComeThrough(error: unknown): boolean {
  const { constraint } = error as { constraint?: unknown };
  if (stateOf(error) === '23505') return constraint === 'key_pkey' || constraint === 'row_pkey';
  return ['40001', '40P01'].includes(stateOf(error));
}

/** Tells an error that says: this cannot stand beside what is there, or is no text. */
export function breaksRule(error: unknown): boolean {
  return /^2[23]/.test(stateOf(error));
}

function isFault(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true;
  const state = stateOf(error);
  // A missing table or right is what somebody did to the database, not what we asked of it.
  return /^(2[23]|42|P0)/.test(state) && !['42501', '42P01'].includes(state);
}

/** The server said no, and goes on: nothing of the transaction happened. One that ends tells less. */
function isRefusal(error: unknown): boolean {
  return /^\w{5}$/.test(stateOf(error)) && !/^(08|57P|58|XX|40003|25P)/.test(stateOf(error));
}

function stateOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : '';
}
