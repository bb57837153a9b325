import type { Task } from '../../../contracts/store.ts';
import type { PrefixList } from '../../../core/group/group.ts';
import type { GroupLook } from '../../../core/ledger/observed-body.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { LiveParts } from '../live-parts.ts';
import { readRow, rowName } from '../tables.ts';
import type { SubjectCommitted } from './commit-subject.ts';
import { readLists } from './read-lists.ts';
import { sweepGroup } from './sweep-group.ts';

/** Holds one group, with the prefix lists that its rules name, against what is known, as a sweep of everything does. */
export async function lookAsSwept(
  parts: LiveParts,
  task: Task,
  { site, group: id, seen }: { readonly site: Site; readonly group: string; readonly seen: GroupLook },
): Promise<SubjectCommitted> {
  const { store } = parts;
  const lists: PrefixList[] = [];
  for (const looked of (await readLists(parts, site, seen.group)).values()) {
    if (looked.kind === 'failed') return { kind: 'later', why: looked.message };
    if (looked.found !== null) lists.push(looked.found);
  }
  const swept = readRow('swept', await store.row(rowName('swept', site.account, site.region)))?.started ?? null;
  const { at: started, ended, group } = seen;
  const done = await sweepGroup(parts, task, { site, id, group, started, ended, lists, swept });
  return done.kind === 'committed' ? { kind: 'nothing' } : done;
}
