import type { Instant } from '../../../core/leaf/instant.ts';
import { type Shed, type Shedding, shedBy, shedRows } from '../retention/shed-rows.ts';
import { readRow } from '../tables.ts';

const portion = 250;

/**
 * Takes away messages of which nothing was said since `before`, and what hangs on them. What is still open is not among
 * them: people are reminded of it, which changes its messages.
 */
export async function shedMessages(shedding: Shedding, before: Instant): Promise<Shed> {
  const shed = await shedRows(shedding, 'message', ({ updatedAt }) => updatedAt < before);
  if (shed !== 'done') return shed;
  for (const [table, messageOf] of hanging) {
    const done = await shedHanging(shedding, table, messageOf);
    if (done !== 'done') return done;
  }
  return 'done';
}

type Hanging = 'mention' | 'sent' | 'dead';

/** Which message a row belongs to. */
const hanging: readonly (readonly [Hanging, (key: string) => string])[] = [
  ['mention', (key) => key.slice(key.lastIndexOf('/') + 1)],
  ['sent', (key) => key.slice(0, key.indexOf('/'))],
  ['dead', (key) => key.slice(key.lastIndexOf('/') + 1)],
];

async function shedHanging(
  { store, held, keep }: Shedding,
  table: Hanging,
  messageOf: (key: string) => string,
): Promise<Shed> {
  const known = new Map<string, boolean>();
  const isThere = async (id: string): Promise<boolean> => {
    const [row] = known.has(id) ? [] : await store.rows('message', id, 1);
    if (!known.has(id)) known.set(id, row?.key === id);
    return known.get(id) === true;
  };
  for (let from = ''; ; ) {
    if (!(await keep())) return 'over';
    const rows = await store.rows(table, from, portion);
    const spent = [];
    for (const row of rows)
      if (readRow(table, row) !== null && !(await isThere(messageOf(row.key))))
        spent.push({ table, key: row.key, value: null, expect: row.version });
    const shed = spent.length === 0 ? 'done' : shedBy(await store.append(0, 'any', [], { held: [held], rows: spent }));
    if (shed !== 'done') return shed;
    if (rows.length < portion) return 'done';
    from = `${rows.at(-1)!.key}\u0001`;
    if (known.size > 10_000) known.clear();
  }
}
