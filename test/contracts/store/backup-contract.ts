import { describe, expect, it } from 'vitest';
import type { Kept, Store } from '../../../src/contracts/store.ts';
import { sealDraft } from '../../../src/core/ledger/entry-seal.ts';
import { exportLines, importLines } from '../../../src/store/backup-lines.ts';
import { createMemoryStore } from '../../../src/store/memory-store.ts';
import { add, draft, findingsOf, type MakeStore, readAll, task } from './drafts.ts';

/** What export and import promise. */
export function backupContract(make: MakeStore): void {
  describe('export and import', () => {
    it('R101: an imported export has the same entries, heads, keys, tasks, rows and caps', async () => {
      const { store } = await make(3);
      await fill(store);
      const lines = await exported(store);
      const { store: other } = await make(3);
      expect(
        await importLines(other, async function* () {
          yield* lines;
        }),
      ).toEqual({ kind: 'restored', entries: 7 });
      expect(await other.heads()).toEqual(await store.heads());
      expect(await readAll(other)).toEqual(await readAll(store));
      expect(await keptBy(other)).toEqual(await keptBy(store));
      expect(await findingsOf(other, await store.heads())).toEqual([]);
      expect((await other.append(2, 'any', [draft('alias')])).kind).toBe('duplicate');
      expect((await other.append(2, 'any', [draft('g')])).kind).toBe('committed');
    });

    it('every store reads what every other has written', async () => {
      const { store } = await make(3);
      await fill(store);
      const memory = createMemoryStore(3);
      const lines = await exported(store);
      expect(
        (
          await importLines(memory, async function* () {
            yield* lines;
          })
        ).kind,
      ).toBe('restored');
      const back = await exported(memory);
      expect(back.sort()).toEqual(lines.sort());
    });

    it('an export that was changed, cut, or does not meet its anchor is refused before anything is written', async () => {
      const { store } = await make(3);
      await fill(store);
      const lines = await exported(store);
      const { store: other } = await make(3);
      const tryWith = async (changed: readonly string[], anchors = [] as Awaited<ReturnType<Store['heads']>>) =>
        await importLines(
          other,
          async function* () {
            yield* changed;
          },
          anchors,
        );
      const body = lines.map((line) => line.replace('queue', 'qeueu'));
      expect(await tryWith(body)).toMatchObject({ kind: 'wrong' });
      expect(await tryWith(lines.slice(0, -1))).toMatchObject({ kind: 'wrong', findings: [{ kind: 'unreadable' }] });
      expect(await tryWith(lines.toSpliced(2, 1))).toMatchObject({ kind: 'wrong' });
      expect(await tryWith(lines.with(1, '{"entry":'))).toMatchObject({ kind: 'wrong' });
      expect(await tryWith([])).toMatchObject({ kind: 'wrong' });
      const anchor = { shard: 2, n: 9, hash: '0'.repeat(64) };
      expect(await tryWith(lines, [anchor])).toMatchObject({ kind: 'wrong', findings: [{ kind: 'cut', shard: 2 }] });
      expect([await other.heads(), await keptBy(other)]).toEqual([[], []]);
      expect((await tryWith(lines)).kind).toBe('restored');
    });

    it('a store that is not empty, or has another number of shards, takes nothing in', async () => {
      const { store } = await make(3);
      await fill(store);
      const lines = await exported(store);
      const open = async function* () {
        yield* lines;
      };
      expect((await importLines(store, open)).kind).toBe('refused');
      const { store: other } = await make(2);
      expect(await importLines(other, open)).toEqual({
        kind: 'refused',
        why: 'expected an export of 2 shards, as this store has, it has 3',
      });
    });

    it('a backup that names a key twice is refused as a whole', async () => {
      const { store } = await make(1);
      const [entry] = await add(createMemoryStore(1), 0, draft('a'));
      const alias: Kept = { kind: 'key', taken: { key: 'a', place: { shard: 0, n: 0 } } };
      const answer = await store.restore(
        (async function* () {
          yield { kind: 'entry', entry: entry! } as const;
          yield alias;
        })(),
      );
      expect([answer.kind, await store.heads()]).toEqual(['refused', []]);
    });
  });
}

async function fill(store: Store): Promise<void> {
  await store.append(1, null, [draft('a'), draft('b'), draft('c', { at: 3000 })], {
    keys: ['alias'],
    tasks: [task('t1'), task('t2'), task('t3', { due: 5000 })],
    rows: [
      { table: 'x', key: 'k', value: '{"n":1}' },
      { table: 'x', key: 'gone', value: '1' },
    ],
    caps: [{ name: 'g', per: 100, count: 3, at: 10, by: 'a' }],
  });
  await store.append(2, null, [draft('d'), draft('e', { at: 4000 })], {
    rows: [{ table: 'x', key: 'gone', value: null }],
  });
  await add(store, 0, sealDraft(await store.heads(), 9000, 'one', 2000));
  await add(store, 0, draft('f'));
  await store.lease({ worker: 'w', kinds: ['revert'], now: 1000, span: 100, most: 2 });
  await store.finish({ task: 't1', fence: 1 });
  await store.fail({ task: 't2', fence: 1 }, 'throttled', 7000);
  await store.erase(2000);
}

async function exported(store: Store): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportLines(store)) lines.push(line);
  return lines;
}

async function keptBy(store: Store): Promise<readonly Kept[]> {
  const all: Kept[] = [];
  for await (const each of store.backup()) all.push(each);
  return all;
}
