import { describe, expect, test } from 'vitest';
import type { AskEc2, Ec2Reply } from '../ask-ec2.ts';
import { createPace } from './paced.ts';

const site = { account: '111122223333', region: 'eu-west-1' };

/** A clock that only moves when it is told, waking whoever sleeps on the way. */
function handClock() {
  let now = 0;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const flush = async () => {
    for (let turn = 0; turn < 50; turn++) await Promise.resolve();
  };
  return {
    monotonic: () => now,
    sleep: (milliseconds: number, signal?: AbortSignal) =>
      new Promise<void>((wake) => {
        sleepers.push({ at: now + milliseconds, wake });
        signal?.addEventListener('abort', () => wake(), { once: true });
      }),
    flush,
    pass: async (milliseconds: number) => {
      const end = now + milliseconds;
      for (;;) {
        await flush();
        const next = sleepers.toSorted((one, other) => one.at - other.at)[0];
        if (next === undefined || next.at > end) break;
        sleepers = sleepers.filter((each) => each !== next);
        now = Math.max(now, next.at);
        next.wake();
      }
      now = end;
      await flush();
    },
  };
}

/** A client that answers at once, or as told, and keeps when it was asked what. */
function atHand(reply: (nth: number) => Ec2Reply = () => ({ kind: 'answered', result: {} as never })) {
  const clock = handClock();
  const asked: { readonly at: number; readonly by: string }[] = [];
  const ask: AskEc2 = async (_, action, request) => {
    asked.push({ at: clock.monotonic(), by: `${action} ${JSON.stringify(request)}` });
    return reply(asked.length) as never;
  };
  return { clock, asked, paced: createPace(clock).around(ask) };
}

const rules = (ask: AskEc2, name: string, where = site) =>
  ask(where, 'DescribeSecurityGroupRules', { SecurityGroupRuleIds: [name] });

const groupRules = (ask: AskEc2, group: string) =>
  ask(site, 'DescribeSecurityGroupRules', { Filters: [{ Name: 'group-id', Values: [group] }] });

