import { existsSync } from 'node:fs';
import type { Kept } from '../../../contracts/store.ts';
import { connectToRead } from '../../../store/sqlite/connect.ts';
import { Complaint } from '../complaint.ts';
import { keptOf } from './kept-of.ts';
import { ledgerForm } from './ledger-form.ts';

/** A store that is only read, to be written elsewhere. */
export interface OpenedKept {
  readonly shards: number;
  /** Everything that it holds; each call reads anew. */
  readonly kept: () => AsyncIterable<Kept>;
}

/** Opens a store (a SQLite file, or postgres://…) to read all of it: an export is none. */
export async function openKept(path: string): Promise<OpenedKept> {
  const form = ledgerForm(path);
  if (form === null)
    throw new Complaint(`expected a store at \`${path}\`, found ${existsSync(path) ? 'something else' : 'nothing'}`);
  if (form === 'export') throw new Complaint(`expected a store at \`${path}\`, it is an export`);
  return { shards: form === 'store' ? shardsOfFile(path) : await shardsOfServer(path), kept: () => keptOf(path, form) };
}

function shardsOfFile(path: string): number {
  const connection = connectToRead(path);
  if (connection.kind === 'refused') throw new Complaint(connection.why);
  connection.db.close();
  return connection.shards;
}

async function shardsOfServer(url: string): Promise<number> {
  const { openPostgresToRead } = await import('../../../store/postgres/read-postgres.ts');
  const opened = await openPostgresToRead(url);
  if (opened.kind === 'refused') throw new Complaint(opened.why);
  await opened.close();
  return opened.shards;
}
