import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../leaf/digest.ts';
import { chainEntries, type Entry, type EntryDraft, type Head, headOf } from './entry.ts';
import { sealDraft } from './entry-seal.ts';
import { verify } from './verify.ts';

/** More runs for once: `RUNS=1000`. */
const runs = { numRuns: Number(process.env.RUNS ?? 60) };
const shards = 3;
const check = (entries: readonly Entry[], anchors: readonly Head[] = []) =>
  verify(entries, { anchors, shards, digest: sha256 }).findings.map(({ kind, shard, n }) => `${kind} ${shard}:${n}`);

/** A ledger as it grows: entries of these shards, a seal of all heads at each `seal`. */
const anyLedger = fc
  .array(
    fc.oneof({ weight: 4, arbitrary: fc.nat(shards - 1) }, { weight: 1, arbitrary: fc.constant('seal' as const) }),
    {
      minLength: 4,
      maxLength: 25,
    },
  )
  .map((steps) => grow(steps, 'k'));

type Chains = readonly (readonly Entry[])[];

function grow(steps: readonly (number | 'seal')[], name: string, from: Chains = [[], [], []]): Chains {
  const chains = from.map((chain) => [...chain]);
  const head = (shard: number): Head | null => (chains[shard]!.length === 0 ? null : headOf(chains[shard]!.at(-1)!));
  steps.forEach((step, at) => {
    const heads = chains.flatMap((chain) => (chain.length === 0 ? [] : [headOf(chain.at(-1)!)]));
    const shard = step === 'seal' ? 0 : step;
    const next = step === 'seal' ? sealDraft(heads, at, `${name}${at}`, null) : draft(`${name}${at}`, at);
    chains[shard]!.push(...chainEntries(shard, head(shard), [next], sha256));
  });
  return chains;
}

function draft(key: string, at: number): EntryDraft {
  return { at, key, fence: null, body: { kind: 'revised', of: key, verdict: { n: at }, because: 'late record' } };
}

/** Seals once more at the end, so that the seal knows every entry but itself. */
const sealed = (chains: Chains): Chains => grow(['seal'], 'last', chains);
const flat = (chains: Chains): readonly Entry[] => chains.flat();
const headsOf = (chains: Chains): readonly Head[] =>
  chains.flatMap((chain) => (chain[0] ? [headOf(chain.at(-1)!)] : []));
const turnDigit = (hash: string): string => (hash.startsWith('0') ? '1' : '0') + hash.slice(1);
const pick = <T>(all: readonly T[], at: number): number => at % all.length;

describe('a ledger that nobody touched', () => {
  it('verifies, against its seals and its heads at any earlier time', () => {
    fc.assert(
      fc.property(anyLedger, (chains) => {
        const later = sealed(chains);
        expect(check(flat(later), headsOf(chains))).toEqual([]);
        const { verified } = verify(flat(later), { anchors: [], shards, digest: sha256 });
        expect(verified).toMatchObject({ entries: flat(later).length, findings: 0, heads: headsOf(later), erased: 0 });
      }),
      runs,
    );
  });

  it('verifies with any bodies erased that a seal tells of', () => {
    fc.assert(
      fc.property(anyLedger, fc.nat(25), (chains, before) => {
        const heads = headsOf(chains);
        const all = grow([], '', chains).map((chain) => [...chain]);
        const last = all[0]!.length === 0 ? null : headOf(all[0]!.at(-1)!);
        all[0]!.push(...chainEntries(0, last, [sealDraft(heads, 99, 'erasing', before)], sha256));
        const erased = flat(all).map((entry) =>
          entry.header.kind !== 'sealed' && entry.header.at < before ? { ...entry, body: null } : entry,
        );
        expect(check(erased, headsOf(all))).toEqual([]);
      }),
      runs,
    );
  });

  it('of nothing at all verifies, and not against an anchor', () => {
    expect(check([])).toEqual([]);
    expect(check([], [{ shard: 1, n: 4, hash: '0'.repeat(64) }])).toEqual(['cut 1:0']);
  });
});

