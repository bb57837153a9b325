import { expect, test } from 'vitest';
import type { Channel } from '../../contracts/channel.ts';
import type { Reached } from '../../flow/live/post/deliver-parts.ts';
import { createMemoryStore } from '../../store/memory-store.ts';
import { systemClock } from '../live/system-clock.ts';
import { checkRecipients } from './recipients-loop.ts';

test('R80: a subscription that is not confirmed is told of by others, once a day while it lasts', async () => {
  let say: string | null = 'expected confirmed subscriptions, got 1 that waits';
  const usual: Channel = { memory: 'none', takes: ['first'], deliver: async () => ({ kind: 'done', ref: null }) };
  const reach = (name: string): Reached => {
    const channel = name === 'sns.all' ? { ...usual, unreached: async () => say } : usual;
    return { kind: 'reached', channel, fallback: null, every: 0 };
  };
  const store = createMemoryStore(1);
  let now = Date.UTC(2026, 2, 2, 9);
  const clock = { ...systemClock, now: () => now };
  const parts = { store, clock, channels: { names: () => ['slack', 'sns.all'], reach } };
  await checkRecipients(parts);
  await checkRecipients(parts);
  now += 86_400_000;
  await checkRecipients(parts);
  say = null;
  now += 86_400_000;
  await checkRecipients(parts);
  const told: unknown[] = [];
  for await (const kept of store.backup()) if (kept.kind === 'task') told.push(JSON.parse(kept.task.body));
  const one = { about: 'channel/sns.all', why: 'unconfirmed', channel: 'sns.all', severity: 'high' };
  expect(told).toMatchObject([one, one]);
});
