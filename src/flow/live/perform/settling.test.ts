import { describe, expect, it } from 'vitest';
import { close, intentOf, open, ruleOf } from '../../../../test/builders/acting.ts';
import { inHand } from '../../../../test/flow/in-hand.ts';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import { seeing } from '../../../../test/flow/seeing.ts';
import type { Ec2Answer } from '../../../contracts/live.ts';
import type { Appended } from '../../../contracts/store.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { ApiFailure } from '../../../core/plan/act/api-failure.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import type { ActionRow } from '../tables.ts';
import type { Calling } from './call.ts';
import { type Known, know } from './know.ts';
import type { Performing } from './performing.ts';
import { settleAnswer } from './settle-answer.ts';

const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
const web = ruleOf('ingress tcp/80 0.0.0.0/0', 'sgr-2');
const dns = ruleOf('ingress udp/53 0.0.0.0/0', 'sgr-3');
const nameless = ruleOf('ingress tcp/23 0.0.0.0/0');
const intent = intentOf([close(ssh)]);
const { action, site } = intent;
const on = { action, site, group: 'sg-web', direction: 'ingress' } as const;
const revoke: Ec2Order = { ...on, call: 'revoke', role: 'revoke', ids: ['sgr-1'] };
const nothing: Ec2Answer = { revoked: null, made: null, unknown: 0 };

function puts(...rules: readonly Rule[]): Ec2Order {
  return { ...on, call: 'authorize', role: 'restore', rules, image: rules };
}

/** An action whose call was just made, on a group that a read showed with these rules. */
async function called(order: Ec2Order, row: Partial<ActionRow> = {}, seen: readonly Rule[] = [], of = intent) {
  const stage = new PerformStage();
  const now = seeing(await inHand(stage, of, { state: 'acting', attempt: 1, pending: order, ...row }), seen);
  const known = (await know(now)) as Known;
  const calling: Calling = { order, before: { ...now.row, pending: null }, policy: 'sha256:x', known };
  return { stage, now, calling };
}

async function task(stage: PerformStage, now: Performing) {
  return (await stage.store.task(now.held.task))!;
}

describe('a call that surely came to nothing', () => {
  const absent: ApiFailure = {
    kind: 'failed',
    failure: 'absent',
    code: 'InvalidSecurityGroupRuleId.NotFound',
    message: 'none',
  };

  it('leaves one before it in doubt whose answer was lost: what that used up of a cap is not given back', async () => {
    const { stage, now, calling } = await called(revoke, { attempt: 2 });
    await settleAnswer(now, { ...calling, before: { ...calling.before, pending: revoke } }, absent);
    expect(await stage.action(action)).toMatchObject({ pending: revoke, failures: 1 });
  });

  it('leaves nothing in doubt where it was the first', async () => {
    const { stage, now, calling } = await called(revoke);
    await settleAnswer(now, calling, absent);
    expect(await stage.action(action)).toMatchObject({ pending: null, failures: 1 });
  });
});

