import type { Gatherer } from '../../../contracts/live.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { ApiFailure } from '../../../core/plan/act/api-failure.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import { type JudgedSubject, judgeSubject } from '../memory/judge-subject.ts';
import { loadSubject, type SubjectMemory } from '../memory/load-subject.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import type { Performing } from './performing.ts';
import { type ReRead, reRead } from './re-read.ts';

/** All that is known of what an action is about: the ledger's evidence first, then a live read, judged together. */
export interface Known {
  readonly kind: 'known';
  readonly memory: SubjectMemory;
  readonly read: ReRead;
  readonly judging: Judging;
  readonly judged: JudgedSubject;
  readonly at: Instant;
}

/** Loads, reads and judges; or says why that cannot be done now. */
export async function know({
  parts,
  row: { intent },
}: Performing): Promise<Known | ApiFailure | { kind: 'unavailable'; why: string }> {
  const { clock, gatherer, memo, policy, store } = parts;
  const memory = await loadSubject(store, intent.site, intent.on.id, { memo });
  if ('kind' in memory) return { kind: 'unavailable', why: memory.why };
  const read = await reRead(gatherer, intent);
  if (read.kind === 'failed') return read;
  const lists = await readLists(gatherer, intent);
  if ('kind' in lists) return lists;
  const beside = new Map(memory.beside);
  for (const look of lists) beside.set(look.id, [...(beside.get(look.id) ?? []), look.evidence]);
  const [judging, at] = [policy(), clock.now()];
  return {
    kind: 'known',
    memory,
    read,
    judging,
    judged: judgeSubject({ ...memory, beside }, judging, at, [evidenceOf(read)]),
    at,
  };
}

/**
 * The prefix lists by which rules that are to go permit what they do, read anew: such a rule opens what its list holds
 * now, and the record of an edit may take minutes.
 */
async function readLists(gatherer: Gatherer, { aims, site }: Intent) {
  const ids = new Set(
    aims.flatMap((aim) => (aim.kind === 'close' && aim.rule.peer.kind === 'list' ? [aim.rule.peer.value] : [])),
  );
  const looks: { readonly id: string; readonly evidence: SubjectEvidence }[] = [];
  for (const id of ids) {
    const looked = await gatherer.list(site, id);
    if (looked.kind === 'failed') return looked;
    looks.push({ id, evidence: { kind: 'observed-list', at: looked.started, list: looked.found } });
  }
  return looks;
}

/** A live read as evidence. */
export function evidenceOf({ started: at, live }: ReRead): SubjectEvidence {
  switch (live.kind) {
    case 'group':
      return { kind: 'observed', at, group: live.group };
    case 'list':
      return { kind: 'observed-list', at, list: live.list };
    case 'interface':
      return { kind: 'observed-interface', at, interface: live.interface };
  }
}
