import type { PrefixList } from '../../../core/group/group.ts';
import type { Known } from '../../../core/reach/reach.ts';
import type { SubjectMemory } from '../memory/load-subject.ts';

/** What prefix lists hold now: as just read, else as they were last looked at. */
export function knownLists(memory: SubjectMemory, read: readonly PrefixList[] = []): Known {
  const now = new Map(read.map(({ id, entries }) => [id, entries]));
  const looked = (id: string) => {
    const looks = (memory.beside.get(id) ?? []).flatMap((each) => (each.kind === 'observed-list' ? [each] : []));
    return looks.at(-1)?.list?.entries ?? null;
  };
  return { self: memory.subject, lists: (id) => now.get(id) ?? looked(id) };
}
