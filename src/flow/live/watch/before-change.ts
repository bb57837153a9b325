import type { Attached, Change } from '../../../core/change/change.ts';
import { readAttachments } from '../../../core/ledger/attachments.ts';
import type { Before } from '../../../core/plan/act/before.ts';
import type { SubjectEvidence } from '../memory/subject-evidence.ts';
import type { NewChange } from './arrived.ts';

/** What stood just before a change beside rules, as far as evidence about its subject tells. */
export function beforeChange({ id, change }: NewChange, evidence: readonly SubjectEvidence[]): Before {
  switch (change.on.kind) {
    case 'interface': {
      const groups = groupsBefore(id, evidence);
      return groups === null ? {} : { groups };
    }
    case 'list': {
      const version = versionMade(change) ?? versionAfter(change.record.at, evidence);
      return version === null ? {} : { version };
    }
    case 'group':
    case 'vpc':
      return {};
  }
}

function groupsBefore(id: string, evidence: readonly SubjectEvidence[]): readonly string[] | null {
  const attached = evidence.flatMap((each) =>
    each.kind === 'change' && (each.change.kind === 'attached' || each.change.kind === 'detached')
      ? [{ id: each.id, change: each.change as Attached }]
      : [],
  );
  const looks = evidence.flatMap((each) =>
    each.kind === 'observed-interface' ? [{ at: each.at, groups: each.interface?.groups ?? [] }] : [],
  );
  const unique = [...new Map(attached.map((each) => [each.id, each])).values()];
  const found = readAttachments(
    unique,
    [...looks].sort((a, b) => a.at - b.at),
  ).find((each) => each.id === id);
  return found?.before ?? null;
}

/**
 * The version that an edit of entries made: its answer tells the one that it began at, while the edit is under way, and a
 * new one is the next (EC2 API reference, ModifyManagedPrefixList: "creates a new version of the prefix list").
 */
function versionMade(change: Change): number | null {
  if (change.kind !== 'list-edited' || change.act !== 'modified' || change.version === null) return null;
  const isEdit = change.entries === 'known' && change.added.length + change.removed.length > 0;
  return isEdit ? change.version + 1 : null;
}

/** The version that the first look after an edit found, if no other edit came in between. */
function versionAfter(at: number, evidence: readonly SubjectEvidence[]): number | null {
  const looks = evidence.filter((each) => each.kind === 'observed-list' && each.at >= at);
  const [first] = looks.sort((a, b) => a.at - b.at);
  if (first?.kind !== 'observed-list') return null;
  const others = evidence.filter(
    (each) => each.kind === 'change' && each.change.kind === 'list-edited' && each.at > at && each.at <= first.at,
  );
  return others.length > 0 ? null : (first.list?.version ?? null);
}
