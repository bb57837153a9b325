import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draft } from '../../../test/contracts/store/drafts.ts';
import { portcullis } from '../../../test/end-to-end/small-archive.ts';
import { sealDraft } from '../../core/ledger/entry-seal.ts';
import { exportLines } from '../../store/backup-lines.ts';
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'portcullis-verify-'));
const [store, jsonl] = [join(folder, 'ledger.db'), join(folder, 'export.jsonl')];
let anchor = '';
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  const opening = openSqliteStore({ path: store, shards: 2 });
  if (opening.kind === 'refused') throw new Error(opening.why);
  await opening.store.append(1, null, [draft('a'), draft('b'), draft('c')]);
  await opening.store.append(0, null, [sealDraft(await opening.store.heads(), 1000, 'x', null)]);
  anchor = (await opening.store.heads()).map(({ shard, n, hash }) => `${shard}:${n}:${hash}`)[1]!;
  const lines: string[] = [];
  for await (const line of exportLines(opening.store)) lines.push(`${line}\n`);
  writeFileSync(jsonl, lines.join(''));
  await opening.store.close();
});

/** A copy of the store with something done to it behind its back. */
async function tampered(sql: string): Promise<string> {
  const { out } = await portcullis(['verify', store, '--json']);
  expect(JSON.parse(out).found).toBe(0);
  const copy = join(folder, `${Math.abs(hashOf(sql))}.db`);
  const original = new DatabaseSync(store);
  original.exec(`vacuum into '${copy}'`);
  original.close();
  const db = new DatabaseSync(copy);
  db.exec('drop trigger entry_stays; drop trigger entry_is_final');
  db.exec(sql);
  db.close();
  return copy;
}

const hashOf = (text: string): number => [...text].reduce((sum, each) => (sum * 31 + each.charCodeAt(0)) | 0, 7);

describe('verify', () => {
  it('R103: proves a store and its export, and prints the heads to keep as anchors', async () => {
    for (const [file, what] of [
      [store, 'a store'],
      [jsonl, 'an export'],
    ] as const) {
      const { code, out, err } = await portcullis(['verify', file]);
      expect([code, err]).toEqual([0, '']);
      expect(out).toContain(`Ledger  ${file}, ${what}: 2 shards, 4 entries, 1 seal\n`);
      expect(out).toContain('Proven  every entry follows from the one before it and agrees with every seal\n');
      expect(out).toContain('shows only against an anchor\n');
      expect(out).toContain(`\n  ${anchor}\n`);
    }
  });

  it('holds a ledger against anchors from outside', async () => {
    expect(await portcullis(['verify', store, '--anchor', anchor])).toMatchObject({ code: 0 });
    const forged = anchor.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));
    const { code, out } = await portcullis(['verify', jsonl, '--anchor', anchor, '--anchor', forged]);
    expect(code).toBe(2);
    expect(out).toContain('Broken  1 finding: this is not the ledger that was written');
    expect(out).toMatch(/rewritten +1:2 +an anchor saw another entry here/);
  });

  it.each([
    ["update entry set body = replace(body, 'queue', 'other') where key = 'b'", /changed +1:1 +its body is not/],
    ["update entry set at = at + 1 where key = 'b'", /changed +1:1 +its hash does not follow/],
    ["update entry set kind = 'hearsay' where key = 'b'", /unreadable +1:1 +expected one of/],
    ["delete from entry where key = 'a'", /missing +1:0 +it is missing/],
    ["delete from entry where key = 'c'", /cut +1:2 +the shard ends at 1, seal 0:0 saw entry 2/],
    ["update entry set body = null where key = 'b'", /erased +1:1 +its body, .* no seal says so/],
  ])('R103: finds what `%s` did to the file', async (sql, found) => {
    const { code, out } = await portcullis(['verify', await tampered(sql)]);
    expect(out).toMatch(found);
    expect(code).toBe(2);
  });

  it('tells the same as JSON', async () => {
    const { code, out } = await portcullis(['verify', await tampered("delete from entry where key = 'b'"), '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      ...{ $schema: 'portcullis:verify:1', as: 'store', shards: 2, entries: 3, seals: 1, erased: 0, anchors: 0 },
      findings: [{ kind: 'missing', shard: 1, n: 1, say: 'it is missing' }],
    });
  });

  it('a file that is neither, is damaged, or belongs to another program is said to be so', async () => {
    const [text, other, cut] = [join(folder, 'a.txt'), join(folder, 'other.db'), join(folder, 'cut.db')];
    writeFileSync(text, 'hello');
    new DatabaseSync(other).exec('create table x (y)');
    writeFileSync(cut, 'SQLite format 3\0 and then nothing of the kind');
    for (const file of [text, other, cut, join(folder, 'none'), folder]) {
      const { code, err } = await portcullis(['verify', file]);
      expect([code, err]).toEqual([1, expect.stringMatching(/^portcullis: expected a store/)]);
    }
    for (const args of [
      ['--anchor', '0:1:x', store],
      [store, '--anchor', '0:1:x'],
    ]) {
      const { code, err } = await portcullis(['verify', ...args]);
      expect([code, err]).toEqual([1, expect.stringContaining('expected `shard:n:hash`')]);
    }
  });

  it('an export that is cut, or where lines were damaged, is not proven', async () => {
    const cut = join(folder, 'cut.jsonl');
    const { readFileSync } = await import('node:fs');
    const lines = readFileSync(jsonl, 'utf8').split('\n');
    writeFileSync(cut, lines.slice(0, 3).join('\n'));
    expect(await portcullis(['verify', cut])).toMatchObject({
      code: 2,
      out: expect.stringMatching(/unreadable .*it is cut/),
    });
    writeFileSync(cut, ['{"not":"it"}', ...lines.slice(1)].join('\n'));
    expect(await portcullis(['verify', cut])).toMatchObject({ code: 2 });
  });
});
