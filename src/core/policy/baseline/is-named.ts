import type { DeclaredGroup } from '../../group/declared.ts';

/** Whether a group can be found again: by its id, or by a name that is told to its end (`edge-*` is only its beginning). */
export function isNamed({ id, name }: Pick<DeclaredGroup, 'id' | 'name'>): boolean {
  return id !== null || (name !== null && !name.endsWith('*'));
}
