import { createReadStream, existsSync, renameSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Store } from '../../contracts/store.ts';
import type { LedgerFinding } from '../../core/ledger/verify-finding.ts';
import { keptInLines } from '../../store/backup-lines.ts';
import { isPostgresUrl } from '../../store/postgres/postgres-url.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';
import { verifyFile } from '../../store/verify-file.ts';
import { anchorOf } from './anchor-of.ts';
import { Complaint } from './complaint.ts';
import { counted, grouped } from './counted.ts';
import { nextLines, shellPaths } from './hints.ts';
import { ledgerForm } from './ledger/ledger-form.ts';
import { as, notice, print } from './screen.ts';
import { startTicker } from './ticker.ts';
import type { Run } from './verbs.ts';

/** Findings that are told when an export is refused. */
const told = 5;

/**
 * `import`: fills a store that is not there yet, or is empty, from an export: all of it after all of it was proven, or
 * nothing.
 */
export const importVerb: Run = async ([store = '', file = ''], options, terminal) => {
  const anchors = (options.anchor ?? []).map(anchorOf);
  if (ledgerForm(file) !== 'export')
    throw new Complaint(
      `expected an export (as \`export\` writes it) at \`${file}\`${existsSync(file) ? '' : ', found nothing'}`,
    );
  const findings: LedgerFinding[] = [];
  const done = await verifyFile(file, anchors, (found) => void (findings.length < told && findings.push(found)));
  if (done.kind === 'refused') throw new Complaint(done.why);
  const { verified } = done;
  if (verified.findings > 0) {
    for (const { say } of findings) notice(terminal, say);
    const rest = verified.findings > told ? `, ${grouped(verified.findings - told)} more of them` : '';
    throw new Complaint(
      `expected an export that proves itself, \`${file}\` does not${rest}: nothing was written (\`verify\` lists it all)`,
    );
  }
  const ticker = startTicker(terminal, 'lines');
  const entries = await into(
    store,
    verified.shards,
    async (opened) => await opened.restore(keptInLines(linesOf(file, ticker.tell))),
  );
  ticker.clear();
  const said = shellPaths([store]);
  if (options.json)
    await terminal.out(
      `${JSON.stringify({ $schema: 'portcullis:import:1', store: said, file, shards: verified.shards, entries })}\n`,
    );
  else
    await print(terminal, [
      [
        as('bold', 'Filled  '),
        `${said}: ${counted(entries, 'entry', 'entries')} in ${counted(verified.shards, 'shard')}, proven before`,
      ],
      ...nextLines(terminal, [
        [`verify ${said}`, 'proves the store itself'],
        [`scan ${said}`, 'what it tells'],
      ]),
    ]);
  return 0;
};

type Restore = (store: Store) => ReturnType<Store['restore']>;

async function into(path: string, shards: number, restore: Restore): Promise<number> {
  if (isPostgresUrl(path)) {
    const { openPostgresStore } = await import('../../store/postgres/postgres-store.ts');
    const opened = await openPostgresStore({ url: path, shards });
    if (opened.kind === 'refused') throw new Complaint(opened.why);
    return await fill(opened.store, shards, shellPaths([path]), restore);
  }
  if (existsSync(path)) {
    if (ledgerForm(path) !== 'store')
      throw new Complaint(`expected a place for a new store at \`${path}\`, it is taken`);
    return await fill(openFile(path, shards), shards, path, restore);
  }
  // Beside its place first: a store that is there is all there.
  const part = `${path}.part`;
  for (const each of [part, `${part}-wal`, `${part}-shm`]) rmSync(each, { force: true });
  try {
    const entries = await fill(openFile(part, shards), shards, path, restore);
    renameSync(part, path);
    return entries;
  } catch (error) {
    for (const each of [part, `${part}-wal`, `${part}-shm`]) rmSync(each, { force: true });
    throw error;
  }
}

function openFile(path: string, shards: number): Store {
  const opened = openSqliteStore({ path, shards });
  if (opened.kind === 'refused') throw new Complaint(opened.why);
  return opened.store;
}

async function fill(store: Store, shards: number, said: string, restore: Restore): Promise<number> {
  try {
    if (store.shards !== shards)
      throw new Complaint(
        `expected a store of ${counted(shards, 'shard')}, as the export has, \`${said}\` has ${store.shards}`,
      );
    const done = await restore(store);
    if (done.kind === 'restored') return done.entries;
    throw new Complaint(
      `${done.why}, at \`${said}\`: nothing was written (an import goes into a store that is not there yet, or is empty)`,
    );
  } finally {
    await store.close();
  }
}

/** Opened only when the first line is asked for: what the reader tells before anybody listens would be lost. */
async function* linesOf(file: string, tell: (count: number) => void): AsyncIterable<string> {
  const input = createReadStream(file, { encoding: 'utf8' });
  let count = 0;
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      tell(++count);
      yield line;
    }
  } finally {
    input.destroy();
  }
}
