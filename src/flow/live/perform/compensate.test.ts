import { describe, expect, it } from 'vitest';
import { close, intentOf, ruleOf, site } from '../../../../test/builders/acting.ts';
import { inHand } from '../../../../test/flow/in-hand.ts';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import type { Store } from '../../../contracts/store.ts';
import type { Group } from '../../../core/group/group.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { type ActionRow, rowName } from '../tables.ts';
import { compensate } from './compensate.ts';
import type { Performing } from './performing.ts';

const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
const web = ruleOf('ingress tcp/80 0.0.0.0/0', 'sgr-2');
const intent = intentOf([close(ruleOf('ingress tcp/23 0.0.0.0/0', 'sgr-3'))]);
const { action } = intent;
const on = { action, site, group: 'sg-web', direction: 'ingress' } as const;
const puts: Ec2Order = { ...on, call: 'authorize', role: 'restore', rules: [ssh, web], image: [ssh, web] };
const takes: Ec2Order = { ...on, call: 'revoke', role: 'revoke', ids: ['sgr-1', 'sgr-2'] };
const why = 'took away what was not judged';

/** Its call took or made too much; `found` is what reads show, and every call is answered by `done`. */
async function scene(order: Ec2Order, row: Partial<ActionRow>, found: readonly Rule[] | null = []) {
  const stage = new PerformStage();
  const now = await inHand(stage, intent, { back: { order, why }, attempt: 1, ...row });
  const sent: Ec2Order[] = [];
  const group: Group = { id: 'sg-web', name: 'web', vpc: 'vpc-1', ...site, tags: {}, rules: found ?? [] };
  const seen = found === null ? null : group;
  const parts: Performing['parts'] = {
    ...now.parts,
    gatherer: {
      ...now.parts.gatherer,
      group: async () => ({ kind: 'looked', started: stage.at, ended: stage.at, found: seen }),
    },
    reverter: {
      session: now.parts.reverter.session,
      perform: async (asked) => {
        sent.push(asked);
        return { kind: 'done', answer: { revoked: null, made: null, unknown: 0 } };
      },
    },
  };
  return { stage, now: { ...now, parts }, sent };
}

function withStore(now: Performing, store: Partial<Store>): Performing {
  return { ...now, parts: { ...now.parts, store: { ...now.parts.store, ...store } } };
}

const long = { lastWrite: 1 };

describe('what is given back', () => {
  it('6: is so at once and as it is, where its call has not been tried', async () => {
    for (const row of [{}, { lastWrite: 9_999_999_999_999 }]) {
      const { now, sent } = await scene(puts, row, [ssh]);
      await compensate(now);
      expect(sent).toEqual([puts]);
    }
  });

  it('6: after a refusal or a lost answer is only what a read does not show yet', async () => {
    for (const row of [{ failures: 1 }, { pending: puts }]) {
      const other = ruleOf('ingress tcp/443 0.0.0.0/0', 'sgr-8');
      const { now, sent } = await scene(puts, { ...row, ...long }, [{ ...web, id: 'sgr-9' }, other]);
      await compensate(now);
      expect(sent).toEqual([{ ...puts, rules: [ssh] }]);
    }
  });

  it('6: is all given back once every rule stands again, whatever its id, and nothing is called', async () => {
    const found = [web, ruleOf('ingress tcp/443 0.0.0.0/0', 'sgr-8'), ssh].map((rule) => ({ ...rule, id: null }));
    const { stage, now, sent } = await scene(puts, { pending: puts, ...long }, found);
    expect(await compensate(now)).toBe('again');
    expect(sent).toEqual([]);
    const row = await stage.action(action);
    expect(row).toMatchObject({ pending: null, last: puts, why: `${why}; given back` });
    expect(row.back).toBeUndefined();
  });

  it('6: is taken away again as a whole while any of it stands, and over once none does', async () => {
    for (const found of [[ssh], [ruleOf('ingress tcp/9 0.0.0.0/0'), web]]) {
      const still = await scene(takes, { pending: takes, ...long }, found);
      await compensate(still.now);
      expect(still.sent).toEqual([takes]);
    }
    const rest = [ruleOf('ingress tcp/9 0.0.0.0/0', 'sgr-8'), ruleOf('ingress tcp/10 0.0.0.0/0')];
    const over = await scene(takes, { pending: takes, ...long }, rest);
    expect(await compensate(over.now)).toBe('again');
    expect(over.sent).toEqual([]);
  });

  it('6: is over where the group is gone', async () => {
    const { now, sent } = await scene(puts, { pending: puts, ...long }, null);
    expect(await compensate(now)).toBe('again');
    expect(sent).toEqual([]);
  });

  it('15: is not judged by a read that an old replica may have answered', async () => {
    const { at } = new PerformStage();
    const { stage, now, sent } = await scene(puts, { pending: puts, lastWrite: at - 30_000 }, [ssh, web]);
    expect(await compensate(now)).toBe('over');
    expect(sent).toEqual([]);
    expect((await stage.store.task(now.held.task))!).toMatchObject({ state: 'open', due: at + 1 });
    const later = await scene(puts, { pending: puts, lastWrite: at - 30_001 }, [ssh, web]);
    expect(await compensate(later.now)).toBe('again');
  });

  it('6: waits while its group cannot be read', async () => {
    const { stage, now } = await scene(puts, { pending: puts, ...long });
    const failed = { kind: 'failed', failure: 'throttled', code: null, message: 'slow down' } as const;
    const parts = { ...now.parts, gatherer: { ...now.parts.gatherer, group: async () => failed } };
    expect(await compensate({ ...now, parts })).toBe('over');
    expect((await stage.store.task(now.held.task))!.why).toMatch(/^it could not be read/);
  });

  it('8: waits a minute while all acting is off, and says what for', async () => {
    const { stage, now, sent } = await scene(puts, {});
    const value = JSON.stringify({ by: 'sam', reason: 'x', at: 1 });
    await stage.store.append(0, 'any', [], { rows: [{ ...rowName('switch', 'stop'), value }] });
    expect(await compensate(now)).toBe('over');
    expect(sent).toEqual([]);
    const task = (await stage.store.task(now.held.task))!;
    expect([task.due, task.why]).toEqual([stage.at + 60_000, `${why}, and all acting is off`]);
    expect((await stage.tasks('tell'))[0]).toMatchObject({ why: 'stopped', said: why });
  });

  it('5: is called by nobody who cannot keep the lease, and written by nobody who lost it', async () => {
    const away = { kind: 'unavailable', maybe: false, why: 'away' } as const;
    const short = await scene(puts, {});
    const renew: Store['renew'] = async () => away;
    expect(await compensate({ ...withStore(short.now, { renew }), leaseEnd: 0 })).toBe('over');
    expect(short.sent).toEqual([]);
    const dead = await scene(puts, {});
    expect(await compensate(withStore(dead.now, { append: async () => away }))).toBe('over');
    expect(dead.sent).toEqual([]);
    for (const found of [[], [ssh, web]]) {
      const lost = await scene(puts, { pending: puts, ...long }, found);
      lost.stage.at += 61_000;
      await lost.stage.lease(['act'], 'two');
      expect(await compensate({ ...lost.now, leaseEnd: lost.stage.at + 60_000 })).toBe('over');
      expect(lost.sent).toEqual([]);
    }
  });

  it('2: is looked at again where others wrote the action meanwhile', async () => {
    for (const found of [[], [ssh, web]]) {
      const { now, sent } = await scene(puts, { pending: puts, ...long }, found);
      expect(await compensate({ ...now, version: now.version + 5 })).toBe('again');
      expect(sent).toEqual([]);
    }
  });
});
