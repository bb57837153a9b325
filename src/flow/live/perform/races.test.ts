import { describe, expect, it } from 'vitest';
import { losingReplies } from '../../../../test/contracts/store/losing-replies.ts';
import { internet, opened, PerformStage } from '../../../../test/flow/perform-stage.ts';
import { anywhere, strict } from '../../../../test/flow/watch-stage.ts';
import { tcp } from '../../../../test/model/at-work.ts';
import type { Gatherer, Reverter } from '../../../contracts/live.ts';
import type { Store } from '../../../contracts/store.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { stop } from '../orders/stop.ts';
import { rowName } from '../tables.ts';
import { act } from './act.ts';

const hour = 3_600_000;
const office = '443,443 10.0.0.0/8';

/** The stage's reverter, with something happening just before or after each call. */
function around(
  stage: PerformStage,
  {
    before = async () => {},
    after = async () => {},
  }: Partial<Record<'before' | 'after', (order: Ec2Order, call: number) => Promise<void>>>,
): Reverter {
  const { reverter } = stage.parts();
  let call = 0;
  return {
    session: reverter.session,
    perform: async (order, how) => {
      const number = call++;
      await before(order, number);
      const done = await reverter.perform(order, how);
      await after(order, number);
      return done;
    },
  };
}

/** The stage's store, with something happening just after each entry of a kind was written. */
function afterEntry(store: Store, kind: string, then: () => Promise<void>): Store {
  return {
    ...store,
    append: async (shard, expect, entries, effects) => {
      const done = await store.append(shard, expect, entries, effects);
      if (done.kind === 'committed' && entries.some(({ body }) => body.kind === kind)) await then();
      return done;
    },
  };
}

function modifies(stage: PerformStage, group: string, id: string, port: number): void {
  const rule = { IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIpv4: anywhere };
  const SecurityGroupRules = [{ SecurityGroupRuleId: id, SecurityGroupRule: rule }];
  stage.does('ModifySecurityGroupRules', { GroupId: group, SecurityGroupRules });
}

