import type { Store } from '../../../contracts/store.ts';
import { type AskRow, readRow } from '../../../flow/live/tables.ts';
import { Complaint } from '../complaint.ts';

/** Rows that are read at a time. */
const page = 500;

/** The question that the beginning of a plan's hash means. */
export async function findAsk(store: Store, asked: string): Promise<AskRow> {
  const wanted = asked.startsWith('pln_') ? asked : `pln_${asked}`;
  const rows = await store.rows('ask', wanted, page);
  const found = rows.filter(({ key }) => key.startsWith(wanted)).map((row) => readRow('ask', row)!);
  if (found.length === 1) return found[0]!;
  if (found.length > 1) throw new Complaint(`${found.length} plans begin with \`${asked}\`: give more of the hash`);
  const all = (await store.rows('ask', '', page)).map((row) => readRow('ask', row)!);
  const waiting = all.filter(({ state }) => state === 'waiting').map(({ hash }) => hash);
  const hint = waiting.length === 0 ? 'no question waits for an answer' : `these wait: ${waiting.join(', ')}`;
  throw new Complaint(`no question has the plan \`${asked}\`: ${hint}`);
}
