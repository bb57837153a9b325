import { type Joined, type Said, saidOf } from '../join.ts';
import type { CompanionFile, PolicyLayer } from '../layer.ts';
import type { Account, Directory, DirectoryPerson } from '../policy.ts';
import { nearestWords } from '../shape/nearest-word.ts';
import type { Tell } from '../tell.ts';
import { companionOf } from './place.ts';
import { type CsvRow, readCsv } from './read-csv.ts';

/**
 * Reads the organisation's accounts and people from their tables: `account,name,ou,owner,environment` with account ids
 * of twelve digits, and `identity,name,slack,mail,pager`. The first column is required.
 */
export function readDirectory(joined: Joined, layers: readonly PolicyLayer[], tell: Tell): Directory {
  const accounts = new Map<string, Account>();
  for (const row of rowsOf(joined, 'accounts', accountColumns, layers, tell)) {
    const id = row.told('account') ?? '';
    const wrong =
      misnamed(id) ?? (accounts.has(id) ? `account \`${id}\` stands in the table twice: keep one row` : null);
    if (wrong !== null) row.refuse(wrong);
    else {
      const [name, ou, owner, environment] = [
        row.told('name'),
        row.told('ou'),
        row.told('owner'),
        row.told('environment'),
      ];
      accounts.set(id, { id, name, ou, owner, environment });
    }
  }
  const people = new Map<string, DirectoryPerson>();
  for (const row of rowsOf(joined, 'people', peopleColumns, layers, tell)) {
    const identity = row.told('identity') ?? '';
    if (identity === '')
      row.refuse('expected the name that AWS asserts of a person in the column `identity`, got none');
    else if (people.has(identity)) row.refuse(`\`${identity}\` stands in the table twice: keep one row`);
    else {
      const [name, slack, mail, pager] = [row.told('name'), row.told('slack'), row.told('mail'), row.told('pager')];
      people.set(identity, { identity, name, slack, mail, pager });
    }
  }
  const inOrder = <T>(all: ReadonlyMap<string, T>) => [...all.keys()].sort().map((id) => [id, all.get(id)!] as const);
  return { accounts: new Map(inOrder(accounts)), people: inOrder(people).map(([, person]) => person) };
}

const accountColumns = ['account', 'name', 'ou', 'owner', 'environment'];
const peopleColumns = ['identity', 'name', 'slack', 'mail', 'pager'];

interface ToldRow {
  /** The text of a column; `null` when it is empty or not there. */
  told(column: string): string | null;
  refuse(why: string): void;
}

function rowsOf(
  joined: Joined,
  key: 'accounts' | 'people',
  known: readonly string[],
  layers: readonly PolicyLayer[],
  tell: Tell,
): readonly ToldRow[] {
  const said = saidOf(joined, 'directory', key);
  const file = said === null ? null : companionOf(layers, said);
  if (said === null || file === null) return [];
  const { columns, rows, misread } = readCsv(file.text);
  const refuse = refusing(said, file, tell);
  for (const { line, message } of misread) refuse(line, message);
  for (const column of columns) {
    if (known.includes(column)) continue;
    const wanted = `expected columns among ${known.map((each) => `\`${each}\``).join(', ')}`;
    refuse(1, `${wanted}, got \`${column}\``, nearestWords(column, known)[0] ?? null);
  }
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined) refuse(1, `column \`${twice}\` stands in the header twice`);
  if (columns.includes(known[0]!)) return rows.map((row) => toldRow(row, refuse));
  refuse(1, `expected a header with the column \`${known[0]}\`, as in \`${known.join(',')}\``);
  return [];
}

function refusing(said: Said, file: CompanionFile, tell: Tell) {
  return (line: number, why: string, suggestion: string | null = null) =>
    tell('error', said, `${file.name}:${line}: ${why}`, { suggestion });
}

function toldRow({ line, cells }: CsvRow, refuse: (line: number, why: string) => void): ToldRow {
  return { told: (column) => cells.get(column) || null, refuse: (why) => refuse(line, why) };
}

/** What is wrong with an account id; spreadsheets make numbers of them and drop leading zeros. */
function misnamed(id: string): string | null {
  if (/^\d{12}$/.test(id)) return null;
  const lost = /^\d{1,11}$/.test(id) ? `: a spreadsheet took its leading zeros, write \`${id.padStart(12, '0')}\`` : '';
  return `expected an account id of twelve digits, got \`${id}\`${lost}`;
}
