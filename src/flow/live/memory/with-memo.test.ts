import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyHistory } from '../../../../test/builders/any-history.ts';
import { attempts, gained, judgingBy, lost } from '../../../../test/builders/policy.ts';
import { evidenceIn, keep, remembered, site } from '../../../../test/builders/remembered.ts';
import { snapshotOf } from '../../../../test/builders/snapshot-of.ts';
import { rule } from '../../../../test/builders/world.ts';
import type { Store } from '../../../contracts/store.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { rowName } from '../tables.ts';
import { type JudgedSubject, judgeSubject } from './judge-subject.ts';
import { rememberingStore } from './remembering-store.ts';
import { openRowMemo, type RowMemo } from './row-memo.ts';
import { openSpillMemo, type SpillMemo } from './spill-memo.ts';
import type { SubjectEvidence } from './subject-evidence.ts';

const checks = {
  internet: { when: gained(), respond: { else: ['revert'] } },
  losses: { when: lost(), severity: { else: 'low' } },
  probing: { when: attempts(1, 600) },
  attached: { when: gained({ peers: ['any'] }), where: { attached: ['ec2', 'other'] } },
} as const;
const safety = { ...judgingBy({}).policy.safety, mode: { else: 'enforce' } } as const;
const policies = [judgingBy({ checks, safety }), judgingBy({ checks: { internet: checks.internet }, safety })];

/** A memo whose rows nobody can alter: who tries is told so by the language. */
function frozen({ read }: RowMemo): RowMemo {
  return { read: (row) => freeze(read(row)) };
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value))
    for (const each of Object.values(Object.freeze(value))) freeze(each);
  return value;
}

/** All that is told of a subject, as text. */
function textOf(judged: JudgedSubject): string {
  const { single, acts, now, standing, looked } = judged;
  const images = [...single.keys()].map((id) => judged.imageBefore(id));
  return JSON.stringify([[...single], acts, now, standing, looked, images]);
}

async function write(store: Store, table: 'grant' | 'swept', key: readonly string[], value: object): Promise<void> {
  const row = { ...rowName(table, ...key), value: JSON.stringify(value) };
  await store.append(0, 'any', [], { rows: [row] });
}

interface Worker {
  readonly store: Store;
  readonly memo?: SpillMemo;
}

/** What a worker makes of a subject: by two policies, at several times, all of it and some. */
async function judgedBy({ store, memo }: Worker, subject: string, more: readonly SubjectEvidence[]) {
  const memory = await remembered(store, subject, { more, memo });
  const some = new Set(more.flatMap((each) => (each.kind === 'change' ? [each.id] : [])));
  return policies.flatMap((judging) => [
    textOf(judgeSubject(memory, judging, 1_000, more, some)),
    textOf(judgeSubject(memory, judging, 2_000, more)),
    textOf(judgeSubject(memory, judging, 3_000)),
  ]);
}

const seeds = fc.array(fc.nat(100_000), { minLength: 1, maxLength: 8 });

test('a worker that remembers judges as one that does not, whatever it saw before and however little it keeps', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory({ eras: [2026], lists: true }), seeds, fc.nat(60), async (made, order, pieces) => {
      const plain = createMemoryStore(2);
      const mindful = {
        store: rememberingStore(plain, frozen(openRowMemo(pieces * 1_000))),
        memo: openSpillMemo(pieces),
      };
      const told = made.flatMap(({ record, world, at }, n) => {
        const group = snapshotOf(world, at).groups[n % 2];
        const look = group && { subject: group.id, evidence: { kind: 'observed', at: at + n, group } as const };
        return [...evidenceIn(record), ...(look === undefined || n % 3 > 0 ? [] : [look])];
      });
      const shuffled = told.map((each, n) => ({ ...each, key: (order[n % order.length]! * (n + 1)) % 97 }));
      for (const [n, { subject, evidence }] of shuffled.sort((a, b) => a.key - b.key).entries()) {
        for (const more of [[evidence], []])
          expect(await judgedBy(mindful, subject, more)).toEqual(await judgedBy({ store: plain }, subject, more));
        await keep(plain, subject, evidence);
        if (n % 4 === 1) await write(plain, 'swept', [site.account, site.region], { started: n, ended: n });
        if (n % 5 === 2)
          await write(plain, 'grant', [site.account, site.region, subject, 'grt_a'], {
            ...{ id: 'grt_a', site, group: subject, rules: [{ ...rule('tcp', 22, '0.0.0.0/0'), id: null }] },
            ...{ from: 1_000, until: 3_000 + n, by: 'bob', reason: 'a visit', ended: null, version: n },
          });
      }
    }),
    { numRuns: 8, seed: 20_261_121 },
  );
});

test('what is about to be stored and what is read again afterwards are one: nothing is worked out twice', async () => {
  const [made] = fc.sample(anyHistory({ eras: [2026], lists: false }), { numRuns: 1, seed: 7 });
  const store = createMemoryStore(1);
  const memo = openSpillMemo(1_000);
  const [{ subject, evidence }] = made!.flatMap(({ record }) => evidenceIn(record)) as [
    ReturnType<typeof evidenceIn>[number],
  ];
  const before = memo.spilled(await remembered(store, subject), [evidence]);
  await keep(store, subject, evidence);
  const after = memo.spilled(await remembered(store, subject), []);
  expect(after.walked).toBe(before.walked);
  expect(memo.spilled(await remembered(store, subject), [])).toBe(after);
});