describe('our share of the calls of EC2', () => {
  test('R32: reads stay within a fifth of the documented buckets: twenty at once, then four a second', async () => {
    const { clock, asked, paced } = atHand();
    for (let n = 0; n < 60; n++) void rules(paced.urgent, 'x');
    await clock.flush();
    expect(asked).toHaveLength(20);
    await clock.pass(5000);
    expect(asked).toHaveLength(40);
    await clock.pass(5000);
    expect(asked).toHaveLength(60);
  });

  test('each account, region and call has a bucket of its own, a look at everything a smaller one, and a call that writes half of EC2’s', async () => {
    const { clock, asked, paced } = atHand();
    for (const where of [site, { ...site, region: 'us-east-1' }, { ...site, account: '444455556666' }])
      for (let n = 0; n < 30; n++) void rules(paced.urgent, 'x', where);
    for (let n = 0; n < 30; n++) void paced.urgent(site, 'DescribeSecurityGroups', {});
    for (let n = 0; n < 30; n++) void paced.urgent(site, 'RevokeSecurityGroupIngress', { GroupId: 'sg-1' });
    await clock.flush();
    expect(asked).toHaveLength(3 * 20 + 10 + 25);
    await clock.pass(1000);
    expect(asked).toHaveLength(3 * 24 + 12 + 27);
  });

  test('what is acted upon goes before sweeps, and finds half of the bucket kept for it', async () => {
    const { clock, asked, paced } = atHand();
    for (let n = 0; n < 30; n++) void rules(paced.patient, 'sweep');
    await clock.flush();
    expect(asked).toHaveLength(10);
    for (let n = 0; n < 12; n++) void rules(paced.urgent, 'act');
    await clock.flush();
    expect(asked.filter(({ by }) => by.includes('act'))).toHaveLength(10);
    await clock.pass(500);
    expect(asked.filter(({ by }) => by.includes('act'))).toHaveLength(12);
    expect(asked.filter(({ by }) => by.includes('sweep'))).toHaveLength(10);
  });

  test('sweeps end all the same, at the pace at which the bucket fills', async () => {
    const { clock, asked, paced } = atHand();
    for (let n = 0; n < 30; n++) void rules(paced.patient, 'sweep');
    await clock.pass(5000);
    expect(asked).toHaveLength(30);
  });

  test('in a storm the look before a call goes before those that prove an earlier one, which have every fourth turn', async () => {
    const { clock, asked, paced } = atHand();
    for (let n = 0; n < 20; n++) void rules(paced.urgent, 'sg-0');
    void paced.urgent(site, 'RevokeSecurityGroupIngress', { GroupId: 'sg-1' });
    await clock.flush();
    for (let n = 0; n < 8; n++) void groupRules(paced.urgent, 'sg-1');
    for (let n = 0; n < 8; n++) void groupRules(paced.urgent, 'sg-2');
    await clock.pass(5000);
    const order = asked.slice(21).map(({ by }) => (by.includes('sg-2') ? 'before' : 'proof'));
    const turns = ['before', 'before', 'before', 'proof'];
    expect(order).toEqual([...turns, ...turns, 'before', 'before', ...Array(6).fill('proof')]);
  });

  test('a group that was acted upon a minute ago, elsewhere, or only to see whether it could be, is like any other', async () => {
    const { clock, asked, paced } = atHand();
    const revoke = (GroupId: string, more = {}, where = site) =>
      paced.urgent(where, 'RevokeSecurityGroupIngress', { GroupId, ...more });
    const group = '0123456789abcdef0';
    void revoke(`sg-a${group}`);
    await clock.pass(60_000);
    void revoke(`sg-b${group}`, {}, { ...site, region: 'us-east-1' });
    void revoke(`sg-c${group}`, { DryRun: true });
    void revoke(`sg-d${group}`, {
      IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: `sg-e${group}` }] }],
    });
    await clock.flush();
    const before = asked.length;
    for (let n = 0; n < 20; n++) void rules(paced.urgent, 'x');
    for (const letter of ['d', 'a', 'b', 'c', 'e']) void groupRules(paced.urgent, `sg-${letter}${group}`);
    await clock.pass(5000);
    const late = asked.slice(before + 20).map(({ by }) => /sg-(.)/.exec(by)![1]);
    expect(late).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  test('who may not wait so long is not asked, and it cannot have happened', async () => {
    const { clock, asked, paced } = atHand();
    for (let n = 0; n < 25; n++) void paced.urgent(site, 'RevokeSecurityGroupIngress', { GroupId: 'sg-1' });
    const late = paced.urgent(site, 'RevokeSecurityGroupIngress', { GroupId: 'sg-1' }, { timeout: 300 });
    await clock.pass(600);
    expect(await late).toMatchObject({ kind: 'unanswered', sent: false, why: expect.stringContaining('its turn') });
    await clock.pass(5000);
    expect(asked).toHaveLength(25);
  });

  test('who is called off while waiting takes no turn', async () => {
    const { clock, asked, paced } = atHand();
    for (let n = 0; n < 20; n++) void rules(paced.urgent, 'x');
    const end = new AbortController();
    const waits = paced.urgent(site, 'DescribeSecurityGroupRules', {}, { signal: end.signal });
    await clock.flush();
    end.abort();
    expect(await waits).toMatchObject({ kind: 'unanswered', sent: false });
    await clock.pass(5000);
    expect(asked).toHaveLength(20);
  });

  test('R32: a bucket that EC2 throttles rests, the longer the more often in a row, and then goes on', async () => {
    const throttled: Ec2Reply = { kind: 'refused', code: 'RequestLimitExceeded', message: 'no', status: 503 };
    const { clock, asked, paced } = atHand((nth) => (nth <= 3 ? throttled : { kind: 'answered', result: {} as never }));
    const all = async () => {
      for (let n = 0; n < 5; n++) await rules(paced.urgent, 'x');
    };
    void all();
    await clock.pass(20_000);
    expect(asked.map(({ at }) => at)).toEqual([0, 1000, 3000, 7000, 7000]);
  });
});