describe('R103: tampering', () => {
  const changes: readonly ((entry: Entry) => Entry)[] = [
    (entry) => ({ ...entry, body: entry.body!.replace('{', '{ ') }),
    (entry) => ({ ...entry, body: `${entry.body!}\ud800` }),
    (entry) => ({ ...entry, digest: turnDigit(entry.digest) }),
    (entry) => ({ ...entry, hash: turnDigit(entry.hash) }),
    (entry) => ({ ...entry, header: { ...entry.header, at: entry.header.at + 1 } }),
    (entry) => ({ ...entry, header: { ...entry.header, key: `${entry.header.key}x` } }),
    (entry) => ({ ...entry, header: { ...entry.header, kind: 'drilled' } }),
    (entry) => ({ ...entry, header: { ...entry.header, fence: 1 } }),
  ];

  it('one changed entry is found, whatever of it was changed', () => {
    fc.assert(
      fc.property(anyLedger, fc.nat(), fc.constantFrom(...changes), (chains, at, change) => {
        const all = flat(chains);
        const target = pick(all, at);
        const { shard, n } = all[target]!.header;
        expect(check(all.with(target, change(all[target]!)))).toContain(`changed ${shard}:${n}`);
      }),
      runs,
    );
  });

  it('a character that was replaced by another with the same bytes is found', () => {
    const body = { kind: 'revised', of: '\ufffd', verdict: null, because: '' } as const;
    const [entry] = chainEntries(0, null, [{ ...draft('a', 1), body }], sha256);
    const forged = { ...entry!, body: entry!.body!.replace('\ufffd', '\ud800') };
    expect(sha256(forged.body)).toEqual(sha256(entry!.body!));
    expect([check([entry!]), check([forged])]).toEqual([[], ['changed 0:0']]);
  });

  it('an entry changed with its own hash made anew is found by the one after it, or by a seal', () => {
    fc.assert(
      fc.property(anyLedger, fc.nat(), (some, at) => {
        const chains = sealed(some);
        const all = flat(chains).slice(0);
        const target = pick(all.slice(0, -1), at);
        const { shard, n, key } = all[target]!.header;
        if (shard === 0 && n === chains[0]!.length - 1) return;
        const before = n === 0 ? null : headOf(chains[shard]![n - 1]!);
        const [forged] = chainEntries(shard, before, [draft(key, 77)], sha256);
        expect(check(all.with(target, forged!))).not.toEqual([]);
      }),
      runs,
    );
  });

  it('one inserted entry is found', () => {
    fc.assert(
      fc.property(anyLedger, fc.nat(), (chains, at) => {
        const all = flat(chains);
        const target = pick(all, at);
        const { shard, n } = all[target]!.header;
        const before = n === 0 ? null : headOf(chains[shard]![n - 1]!);
        const [more] = chainEntries(shard, before, [draft('inserted', 77)], sha256);
        expect(check(all.toSpliced(target, 0, more!))).not.toEqual([]);
        const moved = all.map((entry, place) =>
          place >= target && entry.header.shard === shard
            ? { ...entry, header: { ...entry.header, n: entry.header.n + 1 } }
            : entry,
        );
        expect(check(moved.toSpliced(target, 0, more!))).not.toEqual([]);
      }),
      runs,
    );
  });

  it('two swapped entries are found, also when they were given each other’s numbers', () => {
    fc.assert(
      fc.property(anyLedger, fc.nat(), fc.nat(), (chains, a, b) => {
        const all = flat(chains);
        const [one, other] = [pick(all, a), pick(all, b)];
        if (one === other) return;
        const [first, second] = [all[one]!, all[other]!];
        expect(check(all.with(one, second).with(other, first))).not.toEqual([]);
        const placed = (entry: Entry, { header: { shard, n } }: Entry) => ({
          ...entry,
          header: { ...entry.header, shard, n },
        });
        expect(check(all.with(one, placed(second, first)).with(other, placed(first, second)))).not.toEqual([]);
      }),
      runs,
    );
  });

  it('one dropped entry is found; the last of a shard by the seal over it, or by an anchor', () => {
    fc.assert(
      fc.property(anyLedger, fc.nat(), (some, at) => {
        const chains = sealed(some);
        const all = flat(chains);
        const target = pick(all, at);
        const dropped = all.toSpliced(target, 1);
        const { shard, n } = all[target]!.header;
        const isLastSeal = shard === 0 && n === chains[0]!.length - 1;
        if (!isLastSeal) expect(check(dropped)).not.toEqual([]);
        expect(check(dropped, headsOf(chains))).not.toEqual([]);
      }),
      runs,
    );
  });

  it('one doubled entry is found', () => {
    fc.assert(
      fc.property(anyLedger, fc.nat(), fc.nat(), (chains, at, to) => {
        const all = flat(chains);
        const copy = all[pick(all, at)]!;
        expect(check(all.toSpliced(pick(all, to), 0, copy))).not.toEqual([]);
      }),
      runs,
    );
  });
});

