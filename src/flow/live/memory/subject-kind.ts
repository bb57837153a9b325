import type { Subject } from '../../../core/change/change.ts';
import type { SubjectEvidence } from './subject-evidence.ts';

/** What kind of thing a subject is, by its id, else by what is known of it. */
export function subjectKind(subject: string, evidence: readonly SubjectEvidence[]): Subject['kind'] {
  const byId = /^(sg|pl|eni|i|vpc)-/.exec(subject)?.[1];
  if (byId !== undefined) return kinds[byId as keyof typeof kinds];
  for (const each of evidence) {
    if (each.kind === 'change') return each.change.on.kind;
    if (each.kind === 'observed-list') return 'list';
    if (each.kind === 'observed-interface') return 'interface';
    if (each.kind === 'observed-vpc') return 'vpc';
  }
  return 'group';
}

const kinds = { sg: 'group', pl: 'list', eni: 'interface', i: 'interface', vpc: 'vpc' } as const;
