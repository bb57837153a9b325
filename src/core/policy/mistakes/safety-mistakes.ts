import { saidOf } from '../join.ts';
import { membersOf, textsOf } from '../read/plain-value.ts';
import type { Tell } from '../tell.ts';
import type { AsWritten } from './as-written.ts';

/** Guard tags that never count, because nobody is trusted to set them. */
export function findSafetyMistakes({ joined }: AsWritten, tell: Tell): void {
  const tags = saidOf(joined, 'safety.never_touch', 'tags');
  const setBy = saidOf(joined, 'safety.never_touch', 'set_by');
  if (tags === null || membersOf(tags.value).length === 0 || textsOf(setBy?.value).length > 0) return;
  const why = 'a guard tag counts only where somebody trusted set it';
  tell('warning', tags, `these tags never count, since ${why}: name an actor set in \`set_by\``, { on: 'key' });
}
