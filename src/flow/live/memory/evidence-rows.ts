import type { RowWrite } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { recordKey } from '../../load.ts';
import { rowName, type Tables } from '../tables.ts';
import { actorDigest } from './actor-digest.ts';
import { groupsOn, listsNamed } from './named-in.ts';
import { evidenceId, type SubjectEvidence } from './subject-evidence.ts';

/**
 * The rows by which evidence about a subject is found again: itself, which lists its rules name, which groups are on it,
 * names of groups, refused calls of its actors. Writing them again changes nothing. `since`: how far back anything was
 * known before (`SubjectMemory.since`).
 */
export function evidenceRows(
  site: Site,
  subject: string,
  evidence: readonly SubjectEvidence[],
  since: Instant | null = null,
): readonly RowWrite[] {
  const { account, region } = site;
  const rows = new Map<string, RowWrite>();
  const write = <T extends keyof Tables>(table: T, key: readonly (string | Instant)[], value: Tables[T]): void => {
    const name = rowName(table, ...key);
    rows.set(`${table} ${name.key}`, { ...name, value: JSON.stringify(value) });
  };
  for (const each of evidence) write('evidence', [account, region, subject, each.at, evidenceId(each)], each);
  for (const list of listsNamed(evidence)) write('naming', [account, region, list, subject], { group: subject });
  for (const group of groupsOn(evidence)) write('wearing', [account, region, group, subject], { interface: subject });
  for (const { id, name, vpc } of evidence.flatMap(namesIn))
    for (const place of new Set([vpc ?? '-', '-'])) write('named', [account, region, place, name, id], { id });
  for (const each of evidence) {
    if (each.kind !== 'change' || each.change.record.result !== 'failed') continue;
    const { record } = each.change;
    write('attempt', [actorDigest(record), record.at, recordKey(record)], { change: each.change });
  }
  const first = Math.min(...evidence.filter((each) => each.kind === 'change').map((each) => each.at));
  if (Number.isFinite(first) && (since === null || first < since)) write('since', [first], { at: first });
  return [...rows.values()];
}

/** Names that an applied creation, or a live look, gives a group. */
function namesIn(each: SubjectEvidence): readonly { id: string; name: string; vpc: string | null }[] {
  const told =
    each.kind === 'observed'
      ? each.group
      : each.kind === 'change' && each.change.kind === 'group-created' && each.change.record.result === 'applied'
        ? each.change.on
        : null;
  if (told === null || told.id === null || told.name === null) return [];
  return [{ id: told.id, name: told.name, vpc: told.vpc }];
}
