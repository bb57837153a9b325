import { describe, expect, it } from 'vitest';
import { close, intentOf, ruleOf, site } from '../../../../test/builders/acting.ts';
import { inHand } from '../../../../test/flow/in-hand.ts';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { type Grant, rowName } from '../tables.ts';
import { keepLease } from './keep-lease.ts';
import { lastLook } from './last-look.ts';

const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
const intent = intentOf([close(ssh)]);
const on = { action: intent.action, site, group: 'sg-web' } as const;
const revoke: Ec2Order = { ...on, call: 'revoke', role: 'revoke', direction: 'ingress', ids: ['sgr-1'] };
const rewrite: Ec2Order = { ...on, call: 'rewrite', role: 'restore', rules: [ssh], image: [ssh] };
const authorize: Ec2Order = {
  ...{ ...on, call: 'authorize', role: 'restore', direction: 'ingress', rules: [ssh], image: [ssh] },
};

async function granted(of = intent) {
  const stage = new PerformStage();
  const grant: Grant = {
    ...{ id: 'grt_1', site, group: 'sg-web', rules: [ssh], from: 1, until: stage.at + 1000 },
    ...{ by: 'carol', reason: 'N-1', ended: null, version: 1 },
  };
  const name = rowName('grant', site.account, site.region, 'sg-web', grant.id);
  await stage.store.append(0, 'any', [], { rows: [{ ...name, value: JSON.stringify(grant) }] });
  const now = await inHand(stage, of);
  return { stage, now, policy: stage.judging.policy.digest };
}

describe('the last look before a call', () => {
  it('R93: sees what somebody permitted meanwhile, in calls that take something away', async () => {
    const { now, policy } = await granted();
    expect(await lastLook(now, revoke, policy)).toBe('granted meanwhile: grt_1');
    expect(await lastLook(now, rewrite, policy)).toBe('granted meanwhile: grt_1');
    expect(await lastLook(now, authorize, policy)).toBeNull();
  });

  it('R93: does not hold a permission against the person’s own order to undo', async () => {
    const { now, policy } = await granted({ ...intent, do: 'undo' });
    expect(await lastLook(now, revoke, policy)).toBeNull();
  });

  it('R93: sees that a permission is over', async () => {
    const { stage, now, policy } = await granted();
    stage.at += 1000;
    expect(await lastLook(now, revoke, policy)).toBeNull();
  });

  it('R93: sees that all acting was stopped while it looked at what is permitted', async () => {
    const { stage, now, policy } = await granted({ ...intent, do: 'undo' });
    const { store } = now.parts;
    const rows: typeof store.rows = async (...asked) => {
      const found = await store.rows(...asked);
      const value = JSON.stringify({ by: 'sam', reason: 'N-2', at: stage.at });
      await store.append(0, 'any', [], { rows: [{ ...rowName('switch', 'stop'), value }] });
      return found;
    };
    const slow = { ...now, parts: { ...now.parts, store: Object.assign(Object.create(store), { rows }) } };
    expect(await lastLook(slow, revoke, policy)).toBe('all acting was stopped by sam');
  });

  it('R93: that took long to learn whether all acting is off forbids the call', async () => {
    const late = async (passed: number) => {
      const { stage, now, policy } = await granted({ ...intent, do: 'undo' });
      const { store } = now.parts;
      const row: typeof store.row = async (...asked) => {
        stage.at += passed;
        return store.row(...asked);
      };
      const slow = { ...now, parts: { ...now.parts, store: Object.assign(Object.create(store), { row }) } };
      return lastLook(slow, revoke, policy);
    };
    expect(await late(5_000)).toBeNull();
    expect(await late(5_001)).toBe('the store took too long to tell whether all acting is off');
  });

  it('5: forbids a call that could end just when the lease does', async () => {
    const { stage, now, policy } = await granted();
    const late = { ...now, leaseEnd: stage.at + 10_000 };
    expect(await lastLook(late, authorize, policy)).toBe('the lease would have ended during the call');
    expect(await lastLook({ ...now, leaseEnd: stage.at + 10_001 }, authorize, policy)).toBeNull();
  });
});

describe('a lease that is renewed', () => {
  it.each([
    [49_999, true],
    [50_000, false],
  ])('5: within %s ms leaves time for a call: %s', async (passed, fits) => {
    const { stage, now } = await granted();
    const from = stage.at;
    const store = {
      ...now.parts.store,
      renew: async () => {
        stage.at += passed;
        return { kind: 'settled' } as const;
      },
    };
    const kept = await keepLease({ ...now, parts: { ...now.parts, store }, leaseEnd: 0 });
    expect(kept?.leaseEnd ?? null).toBe(fits ? from + 60_000 : null);
  });
});
