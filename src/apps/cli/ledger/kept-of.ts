import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Kept } from '../../../contracts/store.ts';
import type { Json } from '../../../core/leaf/canonical.ts';
import { readKept } from '../../../store/kept-line.ts';
import { keptIn } from '../../../store/sqlite/backup.ts';
import { connectToRead } from '../../../store/sqlite/connect.ts';
import { Complaint } from '../complaint.ts';
import type { LedgerForm } from './ledger-form.ts';

/** Everything that a ledger holds, entries by shard first; it is only read. */
export async function* keptOf(path: string, form: LedgerForm): AsyncIterable<Kept> {
  if (form === 'store') {
    const connection = connectToRead(path);
    if (connection.kind === 'refused') throw new Complaint(connection.why);
    try {
      connection.db.exec('begin');
      yield* keptIn(connection.db);
    } finally {
      connection.db.close();
    }
    return;
  }
  if (form === 'postgres') {
    const { openPostgresToRead } = await import('../../../store/postgres/read-postgres.ts');
    const opened = await openPostgresToRead(path);
    if (opened.kind === 'refused') throw new Complaint(opened.why);
    try {
      yield* opened.kept();
    } finally {
      await opened.close();
    }
    return;
  }
  const file = await open(path);
  try {
    let number = 0;
    for await (const line of createInterface({ input: file.createReadStream({ encoding: 'utf8' }) })) {
      number++;
      if (line === '') continue;
      const kept = readKept(parse(line, path, number));
      if (typeof kept === 'string') throw new Complaint(`${path}, line ${number}: ${kept}`);
      if (kept !== null) yield kept;
    }
  } finally {
    await file.close();
  }
}

function parse(line: string, path: string, number: number): Json {
  try {
    return JSON.parse(line) as Json;
  } catch (error) {
    throw new Complaint(`${path}, line ${number}: expected JSON: ${(error as Error).message}`);
  }
}