describe('what a call was answered', () => {
  it('6, R83: that differs from what was judged is told with what it was, and seen to at once', async () => {
    const { stage, now, calling } = await called(revoke);
    expect(await settleAnswer(now, calling, { kind: 'done', answer: { ...nothing, revoked: [dns] } })).toBe('again');
    const said = 'took away `ingress udp/53 0.0.0.0/0`, which was not judged';
    expect(await stage.tasks('tell')).toMatchObject([{ about: action, revision: 1, why: 'differs', said }]);
    const answer = { revoked: [{ id: 'sgr-3' }], made: null };
    expect((await stage.bodies('outcome'))[0]).toMatchObject({
      state: 'later',
      attempt: 1,
      why: said,
      answer,
      lineage: {},
    });
    expect(await stage.action(action)).toMatchObject({ why: said, back: { order: { call: 'authorize' }, why: said } });
  });

  it('R82: that is as judged stands in the ledger with what EC2 said', async () => {
    const { stage, now, calling } = await called(puts(ssh), {}, [], intentOf([open(ssh)], { do: 'restore' }));
    const made = [{ ...ssh, id: 'sgr-9' }];
    expect(await settleAnswer(now, calling, { kind: 'done', answer: { ...nothing, made } })).toBe('over');
    const told = { answer: { made: [{ id: 'sgr-9' }], revoked: null }, lineage: { 'sgr-1': 'sgr-9' } };
    expect(await stage.bodies('outcome')).toMatchObject([{ state: 'later', why: null, ...told }]);
    expect((await stage.entries()).at(-1)!.header.at).toBe(stage.at);
  });

  it('6: that made what was not asked for is taken away again, whatever was read before', async () => {
    const { stage, now, calling } = await called(puts(ssh), {}, [ssh], intentOf([open(ssh)], { do: 'restore' }));
    await settleAnswer(now, calling, { kind: 'done', answer: { ...nothing, made: [dns] } });
    expect((await stage.action(action)).back!.order).toEqual({ ...revoke, ids: ['sgr-3'] });
  });

  it('6: of which nothing can be given back is told all the same', async () => {
    const { stage, now, calling } = await called(revoke);
    const out = ruleOf('egress udp/53 0.0.0.0/0', 'sgr-3');
    expect(await settleAnswer(now, calling, { kind: 'done', answer: { ...nothing, revoked: [out] } })).toBe('again');
    const row = await stage.action(action);
    expect(row.why).toMatch(/^took away `egress udp/);
    expect(row.back).toBeUndefined();
    expect(await stage.told()).toEqual(['differs']);
  });

  it('6: that differs is left to who can write it where this worker cannot', async () => {
    for (const [kind, turn] of [
      ['fenced', 'over'],
      ['unavailable', 'over'],
      ['stale', 'again'],
    ] as const) {
      const { stage, now, calling } = await called(revoke);
      const answers: Readonly<Record<typeof kind, Appended>> = {
        fenced: { kind: 'fenced', task: now.held.task },
        unavailable: { kind: 'unavailable', maybe: false, why: 'away' },
        stale: { kind: 'stale', row: { table: 'action', key: action, value: null, version: 9 } },
      };
      const store = { ...stage.store, append: async () => answers[kind] };
      const there = { ...now, parts: { ...now.parts, store } };
      const answer = { ...nothing, revoked: [dns] };
      expect([kind, await settleAnswer(there, calling, { kind: 'done', answer })]).toEqual([kind, turn]);
    }
  });

  it('6: tells no tags of rules that went: they are given back as the last read or the answer itself knew them', async () => {
    const tags = { ticket: 'N-1' };
    const told = { ...web, tags: { owner: 'web' } };
    const { stage, now, calling } = await called(revoke, {}, [{ ...dns, tags }]);
    await settleAnswer(now, calling, { kind: 'done', answer: { ...nothing, revoked: [dns, told] } });
    const { back } = await stage.action(action);
    expect(back!.order).toMatchObject({ rules: [{ ...dns, tags }, told], image: [{ ...dns, tags }, told] });
  });

  it('6: that took something else after no read at all is given back as EC2 told it', async () => {
    const { stage, now, calling } = await called(revoke);
    await settleAnswer(now, { ...calling, known: null }, { kind: 'done', answer: { ...nothing, revoked: [dns] } });
    expect((await stage.action(action)).back!.order).toEqual(puts(dns));
  });

  it('6, R92: of what is given back tells new ids of those rules that had one, where it tells them', async () => {
    const order = puts(ssh, web, nameless, dns);
    const back = { order, why: 'took too much' };
    const { stage, now, calling } = await called(order, { back });
    const made = [
      { ...ssh, id: 'sgr-9' },
      { ...nameless, id: 'sgr-8' },
      { ...dns, id: null },
    ];
    await settleAnswer(now, { ...calling, known: null }, { kind: 'done', answer: { ...nothing, made } });
    const row = await stage.action(action);
    expect(row.lineage).toEqual({ 'sgr-1': 'sgr-9' });
    expect(row).toMatchObject({ pending: null, last: order, why: 'took too much; given back', state: 'verifying' });
    expect(row.back).toBeUndefined();
  });
});

describe('a call that came to nothing', () => {
  const failed = (failure: ApiFailure['failure']): ApiFailure => ({
    kind: 'failed',
    ...{ failure, code: 'Code', message: 'no' },
  });

  it.each([
    ['busy', 2, 4_000, 'Code: no'],
    ['stale', 2, 4_000, 'Code: no'],
    ['throttled', 2, 16_000, 'Code: no'],
  ] as const)('scenario 28: `%s`, after %s failures before, waits %s ms', async (failure, failures, wait, why) => {
    const { stage, now, calling } = await called(revoke, { failures });
    await settleAnswer(now, calling, failed(failure));
    expect(await task(stage, now)).toMatchObject({ state: 'open', due: stage.at + wait, why });
  });

  it('scenario 28: where EC2 says that it stands already, the first read after a write tells', async () => {
    const giving = intentOf([open(ssh)], { do: 'restore' });
    const { stage, now, calling } = await called(puts(ssh), {}, [], giving);
    await settleAnswer(now, calling, failed('already'));
    const { due, why } = await task(stage, now);
    expect([due, why]).toEqual([stage.at + 1_000, 'EC2 says that it stands already']);
    const outcome = { state: 'later', attempt: 1, why: 'Code: no', answer: { failure: 'already' } };
    expect(await stage.bodies('outcome')).toMatchObject([outcome]);
  });

  it('of which a tag policy refused the tags stands in the ledger, and is made again at once', async () => {
    const giving = intentOf([open(ssh)], { do: 'restore' });
    const { stage, now, calling } = await called(puts(ssh), {}, [], giving);
    await settleAnswer(now, calling, failed('tag-policy'));
    expect((await task(stage, now)).due).toBe(stage.at);
    const outcome = { state: 'later', answer: { failure: 'tag-policy' } };
    expect(await stage.bodies('outcome')).toMatchObject([outcome]);
    expect(await stage.action(action)).toMatchObject({ untagged: true });
  });

  it('for good leaves the commands for all that is still to be done, not only for that call', async () => {
    const out = ruleOf('egress tcp/22 0.0.0.0/0', 'sgr-4');
    const { stage, now, calling } = await called(revoke, {}, [ssh, out], intentOf([close(ssh), close(out)]));
    await settleAnswer(now, calling, failed('denied'));
    const told = JSON.stringify((await stage.bodies('outcome')).at(-1)!.answer);
    expect(told).toContain('revoke-security-group-ingress ');
    expect(told).toContain('revoke-security-group-egress ');
  });

  it('6: and was to give something back leaves the commands for just that, whatever the action was about', async () => {
    const order = puts(dns);
    const { stage, now, calling } = await called(order, { back: { order, why: 'took too much' }, last: revoke });
    await settleAnswer(now, { ...calling, known: null }, failed('denied'));
    const [outcome] = (await stage.bodies('outcome')).slice(-1);
    expect(outcome).toMatchObject({ state: 'partly', answer: { left: [expect.any(String)] } });
    expect(outcome!.why).toMatch(/^took too much, and could not be given back: the restore role may not do this/);
    expect(JSON.stringify(outcome!.answer)).toContain('authorize-security-group-ingress ');
  });
});
