import type { Answer } from './contender.ts';

/** The event ids that a program printed, one on a line. */
export function idsOf(stdout: string): Answer {
  const ids = stdout.split('\n');
  if (ids[ids.length - 1] === '') ids.pop();
  return { kind: 'ids', ids };
}
