import type { Store } from '../../src/contracts/store.ts';
import { readChanges } from '../../src/core/change/read.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import { changeId, subjectName } from '../../src/core/ledger/change-id.ts';
import { readRecord } from '../../src/core/trail/read.ts';
import { evidenceRows } from '../../src/flow/live/memory/evidence-rows.ts';
import { type Loading, loadSubject, type SubjectMemory } from '../../src/flow/live/memory/load-subject.ts';
import type { SubjectEvidence } from '../../src/flow/live/memory/subject-evidence.ts';
import { account, region } from './any-history.ts';

/** Where everything of a test happens. */
export const site = { account, region };

/** What a record tells of each of its subjects. */
export function evidenceIn(json: JsonObject): readonly { subject: string; evidence: SubjectEvidence }[] {
  const place = { file: 'records.json', number: 1 };
  const record = readRecord(json, place);
  if (record.kind === 'unreadable') throw new Error(record.reason);
  return readChanges(record, place).changes.map((change) => ({
    subject: subjectName(change),
    evidence: { kind: 'change', at: change.record.at, id: changeId(change), change },
  }));
}

/** Stores evidence about a subject as the live loop does, beside an entry that says nothing. */
export async function keep(store: Store, subject: string, ...evidence: readonly SubjectEvidence[]): Promise<void> {
  const memory = await remembered(store, subject);
  const rows = evidenceRows(site, subject, evidence, memory.since);
  const body = { kind: 'gap', source: 'test', why: 'lost', from: 0, to: 0 } as const;
  const draft = { at: 0, key: `test/${memory.shard}/${memory.head?.n ?? -1}`, fence: null, body };
  const kept = await store.append(memory.shard, memory.head, [draft], { rows });
  if (kept.kind !== 'committed') throw new Error(kept.kind);
}

/** Stores what records tell. */
export async function keepRecords(store: Store, records: readonly JsonObject[]): Promise<void> {
  for (const { subject, evidence } of records.flatMap(evidenceIn)) await keep(store, subject, evidence);
}

/** What is known of a subject. */
export async function remembered(store: Store, subject: string, loading?: Loading): Promise<SubjectMemory> {
  const memory = await loadSubject(store, site, subject, loading);
  if ('kind' in memory) throw new Error(memory.why);
  return memory;
}