describe('R103: what only a seal or an anchor can tell', () => {
  const anySteps = fc.array(fc.nat(shards - 1), { minLength: 1, maxLength: 8 });

  it('a tail cut off behind a seal is found by the seal, behind the last seal by an anchor', () => {
    fc.assert(
      fc.property(anyLedger, anySteps, fc.integer({ min: 1, max: 9 }), (some, more, count) => {
        const chains = grow(more, 'tail', sealed(some));
        const shard = more.at(-1)!;
        const cut = chains.map((chain, at) =>
          at === shard ? chain.slice(0, Math.max(0, chain.length - count)) : chain,
        );
        const { n } = chains[shard]!.at(-1)!.header;
        expect(check(flat(cut), headsOf(chains))).toContain(`cut ${shard}:${Math.max(0, n + 1 - count)}`);
        if (shard !== 0 && cut[shard]!.length < sealed(some)[shard]!.length - 1)
          expect(check(flat(cut)).some((each) => each.startsWith(`cut ${shard}:`))).toBe(true);
      }),
      runs,
    );
  });

  it('a chain rewritten from any place on, sound in itself, is found by a seal over that place', () => {
    fc.assert(
      fc.property(anyLedger, fc.nat(), (some, at) => {
        const chains = sealed(grow([1, 2], 'more', some));
        const shard = 1 + (at % 2);
        const from = pick(chains[shard]!, at);
        const kept = chains[shard]!.slice(0, from);
        const drafts = chains[shard]!.slice(from).map((_, each) => draft(`forged${each}`, 7));
        const forged = chainEntries(shard, kept[0] ? headOf(kept.at(-1)!) : null, drafts, sha256);
        const rewritten = chains.with(shard, [...kept, ...forged]);
        const found = check(flat(rewritten));
        expect(found.some((each) => each.startsWith(`rewritten ${shard}:`))).toBe(true);
        expect(found.every((each) => each.startsWith('rewritten '))).toBe(true);
      }),
      runs,
    );
  });

  it('a ledger rewritten with all its seals is sound in itself, and found by any anchor from before', () => {
    fc.assert(
      fc.property(anyLedger, fc.nat(), (real, at) => {
        const shape = flat(real).map(({ header }) => (header.kind === 'sealed' ? 'seal' : header.shard));
        const forged = grow(shape, 'forged');
        expect(check(flat(forged))).toEqual([]);
        const anchors = flat(real).map(headOf);
        expect(check(flat(forged), [anchors[pick(anchors, at)]!])).not.toEqual([]);
      }),
      runs,
    );
  });

  it('of two forks each is sound, and each is found by an anchor or a seal of the other', () => {
    fc.assert(
      fc.property(anyLedger, anySteps, anySteps, (common, left, right) => {
        const [one, other] = [sealed(grow(left, 'left', common)), sealed(grow(right, 'right', common))];
        expect([check(flat(one)), check(flat(other))]).toEqual([[], []]);
        expect(check(flat(one), headsOf(other))).not.toEqual([]);
        expect(check(flat(other), headsOf(one))).not.toEqual([]);
        const mixed = [one[0]!, ...other.slice(1)];
        const differs = [1, 2].some((shard) => {
          const [a, b] = [one[shard]!, other[shard]!];
          return a.length > 0 && a.at(-1)!.hash !== b[a.length - 1]?.hash;
        });
        if (differs) expect(check(flat(mixed))).not.toEqual([]);
      }),
      runs,
    );
  });

  it('both branches of a fork in one export are found', () => {
    fc.assert(
      fc.property(anyLedger, anySteps, (common, steps) => {
        const [one, other] = [grow(steps, 'left', common), grow(steps, 'right', common)];
        const both = one.map((chain, shard) => [...chain, ...other[shard]!.slice(common[shard]!.length)]);
        expect(check(flat(both)).some((each) => each.startsWith('second '))).toBe(true);
      }),
      runs,
    );
  });
});

describe('seals', () => {
  const [a, b] = [draft('a', 1), draft('b', 2)];
  const build = (heads: readonly Head[]) =>
    chainEntries(
      0,
      null,
      heads.map((head, at) => sealDraft([head], at, `${at}`, null)),
      sha256,
    );
  const chain = chainEntries(1, null, [a, b], sha256);

  it('only grow', () => {
    const seals = build([headOf(chain[1]!), headOf(chain[0]!)]);
    expect(check([...seals, ...chain])).toEqual(['shrunk 0:1']);
  });

  it('do not forget a shard', () => {
    const seals = chainEntries(
      0,
      null,
      [sealDraft([headOf(chain[0]!)], 1, 'a', null), sealDraft([], 2, 'b', null)],
      sha256,
    );
    expect(check([...seals, ...chain])).toEqual(['shrunk 0:1']);
  });

  it('do not see two entries in one place', () => {
    const seals = build([headOf(chain[0]!), { ...headOf(chain[0]!), hash: '0'.repeat(64) }]);
    expect(check([...seals, ...chain])).toEqual(['rewritten 1:0']);
  });

  it('know the entry of shard 0 that they follow', () => {
    const first = chainEntries(0, null, [a], sha256);
    const seal = sealDraft([{ shard: 0, n: 0, hash: '0'.repeat(64) }], 2, 'x', null);
    expect(check([...first, ...chainEntries(0, headOf(first[0]!), [seal], sha256)])).toEqual(['rewritten 0:1']);
  });

  it('keep their bodies, and are read in shard 0 only', () => {
    const [seal] = build([headOf(chain[0]!)]);
    expect(check([{ ...seal!, body: null }, ...chain])).toEqual(['erased 0:0', 'erased 0:0']);
    const elsewhere = chainEntries(1, null, [sealDraft([], 1, 'x', null)], sha256);
    expect(check(elsewhere)).toEqual(['unreadable 1:0']);
  });

  it('a body that is gone without a seal that says so is found, the latest of them', () => {
    const [seal] = chainEntries(0, null, [sealDraft([headOf(chain[1]!)], 3, 's', 2)], sha256);
    const erased = chain.map((entry) => ({ ...entry, body: null }));
    expect(check([seal!, ...erased])).toEqual(['erased 1:1']);
    expect(check([seal!, erased[0]!, chain[1]!])).toEqual([]);
    expect(check(erased)).toEqual(['erased 1:1']);
  });
});
