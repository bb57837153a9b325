import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { portcullis } from '../../../test/end-to-end/small-archive.ts';
import { SweepStage } from '../../../test/flow/sweep-stage.ts';
import type { Store } from '../../contracts/store.ts';
import { exportLines } from '../../store/backup-lines.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';

const root = mkdtempSync(join(tmpdir(), 'portcullis-export-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const store = join(root, 'ledger.db');
let [folder, count] = [root, 0];

function open(path: string, shards = 3): Store {
  const opened = openSqliteStore({ path, shards });
  if (opened.kind === 'refused') throw new Error(opened.why);
  return opened.store;
}

/** A ledger that the live loop wrote: openings, one that was closed, a sweep. */
beforeAll(async () => {
  const stage = new SweepStage();
  const web = stage.group();
  const rule = stage.opens(web, 22);
  stage.opens(web, 443);
  await stage.hears();
  await stage.sweeps();
  stage.closes(web, rule);
  await stage.hears();
  await stage.passes(600_000);
  const copy = open(store, stage.store.shards);
  expect(await copy.restore(stage.store.backup())).toMatchObject({ kind: 'restored' });
  await copy.close();
});

beforeEach(() => {
  folder = mkdtempSync(join(root, `${count++}-`));
});

const at = (name: string): string => join(folder, name);
const all = async (path: string): Promise<string> => {
  const opened = open(path);
  const lines: string[] = [];
  for await (const line of exportLines(opened)) lines.push(`${line}\n`);
  await opened.close();
  return lines.join('');
};

describe('export and import', () => {
  it('R103: what is exported proves itself, and an import of it is the same ledger, row by row', async () => {
    const wrote = await portcullis(['export', store, '--out', at('all.jsonl')]);
    expect([wrote.code, wrote.err]).toEqual([0, '']);
    expect(wrote.out).toMatch(/^Wrote {2}.*all\.jsonl: \d+ lines, \d+ shards?\nNext {2}portcullis verify /);
    expect(readFileSync(at('all.jsonl'), 'utf8')).toBe(await all(store));
    expect((await portcullis(['verify', at('all.jsonl')])).code).toBe(0);
    const filled = await portcullis(['import', at('new.db'), at('all.jsonl')]);
    expect([filled.code, filled.err]).toEqual([0, '']);
    expect(await all(at('new.db'))).toBe(await all(store));
    expect((await portcullis(['verify', at('new.db')])).code).toBe(0);
  });

  it('to standard output it is the same text; a file is for its owner alone', async () => {
    const { code, out } = await portcullis(['export', store]);
    expect([code, out]).toEqual([0, await all(store)]);
    await portcullis(['export', store, '--out', at('own.jsonl')]);
    expect(statSync(at('own.jsonl')).mode & 0o777).toBe(0o600);
  });

  it('`--json` says what was written and filled', async () => {
    const wrote = JSON.parse((await portcullis(['export', store, '-o', at('a.jsonl'), '--json'])).out);
    const text = readFileSync(at('a.jsonl'), 'utf8');
    expect(wrote).toMatchObject({ $schema: 'portcullis:export:1', since: null, bytes: Buffer.byteLength(text) });
    expect(wrote.lines).toBe(text.split('\n').length - 1);
    const filled = JSON.parse((await portcullis(['import', at('b.db'), at('a.jsonl'), '--json'])).out);
    expect(filled.entries).toBe(text.split('\n').filter((line) => line.startsWith('{"entry"')).length);
    expect((await portcullis(['export', store, '--json'])).err).toContain('expected `--out <file>` with `--json`');
  });

  it('no file is written over without `--force`, and nothing half is left where writing fails', async () => {
    writeFileSync(at('there.jsonl'), 'mine');
    expect(await portcullis(['export', store, '--out', at('there.jsonl')])).toMatchObject({ code: 1 });
    expect(readFileSync(at('there.jsonl'), 'utf8')).toBe('mine');
    expect((await portcullis(['export', store, '--out', at('there.jsonl'), '--force'])).code).toBe(0);
    expect(readFileSync(at('there.jsonl'), 'utf8')).not.toBe('mine');
    const nowhere = await portcullis(['export', store, '--out', at('no/such/folder.jsonl')]);
    expect([nowhere.code, nowhere.err]).toEqual([
      1,
      expect.stringContaining('expected a place that can be written to'),
    ]);
    expect(readdirSync(folder)).toEqual(['there.jsonl']);
  });

  it('`--since` gives newer entries alone, which nobody takes for a whole ledger', async () => {
    const { out } = await portcullis(['export', store, '--since', '2999-01-01']);
    expect(out.split('\n').map((line) => Object.keys(line === '' ? {} : JSON.parse(line))[0])).toEqual([
      '$schema',
      'end',
      undefined,
    ]);
    await portcullis(['export', store, '--since', '2000-01-01', '--out', at('part.jsonl')]);
    const lines = readFileSync(at('part.jsonl'), 'utf8').trim().split('\n').slice(1, -1);
    const entries = (await all(store)).split('\n').filter((line) => line.startsWith('{"entry"'));
    expect(lines).toEqual(entries);
    expect(await portcullis(['import', at('new.db'), at('part.jsonl')])).toMatchObject({ code: 1 });
    expect((await portcullis(['verify', at('part.jsonl')])).code).toBe(2);
    expect((await portcullis(['kpi', at('part.jsonl')])).err).toContain('expected a ledger');
    expect(existsSync(at('new.db'))).toBe(false);
  });

  it('R103: what was altered, cut, or is not what an anchor says is refused, and nothing is written', async () => {
    const text = await all(store);
    const [line = ''] = text.split('\n').filter((each) => each.includes('0.0.0.0/0'));
    const odd: Record<string, string> = {
      altered: text.replace(line, line.replaceAll('0.0.0.0/0', '0.0.0.0/1')),
      cut: text.split('\n').slice(0, -3).join('\n'),
      dropped: text.replace(`${line}\n`, ''),
    };
    for (const [name, wrong] of Object.entries(odd)) {
      writeFileSync(at(`${name}.jsonl`), wrong);
      const { code, err } = await portcullis(['import', at('new.db'), at(`${name}.jsonl`)]);
      expect([name, code, err]).toEqual([name, 1, expect.stringContaining('expected an export that proves itself')]);
    }
    writeFileSync(at('sound.jsonl'), text);
    const anchor = `0:0:${'0'.repeat(64)}`;
    expect((await portcullis(['import', at('new.db'), at('sound.jsonl'), '--anchor', anchor])).code).toBe(1);
    expect(readdirSync(folder).filter((name) => name.startsWith('new'))).toEqual([]);
    expect((await portcullis(['import', at('new.db'), at('none.jsonl')])).err).toContain('found nothing');
    expect((await portcullis(['import', at('new.db'), store])).err).toContain('expected an export');
  });

  it('R103: text of others with every kind of line end is exported and taken in as it is', async () => {
    const body = {
      kind: 'ordered',
      order: 'stop',
      person: 'a\u2028b\u2029c\u0085\r\n\u000b',
      on: 'x',
      reason: 'x',
    } as const;
    const own = open(at('odd.db'), 1);
    const draft = { at: 1, key: 'a\u2028b', fence: null, body: { ...body, until: null, detail: null } };
    expect(
      (await own.append(0, null, [draft], { rows: [{ table: 't', key: 'k\u2029', value: '"\u2028"' }] })).kind,
    ).toBe('committed');
    await own.close();
    await portcullis(['export', at('odd.db'), '--out', at('odd.jsonl')]);
    expect(await portcullis(['import', at('again.db'), at('odd.jsonl')])).toMatchObject({ code: 0, err: '' });
    expect(await all(at('again.db'))).toBe(await all(at('odd.db')));
    expect((await portcullis(['verify', at('again.db')])).code).toBe(0);
  });

  it('an import goes into nothing that holds anything', async () => {
    await portcullis(['export', store, '--out', at('all.jsonl')]);
    const before = await all(store);
    const { code, err } = await portcullis(['import', store, at('all.jsonl')]);
    expect([code, err]).toEqual([1, expect.stringContaining('nothing was written')]);
    expect(await all(store)).toBe(before);
    writeFileSync(at('text.db'), 'something else');
    expect((await portcullis(['import', at('text.db'), at('all.jsonl')])).err).toContain('it is taken');
    const shards = JSON.parse(before.split('\n')[0]!).shards as number;
    await open(at('empty.db'), shards).close();
    expect((await portcullis(['import', at('empty.db'), at('all.jsonl')])).code).toBe(0);
    await open(at('other.db'), shards + 1).close();
    expect((await portcullis(['import', at('other.db'), at('all.jsonl')])).err).toContain('as the export has');
  });
});

describe('rebuild', () => {
  it('R113: finds every row as the entries make it, and writes a fresh store that is the same', async () => {
    const before = await all(store);
    const { code, err, out } = await portcullis(['rebuild', store, '--out', at('fresh.db')]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/Same {6}\d+ rows are as the entries make them\nDifferent none/);
    expect(await all(store)).toBe(before);
    expect((await portcullis(['verify', at('fresh.db')])).code).toBe(0);
    expect((await portcullis(['rebuild', at('fresh.db')])).code).toBe(0);
    expect((await portcullis(['scan', at('fresh.db'), '--json'])).out).toBe(
      (await portcullis(['scan', store, '--json'])).out,
    );
  });

  it('says which rows somebody altered, removed or made up, and mends them in the fresh store', async () => {
    const copy = new DatabaseSync(store);
    copy.exec(`vacuum into '${at('harmed.db')}'`);
    copy.close();
    const db = new DatabaseSync(at('harmed.db'));
    db.exec(
      `update row set value = replace(value, 'breach', 'clear') where "table" = 'decision' and value like '%breach%'`,
    );
    db.exec(`delete from row where "table" = 'record' and key = (select min(key) from row where "table" = 'record')`);
    db.exec(`insert into row ("table", key, value, version) values ('grant', 'made/up', '{}', 1)`);
    db.close();
    const { code, out } = await portcullis(['rebuild', at('harmed.db'), '--json', '--out', at('mended.db')]);
    const { different, differences } = JSON.parse(out);
    expect([code, different]).toEqual([2, differences.length]);
    expect(differences).toContainEqual({ table: 'grant', key: 'made/up', kind: 'unfounded' });
    const kinds = (table: string) =>
      differences.filter((each: { table: string }) => each.table === table).map(({ kind }: { kind: string }) => kind);
    expect([new Set(kinds('decision')), kinds('record')]).toEqual([new Set(['other']), ['lacking']]);
    expect((await portcullis(['rebuild', at('harmed.db')])).out).toMatch(/THE STORE HAS +TABLE +ROW/);
    expect((await portcullis(['rebuild', at('mended.db')])).code).toBe(0);
  });

  it('never writes over what is there, and needs a store', async () => {
    writeFileSync(at('there.db'), 'mine');
    expect((await portcullis(['rebuild', store, '--out', at('there.db')])).err).toContain('it is taken');
    expect((await portcullis(['rebuild', at('none.db')])).err).toContain('found nothing');
    await portcullis(['export', store, '--out', at('all.jsonl')]);
    for (const verb of ['rebuild', 'export'])
      expect((await portcullis([verb, at('all.jsonl')])).err).toContain('it is an export');
    expect((await portcullis(['rebiuld', store])).err).toMatch(/rebuild/);
  });
});
