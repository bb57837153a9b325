import type { Actor } from './actor.ts';

/** What a session name of ours begins with: the rest is the id of the action. */
export const sessionPrefix = 'portcullis-';

/**
 * Whether a session calls itself as ours do. Anybody may choose that name: it tells nothing but how what is otherwise
 * equal is put in order, and that only where no announcement was asked for. Whether a call was ours its announcement tells
 * (`matchExpectation`).
 */
export function isNamedAsOurs({ session }: Pick<Actor, 'session'>): boolean {
  return session?.startsWith(sessionPrefix) === true;
}
