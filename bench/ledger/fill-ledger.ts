import type { RowWrite, Store } from '../../src/contracts/store.ts';
import type { EntryDraft, Head } from '../../src/core/ledger/entry.ts';
import { headOf } from '../../src/core/ledger/entry.ts';
import { shardOf } from '../../src/core/ledger/entry-shard.ts';
import { noTally, rollup, type Tally } from '../../src/core/ledger/rollup.ts';
import type { Severity } from '../../src/core/policy/scale.ts';
import { rowName } from '../../src/flow/live/tables.ts';

/** Where everything in the bench's ledger happens. */
export const benchSite = { account: '111122223333', region: 'eu-west-1' };

export const groupName = (n: number): string => `sg-${n.toString(16).padStart(17, '0')}`;

const [day, began] = [86_400_000, Date.UTC(2026, 0, 1)];
const levels: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/**
 * Fills a store: one decision about every group on each of so many days, each with its row of evidence, and with a tally
 * for each shard and day. One commit holds all of a day in one shard.
 */
export async function fillLedger(store: Store, groups: number, days: number, tell: (entries: number) => void) {
  const byShard = Map.groupBy(
    Array.from({ length: groups }, (_, n) => n),
    (n) => shardOf({ ...benchSite, group: groupName(n) }, store.shards),
  );
  const heads = new Map<number, Head>();
  for (let date = 0; date < days; date++) {
    for (const [shard, members] of byShard) {
      const drafts = members.map((group) => draftOf(group, date));
      const rows = [...members.map((group) => evidenceOf(group, date)), tallyOf(members, date, shard)];
      const done = await store.append(shard, heads.get(shard) ?? null, drafts, { rows });
      if (done.kind !== 'committed') throw new Error(`expected a commit, got ${done.kind}`);
      heads.set(shard, headOf(done.entries.at(-1)!));
    }
    tell((date + 1) * groups);
  }
}

function factsOf(group: number, date: number) {
  const breach = (group * 7 + date) % 10 === 0 ? levels[(group + date) % 4]! : null;
  const at = began + date * day + group * 8_000;
  return { at, id: `chg_${group}_${date}`, breach, after: 2_000 + ((group * 31 + date) % 58_000) };
}

function draftOf(group: number, date: number): EntryDraft {
  const { at, id, breach, after } = factsOf(group, date);
  const decision = { id, severity: breach, after, ...benchSite, group: groupName(group), why: text };
  return { at, key: `record/${id}`, fence: null, body: { kind: 'decided', decision, facts: null, basis: null } };
}

function evidenceOf(group: number, date: number): RowWrite {
  const { at, id } = factsOf(group, date);
  const name = groupName(group);
  const change = { kind: 'rules-added', on: { ...benchSite, id: name }, rules: [text], by: 'alice' };
  const row = rowName('evidence', benchSite.account, benchSite.region, name, at, id);
  return { ...row, value: JSON.stringify({ kind: 'change', id, at, change }) };
}

function tallyOf(groups: readonly number[], date: number, shard: number): RowWrite {
  const tally = groups.reduce((sum: Tally, group) => {
    const { breach, after } = factsOf(group, date);
    return rollup(sum, { kind: 'decided', attempt: false, breach, after });
  }, noTally);
  const on = new Date(began + date * day).toISOString().slice(0, 10);
  const name = rowName('tally', on, benchSite.account, benchSite.region, String(shard));
  return { ...name, value: JSON.stringify(tally) };
}

const text = 'ingress tcp/22 from 203.0.113.7/32, tcp/443 from 198.51.100.0/24 '.repeat(2);
