import type { ActionRow } from '../tables.ts';

const names = { revert: 'the revert', restore: 'the restoring', undo: 'the undoing', expire: 'the closing' } as const;

/** What became of an action, in few words; done only once it was verified. */
export function sayActionEnd({ intent, state, why }: Pick<ActionRow, 'intent' | 'state' | 'why'>): string {
  const name = names[intent.do];
  const because = why === null ? '' : `: ${why}`;
  switch (state) {
    case 'verified':
      return `${name} is done, and verified by reading again`;
    case 'gone':
      return `${name} was not needed: what it was for is gone`;
    case 'superseded':
      return `${name} was not made: things changed since${because}`;
    case 'undone':
      return `${name} was undone`;
    case 'partly':
      return `NOT all closed: ${name} came through in part${because}`;
    case 'failed':
      return `NOT closed: ${name} failed${because}`;
    case 'refused':
      return `NOT closed: ${name} was refused${because}`;
    default:
      return `${name} is under way`;
  }
}
