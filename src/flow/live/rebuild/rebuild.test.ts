import { describe, expect, test } from 'vitest';
import { notRebuilt } from '../../../../test/flow/rebuilt-tables.ts';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { anywhere, intakenOf, site } from '../../../../test/flow/watch-stage.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { allow } from '../orders/allow.ts';
import { stop } from '../orders/stop.ts';
import { scheduleStep } from '../schedule.ts';
import type { Tables } from '../tables.ts';
import { takeRecord } from '../watch/watch-step.ts';
import { rebuild, writeRebuilt } from './rebuild.ts';

const minute = 60_000;

/** A day with all that leaves rows: openings, a loss, a sweep's finds, a permission that ends, refused calls, seals. */
async function day(): Promise<SweepStage> {
  const stage = new SweepStage();
  const [web, db] = [stage.group(), stage.group('db')];
  const https = stage.opens(web, 443);
  stage.opens(db, 5432, '192.0.2.0/24');
  await stage.hears();
  await stage.sweeps();
  stage.opens(web, 22);
  await stage.hears();
  await stage.passes(5 * minute);
  stage.closes(web, https);
  await stage.hears();
  await stage.passes(5 * minute);
  stage.asks('AuthorizeSecurityGroupIngress', { GroupId: 'sg-0123456789abcdef0', IpPermissions: [] });
  await stage.hears();
  const before = stage.records.length;
  stage.opens(db, 22);
  stage.records.splice(before);
  await stage.sweeps();
  await stage.passes(30 * minute);
  const rule = { id: null, direction: 'ingress', protocol: 'tcp', ports: [22, 22], description: null } as const;
  stage.judging = {
    ...stage.judging,
    policy: {
      ...stage.judging.policy,
      grants: { max: 86_400_000, approve: { else: { from: ['bob'], count: 1, not: [] } } },
    },
  };
  const order = { person: 'bob', reason: 'an upgrade', key: 'k', site, group: db, until: stage.at + 30 * minute };
  await allow(stage.parts(), { ...order, rules: [{ ...rule, peer: { kind: 'ipv4', value: anywhere } }] });
  stage.opens(db, 22);
  await stage.hears();
  await stage.passes(60 * minute);
  await stop(stage.parts(), { person: 'bob', reason: 'a migration', key: 'stop' });
  const unrelated = { ...stage.records.at(-1), eventName: 'DescribeInstances', eventID: 'plain' };
  await takeRecord(stage.parts(), intakenOf(unrelated));
  await scheduleStep(stage.parts());
  await stage.passes(minute);
  return stage;
}

async function table<T extends keyof Tables>(stage: Pick<SweepStage, 'store'>, name: T) {
  const rows = await stage.store.rows(name, '', 100_000);
  return rows.map(({ key, value }) => [key, JSON.parse(value!) as Tables[T]] as const);
}

describe('rows made again from the ledger alone', () => {
  test('R113: evidence, decisions, counts and all that stands by them are as the live loop wrote them', async () => {
    const stage = await day();
    expect(await notRebuilt(stage.store)).toEqual([]);
    for (const name of [
      'expect',
      'violation',
      'incident',
      'switch',
      'swept',
      'unexplained',
      'tally',
      'action',
    ] as const)
      expect(await table(stage, name), name).not.toEqual([]);
    const again = { store: createMemoryStore(stage.store.shards) };
    const rebuilt = await rebuild(stage.store);
    expect(await writeRebuilt(again.store, rebuilt)).toBe(true);
    expect(rebuilt.untold).toBe(0);
    const same = [
      'evidence',
      'naming',
      'wearing',
      'named',
      'attempt',
      'record',
      'decision',
      'acted',
      'sealed',
    ] as const;
    for (const name of [...same, 'grant'] as const) {
      const isLess = name === 'naming' || name === 'wearing';
      expect((await table(stage, name)).length, name).toBeGreaterThanOrEqual(isLess ? 0 : 1);
      expect(await table(again, name), name).toEqual(await table(stage, name));
    }
    const counted = (await table(again, 'tally')).filter(([key]) => key.endsWith('/records'));
    expect(counted).toMatchObject([[expect.any(String), { records: 1, changes: 0 }]]);
    expect(counted).toEqual((await table(stage, 'tally')).filter(([key]) => key.endsWith('/records')));
  });

  test('what retention erased is not made up', async () => {
    const stage = await day();
    await stage.store.erase(stage.at);
    const { book, untold, entries } = await rebuild(stage.store);
    expect(untold).toBeGreaterThan(0);
    expect(untold).toBeLessThan(entries);
    expect(book.rows().filter((row) => row.table === 'evidence')).toEqual([]);
  });
});
