import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Json, writeCanonical } from '../leaf/canonical.ts';
import { sha256 } from '../leaf/digest.ts';
import { chainEntries, type EntryDraft, headOf, plainKey } from './entry.ts';
import { readAnchor, writeAnchor } from './entry-anchor.ts';
import { entryKinds } from './entry-body.ts';
import { readEntry, writeEntry } from './entry-line.ts';
import { shardOf } from './entry-shard.ts';

const gap = { kind: 'gap', source: 'queue', why: 'lost', from: 1, to: null } as const;
const draft = (key: string): EntryDraft => ({ at: 1000, key, fence: null, body: gap });
const native = (...parts: readonly (string | Buffer)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

describe('an entry', () => {
  it('R103: is hashed over the hash before it, its header and the digest of its body, as anyone can do again', () => {
    const [first, second] = chainEntries(3, null, [draft('a'), { ...draft('b'), fence: 7 }], sha256);
    const body = '{"from":1,"kind":"gap","source":"queue","to":null,"why":"lost"}';
    const header = '{"at":1000,"fence":null,"key":"a","kind":"gap","n":0,"shard":3,"v":1}';
    expect(first).toMatchObject({ body, digest: native(body).toString('hex') });
    expect(first!.hash).toBe(native(Buffer.alloc(32), header, native(body)).toString('hex'));
    const next = '{"at":1000,"fence":7,"key":"b","kind":"gap","n":1,"shard":3,"v":1}';
    expect(second!.hash).toBe(native(Buffer.from(first!.hash, 'hex'), next, native(body)).toString('hex'));
  });

  it('is hashed over its header in canonical form, whatever its key', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(), fc.constantFrom(...entryKinds), (key, at, kind) => {
        const [{ header, digest, hash } = expect.unreachable()] = chainEntries(
          at % 64,
          null,
          [{ at, key, fence: at, body: { kind } as never }],
          sha256,
        );
        const bytes = [Buffer.alloc(32), writeCanonical({ ...header }), Buffer.from(digest, 'hex')];
        expect(hash).toBe(native(...bytes).toString('hex'));
      }),
    );
  });

  it('continues its shard wherever the head stands, as if all had been written at once', () => {
    const all = chainEntries(0, null, ['a', 'b', 'c'].map(draft), sha256);
    const start = chainEntries(0, null, ['a'].map(draft), sha256);
    expect([...start, ...chainEntries(0, headOf(start[0]!), ['b', 'c'].map(draft), sha256)]).toEqual(all);
  });

  it('keeps its key free of what some stores cut or replace', () => {
    expect(plainKey('a\0b\ud800c\u{1f600}')).toBe('a\ufffdb\ufffdc\u{1f600}');
    expect(chainEntries(0, null, [draft('x\0')], sha256)[0]!.header.key).toBe('x\ufffd');
  });

  it('is read from an export as it was written, whatever its texts', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.jsonValue(),
        fc.constantFrom(...entryKinds),
        (key, detail, kind) => {
          const body = { kind, detail: detail as Json } as never;
          const [entry] = chainEntries(0, null, [{ ...draft(key), body }], sha256);
          expect(readEntry(JSON.parse(JSON.stringify(writeEntry(entry!))))).toEqual(entry);
          expect(readEntry(writeEntry({ ...entry!, body: null }))).toEqual({ ...entry!, body: null });
          expect(JSON.parse(entry!.body!)).toEqual(JSON.parse(writeCanonical(body)));
        },
      ),
    );
  });

  it.each([
    [{ v: 2 }, 'expected an entry of version 1'],
    [{ n: -1 }, 'expected shard and n as whole numbers from 0'],
    [{ n: 0.5 }, 'expected shard and n as whole numbers from 0'],
    [{ kind: 'guessed' }, 'expected one of observed, decided'],
    [{ at: '2026-01-31' }, 'expected at as milliseconds'],
    [{ key: null }, 'expected a key'],
    [{ fence: 'x' }, 'expected the fence'],
    [{ more: 1 }, 'expected no key `more` in a header'],
  ])('with %j in its header is no entry', (change, why) => {
    const line = writeEntry(chainEntries(0, null, [draft('a')], sha256)[0]!);
    expect(readEntry({ ...line, entry: { ...(line.entry as object), ...change } })).toContain(why);
  });

  it('with anything beside it that is not hashed is no entry', () => {
    const line = writeEntry(chainEntries(0, null, [draft('a')], sha256)[0]!);
    expect(readEntry({ ...line, note: 'x' })).toContain('expected nothing else');
    expect(readEntry({ ...line, hash: 'x' })).toContain('64 hexadecimal digits');
    expect(readEntry({ ...line, body: 1 })).toContain('expected the body as text');
    expect(readEntry([])).toContain('expected a JSON object');
  });
});

describe('shards', () => {
  const place = (group: string) => ({ account: '111122223333', region: 'eu-west-1', group });

  it('of one store with one shard are all the same; what has no group stands in shard 0', () => {
    expect([shardOf(place('sg-1'), 1), shardOf(null, 64)]).toEqual([0, 0]);
  });

  it('take groups evenly, and always the same way', () => {
    const counts = Array<number>(64).fill(0);
    for (let at = 0; at < 6400; at++) counts[shardOf(place(`sg-${at}`), 64)]!++;
    expect(Math.min(...counts)).toBeGreaterThan(60);
    expect(Math.max(...counts)).toBeLessThan(150);
    expect(shardOf(place('sg-0123456789abcdef0'), 64)).toBe(shardOf(place('sg-0123456789abcdef0'), 64));
    expect(shardOf({ account: '1', region: '23', group: 'x' }, 4096)).not.toBe(
      shardOf({ account: '12', region: '3', group: 'x' }, 4096),
    );
  });
});

describe('anchors', () => {
  it('are read as they are written', () => {
    const head = headOf(chainEntries(5, null, ['a', 'b'].map(draft), sha256)[1]!);
    expect(writeAnchor(head)).toBe(`5:1:${head.hash}`);
    expect(readAnchor(` ${writeAnchor(head).toUpperCase()}\n`)).toEqual(head);
  });

  it.each(['', '0:1', '0:1:abc', `x:1:${'0'.repeat(64)}`, `0:-1:${'0'.repeat(64)}`, `0:1:${'0'.repeat(65)}`])(
    '%j is none',
    (text) => {
      expect(readAnchor(text)).toBeNull();
    },
  );
});
