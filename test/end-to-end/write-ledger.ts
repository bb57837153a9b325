import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { readChanges } from '../../src/core/change/read.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import { changeId, subjectName } from '../../src/core/ledger/change-id.ts';
import type { EntryBody } from '../../src/core/ledger/entry-body.ts';
import type { Decision } from '../../src/core/plan/decision.ts';
import { readRecord } from '../../src/core/trail/read.ts';
import { rowName } from '../../src/flow/live/tables.ts';
import { exportLines } from '../../src/store/backup-lines.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { portcullis, type RawRecord, writeArchive } from './small-archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-ledger-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

/** A ledger in a store, and the same as an export. */
export interface WrittenLedger {
  readonly store: string;
  readonly lines: string;
  readonly decisions: readonly Decision[];
}

/**
 * Writes a ledger that holds the decisions which a scan of these records makes by a policy file, the records as evidence,
 * and whatever else `more` says once the decisions are known.
 */
export async function writeLedger(
  records: readonly RawRecord[],
  policy: string,
  more: (decisions: readonly Decision[]) => readonly EntryBody[] = () => [],
): Promise<WrittenLedger> {
  count++;
  const path = join(folder, `ledger-${count}.db`);
  const opened = openSqliteStore({ path });
  if (opened.kind === 'refused') throw new Error(opened.why);
  const { store } = opened;
  const scan = await portcullis([
    'scan',
    writeArchive(records),
    '--policy',
    policy,
    '--json',
    '--no-net',
    '--no-cache',
  ]);
  const { decisions } = JSON.parse(scan.out) as { readonly decisions: readonly Decision[] };
  const bodies: EntryBody[] = [
    ...decisions.map((decision): EntryBody => ({ kind: 'decided', decision: plain(decision), facts: {}, basis: {} })),
    ...more(decisions),
  ];
  const at = Date.parse('2026-03-09T00:00:00Z');
  const drafts = bodies.map((body, n) => ({ at: at + n, key: `entry/${n}`, fence: null, body }));
  await store.append(0, null, drafts, { rows: records.flatMap(evidenceOf) });
  const lines: string[] = [];
  for await (const line of exportLines(store)) lines.push(line);
  await store.close();
  const exported = join(folder, `ledger-${count}.jsonl`);
  writeFileSync(exported, `${lines.join('\n')}\n`);
  return { store: path, lines: exported, decisions };
}

function evidenceOf(raw: RawRecord) {
  const place = { file: 'test', number: 1 };
  const record = readRecord(raw as JsonObject, place, { source: 'file', receivedAt: null });
  if (record.kind === 'unreadable') throw new Error(record.reason);
  return readChanges(record, place).changes.map((change) => {
    const id = changeId(change);
    const name = rowName('evidence', record.account, record.region, subjectName(change), record.at, id);
    return { ...name, value: JSON.stringify({ kind: 'change', at: record.at, id, change }) };
  });
}

function plain(decision: Decision): JsonObject {
  return decision as unknown as JsonObject;
}
