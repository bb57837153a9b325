import type { Json } from '../../../core/leaf/canonical.ts';
import type { LiveParts } from '../live-parts.ts';
import { readRow, rowName } from '../tables.ts';
import { orderOnce } from './order-once.ts';
import type { Ordered, Ordering } from './ordered.ts';

/** A policy that is to be in force: its digest, and what is told of how it differs. */
export interface PolicySwitch {
  readonly to: string;
  /** What differs, in words; `from` is added: the digest of the policy before, as the ledger knows it. */
  readonly detail: { readonly [key: string]: Json };
}

/**
 * Writes that another policy is in force from now on: once, however many workers switch to it. A policy that is in force
 * already is refused as such.
 */
export async function switchPolicy(
  parts: Pick<LiveParts, 'store' | 'clock' | 'chance'>,
  { to, detail }: PolicySwitch,
  ordering: Omit<Ordering, 'key'>,
): Promise<Ordered> {
  const name = rowName('policy', 'current');
  const row = await parts.store.row(name);
  const from = readRow('policy', row)?.digest ?? null;
  const key = `${row.version}/${to}`;
  return orderOnce(parts, 'policy', { ordering: { ...ordering, key }, id: to }, async () => {
    if (from === to) return { kind: 'refused', why: samePolicy };
    const at = parts.clock.now();
    const effects = { rows: [{ ...name, value: JSON.stringify({ digest: to, at }), expect: row.version }] };
    const told = { ...detail, from, at };
    return {
      kind: 'write',
      commit: { shard: 0, expect: 'any', order: 'policy', on: to, until: null, detail: told, effects },
    };
  });
}

/** Why a switch to what is in force already writes nothing. */
export const samePolicy = 'it is in force already';