describe('races of an action', () => {
  it('2: what is written meanwhile about the group makes it decide again: nothing is called on an old judgement', async () => {
    const { stage, group } = await opened();
    let meanwhile = 0;
    const { gatherer } = stage.parts();
    const disturbed: Gatherer = {
      ...gatherer,
      group: async (...asked) => {
        const shards = Array.from({ length: stage.store.shards }, (_, shard) => shard);
        const body = { kind: 'gap', source: 'queue', why: 'lost', from: 1, to: null } as const;
        const entry = { at: stage.at, key: `gap/${meanwhile}`, fence: null, body } as const;
        if (meanwhile++ < 3)
          for (const shard of shards)
            await stage.store.append(shard, 'any', [{ ...entry, key: `${entry.key}/${shard}` }]);
        return gatherer.group(...asked);
      },
    };
    await stage.turn({ gatherer: disturbed });
    expect(meanwhile).toBe(4);
    expect(stage.calls).toEqual(['revoke']);
    expect((await stage.bodies('acting')).length).toBe(1);
    expect(stage.standing(group)).toEqual([office]);
  });

  it('3: a crash after the call, before its outcome, is read out, not repeated (BM-5)', async () => {
    const { stage, group } = await opened();
    const reverter = around(stage, { after: async () => Promise.reject(new Error('crash')) });
    await expect(stage.turn({ reverter })).rejects.toThrow('crash');
    expect(await stage.actions()).toMatchObject([{ state: 'acting', pending: { call: 'revoke' } }]);
    await stage.hears();
    await stage.run();
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.calls).toEqual(['revoke']);
    expect((await stage.bodies('acting')).length).toBe(1);
    expect(stage.standing(group)).toEqual([office]);
  });

  it('3: a call without an answer, all of which holds, waits for its record, fifteen minutes at most', async () => {
    const { stage } = await opened();
    const reverter = around(stage, { after: async () => Promise.reject(new Error('crash')) });
    const began = stage.at;
    await expect(stage.turn({ reverter })).rejects.toThrow('crash');
    await stage.run(890_000);
    expect(await stage.actions()).toMatchObject([{ state: 'verifying', pending: { call: 'revoke' } }]);
    await stage.run(60_000);
    const [row] = await stage.actions();
    expect(row!.state).toBe('verified');
    expect(row!.endedAt! - began).toBe(10_000 + 900_000);
  });

  it('6: what a call took whose answer was lost is told by its record, and given back', async () => {
    const { stage, group, id } = await opened();
    const reverter = around(stage, {
      before: async () => modifies(stage, group, id, 8443),
      after: async () => Promise.reject(new Error('crash')),
    });
    await expect(stage.turn({ reverter })).rejects.toThrow('crash');
    expect(stage.standing(group)).toEqual([office]);
    await stage.run(100_000);
    await stage.hears();
    await stage.run();
    expect(stage.standing(group)).toEqual([office, `8443,8443 ${anywhere}`]);
    expect((await stage.endings())[0]).toMatch(/^superseded: took away .*given back$/);
  });

  it('3, R92: what a restore made whose answer was lost is told by its record', async () => {
    const stage = new PerformStage();
    const group = stage.group();
    const was = stage.opens(group, 443, '10.0.0.0/8');
    await stage.hears();
    stage.at += hour;
    stage.closes(group, was);
    await stage.hears();
    stage.at += 60_000;
    const reverter = around(stage, { after: async () => Promise.reject(new Error('crash')) });
    await expect(stage.turn({ reverter })).rejects.toThrow('crash');
    await stage.hears();
    await stage.run();
    const [row] = await stage.actions();
    expect(row).toMatchObject({ state: 'verified', lineage: { [was]: expect.stringMatching(/^sgr-/) } });
  });

  it('3: a crash before the call got out makes it again, as the next attempt, after a read', async () => {
    const { stage, group } = await opened();
    const reverter = around(stage, { before: async () => Promise.reject(new Error('crash')) });
    await expect(stage.turn({ reverter })).rejects.toThrow('crash');
    await stage.run();
    expect(await stage.endings()).toEqual(['verified']);
    expect((await stage.bodies('acting')).map(({ attempt }) => attempt)).toEqual([1, 2]);
    expect(stage.standing(group)).toEqual([office]);
  });

  it('3: a call without an answer is not made again before it could have ended', async () => {
    const { stage } = await opened();
    const { reverter } = stage.parts();
    const failure = { kind: 'failed', failure: 'maybe', code: null, message: 'no answer' } as const;
    const silent: Reverter = { session: reverter.session, perform: async () => failure };
    await stage.turn({ reverter: silent });
    const [row] = await stage.actions();
    expect(row).toMatchObject({ pending: { call: 'revoke' }, failures: 1, lastWrite: stage.at + 10_000 });
    await stage.run();
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.calls).toEqual(['revoke', 'revoke']);
  });

  it.each(['before', 'after'] as const)(
    '4: commits whose answers are lost (%s they happened) are made once',
    async (fate) => {
      for (let lost = 0; lost < 8; lost++) {
        let write = 0;
        const { stage, group } = await opened();
        const store = losingReplies(stage.store, () => (write++ === lost ? fate : 'fine'));
        await stage.run(600_000, { store });
        expect(await stage.endings()).toEqual(['verified']);
        expect(stage.calls).toEqual(['revoke']);
        expect((await stage.bodies('acting')).length).toBe(1);
        expect(stage.standing(group)).toEqual([office]);
      }
    },
  );

  it('4: no call is made while nobody knows whether it was announced', async () => {
    const { stage } = await opened();
    const store = losingReplies(stage.store, () => 'before');
    const task = (await stage.lease())!;
    await act(stage.watched({ store }), task);
    expect(stage.calls).toEqual([]);
    expect(await stage.bodies('acting')).toEqual([]);
  });

  it('5: no call begins that could end after the lease', async () => {
    const { stage } = await opened();
    const store = afterEntry(stage.store, 'acting', async () => {
      stage.at += 50_000;
    });
    await stage.turn({ store });
    expect(stage.calls).toEqual([]);
    expect((await stage.bodies('outcome'))[0]).toMatchObject({
      state: 'later',
      why: 'not called: the lease would have ended during the call',
    });
    expect((await stage.actions())[0]).toMatchObject({ pending: null, attempt: expect.any(Number) });
  });

  it('5: a lease that would end too soon is renewed before a call', async () => {
    const { stage } = await opened();
    const task = (await stage.lease())!;
    stage.at += 51_000;
    await act(stage.watched(), task);
    expect(stage.calls).toEqual(['revoke']);
  });

  it('5: who lost the lease during a call writes nothing any more; who holds it reads what became of it', async () => {
    const { stage, group } = await opened();
    let other = false;
    const reverter = around(stage, {
      after: async () => {
        if (other) return;
        other = true;
        stage.at += 61_000;
        expect(await stage.turn()).toBe(true);
      },
    });
    await stage.turn({ reverter });
    await stage.run(hour);
    expect(await stage.endings()).toEqual(['verified']);
    expect((await stage.bodies('outcome')).map(({ state }) => state)).toEqual(['verified']);
    expect(stage.standing(group)).toEqual([office]);
  });

  it('6, R83, BM-5: a rule rewritten between read and call is given back at once; superseded, and told', async () => {
    const { stage, group, id } = await opened();
    stage.does('CreateTags', { Resources: [id], Tags: [{ Key: 'ticket', Value: 'N-1' }] });
    const reverter = around(stage, {
      before: async (_, call) => {
        if (call === 0) modifies(stage, group, id, 8443);
      },
    });
    await stage.run(600_000, { reverter });
    expect(stage.standing(group)).toEqual([office, `8443,8443 ${anywhere}`]);
    const [row] = await stage.actions();
    expect(row).toMatchObject({
      state: 'superseded',
      why: expect.stringMatching(/took away .*tcp\/8443.*; given back/),
    });
    expect(row!.back).toBeUndefined();
    expect((await stage.bodies('acting')).map(({ call, attempt }) => [call, attempt])).toEqual([
      ['revoke', 1],
      ['authorize', 2],
    ]);
    expect(await stage.told()).toContain('differs');
    expect(stage.model.state.groups.get(group)!.rules.find(({ ports }) => ports?.[0] === 8443)!.tags).toEqual({
      ticket: 'N-1',
    });
    expect(row!.lineage[id]).toMatch(/^sgr-/);
  });

  it('6: what is given back is so even when the giving back crashes, fails or gets no answer', async () => {
    for (const trouble of ['crash', 'crash after', 'busy', 'maybe', 'stopped'] as const) {
      const { stage, group, id } = await opened();
      const { reverter: real } = stage.parts();
      let call = 0;
      const reverter: Reverter = {
        session: real.session,
        perform: async (order, how) => {
          const number = call++;
          if (number === 0) modifies(stage, group, id, 8443);
          if (number === 0 && trouble === 'stopped') {
            const done = await real.perform(order, how);
            await stop(stage.parts(), { person: 'sam', reason: 'x', key: 's' });
            return done;
          }
          if (number !== 1) return real.perform(order, how);
          if (trouble === 'crash') throw new Error('crash');
          const done = await real.perform(order, how);
          if (trouble === 'crash after') throw new Error('crash');
          if (trouble === 'maybe') return { kind: 'failed', failure: 'maybe', code: null, message: 'x' };
          return done;
        },
      };
      const busy: Reverter = {
        session: real.session,
        perform: async (order, how) =>
          trouble === 'busy' && call === 1 && call++ === 1
            ? { kind: 'failed', failure: 'busy', code: 'IncorrectState', message: 'x' }
            : reverter.perform(order, how),
      };
      await stage.run(90_000, { reverter: busy }).catch(() => {});
      if (trouble === 'stopped') {
        expect(stage.standing(group)).toEqual([office]);
        expect(await stage.told()).toContain('stopped');
        await stage.store.append(0, 'any', [], { rows: [{ ...rowName('switch', 'stop'), value: null }] });
      }
      await stage.run(600_000, { reverter: busy });
      expect([trouble, ...stage.standing(group)]).toEqual([trouble, office, `8443,8443 ${anywhere}`]);
      expect((await stage.endings())[0]).toMatch(/^superseded: .*given back$/);
    }
  });

  it('3, 6: what is given back is so once: its record tells it, whatever others have made of it since', async () => {
    const { stage, group, id } = await opened();
    const reverter = around(stage, {
      before: async (_, call) => {
        if (call === 0) modifies(stage, group, id, 8443);
      },
      after: async (_, call) => {
        if (call === 1) throw new Error('crash');
      },
    });
    await expect(stage.run(90_000, { reverter })).rejects.toThrow('crash');
    const back = stage.model.state.groups.get(group)!.rules.find(({ ports }) => ports?.[0] === 8443)!;
    stage.at += 1_000;
    modifies(stage, group, back.id, 9443);
    await stage.hears();
    await stage.run();
    expect(stage.standing(group)).toEqual([office, `9443,9443 ${anywhere}`]);
    expect((await stage.bodies('acting')).map(({ call }) => call)).toEqual(['revoke', 'authorize']);
    expect((await stage.endings())[0]).toMatch(/^superseded: took away .*given back$/);
  });

  it('7, scenario 28: what a cap has no room for waits and is told once; the cap is used by who was first', async () => {
    const stage = new PerformStage();
    const caps = { ...strict.policy.safety.caps, account: { count: 1, per: hour }, reserveFor: [] };
    stage.judging = { ...strict, policy: { ...strict.policy, safety: { ...strict.policy.safety, caps } } };
    for (const name of ['one', 'two']) stage.opens(stage.group(name), 22);
    await stage.hears();
    await stage.run(300_000);
    expect((await stage.actions()).map(({ state }) => state).sort()).toEqual(['due', 'verified']);
    expect((await stage.told()).filter((why) => why === 'capped')).toEqual(['capped']);
    expect(stage.calls).toEqual(['revoke']);
    await stage.run(hour);
    expect((await stage.actions()).map(({ state }) => state)).toEqual(['verified', 'verified']);
  });

  it('7: an action that made no call gives its caps back', async () => {
    const stage = new PerformStage();
    const caps = { ...strict.policy.safety.caps, account: { count: 1, per: hour }, reserveFor: [] };
    stage.judging = { ...strict, policy: { ...strict.policy, safety: { ...strict.policy.safety, caps } } };
    const [one, two] = ['one', 'two'].map((name) => stage.group(name));
    stage.opens(one!, 22);
    await stage.hears();
    const { reverter } = stage.parts();
    const denied: Reverter = {
      session: reverter.session,
      perform: async () => ({ kind: 'failed', failure: 'denied', code: 'UnauthorizedOperation', message: 'no' }),
    };
    await stage.run(60_000, { reverter: denied });
    expect((await stage.endings())[0]).toMatch(/^failed: the revoke role may not do this/);
    stage.opens(two!, 22);
    await stage.hears();
    await stage.run(60_000);
    expect((await stage.actions()).map(({ state }) => state).sort()).toEqual(['failed', 'verified']);
  });

  it('8: the kill switch, thrown after the call was announced, is seen before it is made', async () => {
    const { stage, group } = await opened();
    const store = afterEntry(stage.store, 'acting', async () => {
      await stop(stage.parts(), { person: 'sam', reason: 'outage', key: 'stop-1' });
    });
    await stage.run(600_000, { store });
    expect(stage.calls).toEqual([]);
    expect(stage.standing(group)).toContain(`22,22 ${anywhere}`);
    expect((await stage.endings())[0]).toMatch(/^refused: all acting is off since .*, by sam: outage$/);
    expect(await stage.rows('expect')).toEqual([]);
  });

  it('8: a policy that changed meanwhile must want it as well', async () => {
    const { stage } = await opened();
    const other = { ...strict, policy: { ...strict.policy, digest: 'sha256:other', checks: [] } };
    const store = afterEntry(stage.store, 'acting', async () => {
      stage.judging = other;
    });
    await stage.run(600_000, { store });
    expect(stage.calls).toEqual([]);
    expect(await stage.endings()).toEqual(['superseded: today nothing of it is to be done any more']);
    expect((await stage.bodies('outcome'))[0]!.why).toBe(
      'not called: the policy is another one than it was decided by',
    );
  });

  it('8: another policy that wants it too does not keep it from being done', async () => {
    const { stage } = await opened();
    const store = afterEntry(stage.store, 'acting', async () => {
      stage.judging = { ...strict, policy: { ...strict.policy, digest: 'sha256:other' } };
    });
    await stage.run(600_000, { store });
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.calls).toEqual(['revoke']);
  });

  it('8: a mode that was taken back is a refusal', async () => {
    const { stage } = await opened();
    const safety = { ...strict.policy.safety, mode: { else: 'shadow' } as const };
    stage.judging = { ...strict, policy: { ...strict.policy, safety } };
    await stage.run();
    expect(await stage.endings()).toEqual(['refused: the mode of environment `prod` is shadow']);
    expect(stage.calls).toEqual([]);
  });

  it('9, BM-12, scenario 27: by the time of a call its expectation stands in the store', async () => {
    const { stage, group, id } = await opened();
    let seen: unknown;
    const reverter = around(stage, {
      before: async (order) => {
        const [expected] = await stage.rows('expect');
        seen = { expected, order };
      },
    });
    await stage.turn({ reverter });
    const { intent } = (await stage.actions())[0]!;
    expect(seen).toMatchObject({
      expected: { action: intent.action, call: 'revoke', tuples: [id], on: group, record: null },
      order: { action: intent.action },
    });
    const { key } = (await stage.store.rows('expect', '', 1))[0]!;
    expect(key).toBe(`portcullis-${intent.action}/1/1`);
  });

  it('12: a restore that somebody was quicker with is done, and nothing is doubled', async () => {
    const stage = new PerformStage();
    const group = stage.group();
    const was = stage.opens(group, 443, '10.0.0.0/8');
    await stage.hears();
    stage.at += hour;
    stage.closes(group, was);
    await stage.hears();
    const reverter = around(stage, {
      before: async (_, call) => {
        if (call === 0) stage.opens(group, 443, '10.0.0.0/8');
      },
    });
    await stage.run(600_000, { reverter });
    expect(await stage.endings()).toEqual(['superseded: all of it held already: somebody else saw to it']);
    expect(stage.standing(group)).toEqual([office]);
  });

  it('12: a restore for which there is no room is not tried: a person is told', async () => {
    const stage = new PerformStage();
    const group = stage.group();
    const was = stage.opens(group, 443, '10.0.0.0/8');
    await stage.hears();
    stage.at += hour;
    stage.closes(group, was);
    await stage.hears();
    const IpPermissions = Array.from({ length: 60 }, (_, at) => tcp(8000 + at, '10.0.0.0/8'));
    stage.does('AuthorizeSecurityGroupIngress', { GroupId: group, IpPermissions });
    await stage.run();
    expect((await stage.endings())[0]).toMatch(/^refused: .*as many rules as EC2 permits/);
    expect(stage.calls).toEqual([]);
  });

  it('two workers on two stores of one ledger do what one would', async () => {
    const stage = new PerformStage(createMemoryStore(1));
    stage.judging = internet;
    const groups = ['one', 'two', 'three'].map((name) => stage.group(name));
    for (const group of groups) stage.opens(group, 22);
    await stage.hears();
    for (;;) {
      const [one, two] = [await stage.lease(['act'], 'one'), await stage.lease(['act'], 'two')];
      if (one === null && two === null) {
        const open = await stage.openTasks('act');
        if (open.length === 0) break;
        stage.at = Math.max(stage.at, Math.min(...open.map(({ due, until }) => Math.max(due, until ?? 0))));
        continue;
      }
      await Promise.all([one, two].map((task) => (task === null ? null : act(stage.watched(), task))));
    }
    expect(await stage.endings()).toEqual(['verified', 'verified', 'verified']);
    expect(stage.calls).toEqual(['revoke', 'revoke', 'revoke']);
  });
});
