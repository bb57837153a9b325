import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/contracts/store.ts';
import { type Head, headOf } from '../../../src/core/ledger/entry.ts';
import { draft, findingsOf, type MakeStore, readAll, task } from './drafts.ts';
import { type Fate, losingReplies } from './losing-replies.ts';

/** What holds when nobody knows whether a commit happened. */
export function lostRepliesContract(make: MakeStore): void {
  describe('unavailable, maybe', () => {
    it('race 4: a commit whose answer was lost is found to be done when it is repeated', async () => {
      const { store } = await make(1);
      const lost = losingReplies(store, () => 'after');
      expect(await lost.append(0, null, [draft('a')], { tasks: [task('t')] })).toMatchObject({ maybe: true });
      expect(await store.append(0, null, [draft('a')], { tasks: [task('t')] })).toEqual({
        kind: 'duplicate',
        of: [{ key: 'a', place: { shard: 0, n: 0 } }],
      });
      expect((await store.task('t'))?.attempts).toBe(0);
    });

    it('a commit that was lost on its way there is simply done when it is repeated', async () => {
      const { store } = await make(1);
      const lost = losingReplies(store, () => 'before');
      expect(await lost.append(0, null, [draft('a')])).toMatchObject({ maybe: true });
      expect((await store.append(0, null, [draft('a')])).kind).toBe('committed');
    });

    it('race 1 and 2: workers that share work and lose answers write every key once, count each once, and the chain proves', async () => {
      const fates = fc.array(fc.constantFrom<Fate>('fine', 'fine', 'before', 'after'), {
        minLength: 20,
        maxLength: 60,
      });
      await fc.assert(
        fc.asyncProperty(fates, fc.integer({ min: 1, max: 12 }), async (fate, keys) => {
          const { store, again } = await make(1);
          let turn = 0;
          const unreliable = (each: Store) => losingReplies(each, () => fate[turn++] ?? 'fine');
          const workers = [store, await again(), await again()].map(unreliable);
          await Promise.all(workers.map((worker) => writeAll(worker, keys)));
          const written = (await readAll(store)).map(({ header }) => header.key);
          expect(written.sort()).toEqual(Array.from({ length: keys }, (_, at) => `k${at}`).sort());
          expect((await store.row({ table: 'count', key: 'all' })).value).toBe(String(keys));
          expect(await findingsOf(store)).toEqual([]);
        }),
        { numRuns: 25 },
      );
    });
  });
}

/** A worker as flow will have it: reads, decides on what it read, commits on that, and begins again when it lost. */
async function writeAll(store: Store, keys: number): Promise<void> {
  for (let at = 0; at < keys; at++)
    for (let tries = 0; !(await writeOne(store, `k${at}`)); tries++)
      if (tries > 500) throw new Error('expected to come through');
}

async function writeOne(store: Store, key: string): Promise<boolean> {
  const head: Head | null = (await store.heads())[0] ?? null;
  const { value, version } = await store.row({ table: 'count', key: 'all' });
  const rows = [{ table: 'count', key: 'all', value: String(Number(value ?? 0) + 1), expect: version }];
  const answer = await store.append(0, head, [draft(key)], { rows });
  if (answer.kind === 'committed') expect(headOf(answer.entries[0]!).n).toBe(head === null ? 0 : head.n + 1);
  return answer.kind === 'committed' || answer.kind === 'duplicate';
}
