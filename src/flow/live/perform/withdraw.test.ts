import { describe, expect, it } from 'vitest';
import { close, intentOf, ruleOf, site } from '../../../../test/builders/acting.ts';
import { inHand } from '../../../../test/flow/in-hand.ts';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import type { Appended } from '../../../contracts/store.ts';
import { capsFor } from '../../../core/plan/act/caps-for.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import type { ActionRow } from '../tables.ts';
import { announce } from './announce.ts';
import type { Performing } from './performing.ts';
import { withdraw } from './withdraw.ts';

const intent = intentOf([close(ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1'))]);
const on = { action: intent.action, site, group: 'sg-web' } as const;
const order: Ec2Order = { ...on, call: 'revoke', role: 'revoke', direction: 'ingress', ids: ['sgr-1'] };

/** An action whose call has just been announced, with the caps that it takes up. */
async function announced(told: Partial<ActionRow> = {}) {
  const stage = new PerformStage();
  const { row, ...held } = await inHand(stage, intent, told);
  const caps = capsFor(intent, stage.judging.policy, stage.at);
  const done = await announce({ row, ...held }, { order, expect: 'any', row, caps });
  if (done.kind !== 'committed') throw new Error(`it is ${done.kind}`);
  return { stage, now: done.now, before: row };
}

async function capsIn({ stage }: { stage: PerformStage }): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const each of stage.store.backup()) if (each.kind === 'cap') names.push(each.use.name.split(':')[0]!);
  return names.toSorted();
}

const why = 'all acting was stopped by sam';

describe('a call that was announced and is not made after all', () => {
  it('is expected no more, and the ledger says why it was not made', async () => {
    const { stage, now, before } = await announced();
    expect(await stage.rows('expect')).toHaveLength(1);
    expect(await withdraw(now, order, before, why)).toBe('again');
    expect(await stage.rows('expect')).toEqual([]);
    expect(await stage.action(intent.action)).toEqual({ ...before, attempt: 1 });
    const said = { state: 'later', attempt: 1, why: `not called: ${why}`, answer: null, withdrawn: true };
    expect(await stage.bodies('outcome')).toMatchObject([said]);
  });

  it('7: uses up no cap, unless an earlier one of the same action was made', async () => {
    const first = await announced();
    expect(await capsIn(first)).toEqual(['account', 'actor', 'group']);
    await withdraw(first.now, order, first.before, why);
    expect(await capsIn(first)).toEqual([]);
    const second = await announced({ last: order, attempt: 1 });
    await withdraw(second.now, order, second.before, why);
    expect(await capsIn(second)).toEqual(['account', 'actor', 'group']);
  });

  it('2: leaves its action to be looked at again at once, also where others have just written it', async () => {
    const { now, before } = await announced();
    expect(await withdraw({ ...now, version: 9 }, order, before, why)).toBe('again');
    expect(await withdraw(now, order, before, why)).toBe('again');
  });

  it('5: leaves its action alone where somebody else holds it by now, or nobody knows whether it was written', async () => {
    const { stage, now, before } = await announced();
    const away: Appended = { kind: 'unavailable', maybe: true, why: 'away' };
    const store = { ...now.parts.store, append: async () => away };
    const lost: Performing = { ...now, parts: { ...now.parts, store } };
    expect(await withdraw(lost, order, before, why)).toBe('over');
    stage.at += 61_000;
    await stage.lease(['act'], 'two');
    expect(await withdraw(now, order, before, why)).toBe('over');
  });
});
