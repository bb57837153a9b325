import { expect, test } from 'vitest';
import { site } from '../../../../test/flow/watch-stage.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { rowName } from '../tables.ts';
import { roomAt } from './room-at.ts';

const { account, region } = site;
const now = 1_000_000;
const group = `group:${account}/${region}/sg-web`;

interface Acted {
  readonly action: string;
  readonly at: number;
  readonly on?: string;
  readonly actor?: string;
  readonly state?: string;
  /** Whether a call of it came through. */
  readonly did?: boolean;
}

async function room(acts: readonly Acted[], cap: { name?: string; per?: number; count: number }) {
  const store = createMemoryStore(1);
  for (const { action, at, on = 'sg-web', actor = 'eve', state = 'verified', did = true } of acts) {
    const acted = { ...rowName('acted', account, region, on, 'ingress tcp/22 0.0.0.0/0', at, action) };
    await store.append(0, 'any', [], {
      rows: [
        { ...acted, value: JSON.stringify({ action, at, actor }) },
        {
          ...rowName('action', action),
          value: JSON.stringify({ state, pending: null, ...(did ? { last: { call: 'revoke' } } : {}) }),
        },
      ],
    });
  }
  const intent = { action: 'act_own', actor: 'eve', on: { id: 'sg-web' }, site } as unknown as Intent;
  return roomAt(store, intent, { name: group, per: 60_000, at: now, by: 'act_own', ...cap });
}

test('a cap has room again when the oldest of the uses that fill it has left its window', async () => {
  const acts = [
    { action: 'act_1', at: now - 50_000 },
    { action: 'act_2', at: now - 40_000 },
    { action: 'act_3', at: now - 30_000 },
  ];
  expect(await room(acts, { count: 3 })).toBe(now + 10_000);
  expect(await room(acts, { count: 2 })).toBe(now + 20_000);
  expect(await room(acts, { count: 4 })).toBeNull();
  expect(await room(acts, { count: 0 })).toBeNull();
});

test('an action counts once, from its last call, as long as that lies within the window; the own one never', async () => {
  const acts = [
    { action: 'act_1', at: now - 50_000 },
    { action: 'act_1', at: now - 5_000 },
    { action: 'act_2', at: now - 90_000 },
    { action: 'act_own', at: now - 1_000 },
  ];
  expect(await room(acts, { count: 1 })).toBe(now + 55_000);
  expect(await room(acts, { count: 2 })).toBeNull();
  const edge = { action: 'act_3', at: now - 60_000 };
  expect(await room([...acts, edge], { count: 2 })).toBeNull();
  expect(await room([...acts, { ...edge, at: edge.at + 1 }], { count: 2 })).toBe(now + 1);
});

test('of uses in several groups the oldest counts, in whatever order the groups are named', async () => {
  const ages = [30_000, 50_000, 40_000, 20_000];
  const acts = ages.map((age, place) => ({ action: `act_${place}`, at: now - age, on: `sg-${place}` }));
  const name = `account:${account}`;
  expect(await room(acts, { count: 4, name })).toBe(now + 10_000);
  expect(await room(acts, { count: 3, name })).toBe(now + 20_000);
  expect(await room(acts, { count: 1, name })).toBe(now + 40_000);
});

test('what has done nothing gives its use back: there may be room at any moment, or there is', async () => {
  const did = { action: 'act_1', at: now - 50_000 };
  const idle = { action: 'act_2', at: now - 40_000, did: false };
  for (const state of ['due', 'acting', 'verifying'])
    for (const count of [1, 2]) expect(await room([did, { ...idle, state }], { count })).toBeNull();
  expect(await room([did, { ...idle, state: 'failed' }], { count: 1 })).toBe(now + 10_000);
});

test('a cap counts what its name says: of the group, of the actor, of the account', async () => {
  const acts = [
    { action: 'act_1', at: now - 50_000, on: 'sg-other', actor: 'bob' },
    { action: 'act_2', at: now - 40_000, on: 'sg-other' },
    { action: 'act_3', at: now - 30_000 },
  ];
  expect(await room(acts, { count: 1 })).toBe(now + 30_000);
  expect(await room(acts, { count: 1, name: 'actor:eve' })).toBe(now + 30_000);
  expect(await room(acts, { count: 2, name: 'actor:eve' })).toBe(now + 20_000);
  expect(await room(acts, { count: 3, name: `account:${account}` })).toBe(now + 10_000);
  const later = [...acts, { action: 'act_4', at: now - 20_000, on: 'sg-other', actor: 'bob' }];
  expect(await room(later, { count: 1 })).toBe(now + 30_000);
  expect(await room(later, { count: 1, name: 'actor:eve' })).toBe(now + 30_000);
  expect(await room(later, { count: 1, name: `account:${account}` })).toBe(now + 40_000);
});
