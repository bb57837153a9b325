import type { Instant } from '../../../core/leaf/instant.ts';
import type { ApiFailure } from '../../../core/plan/act/api-failure.ts';
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
  const [judging, at] = [policy(), clock.now()];
  return { kind: 'known', memory, read, judging, judged: judgeSubject(memory, judging, at, [evidenceOf(read)]), at };
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
