import { describe, expect, it } from 'vitest';
import { close, intentOf, ruleOf } from '../../../../test/builders/acting.ts';
import { inHand } from '../../../../test/flow/in-hand.ts';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import { seeing } from '../../../../test/flow/seeing.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { ApiFailure } from '../../../core/plan/act/api-failure.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import type { ActionRow } from '../tables.ts';
import { conclude } from './conclude.ts';
import { againFor, inDoubt, untoldWords } from './in-doubt.ts';
import { type Known, know } from './know.ts';
import { settleFailure } from './settle-failure.ts';

const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
const web = ruleOf('ingress tcp/80 0.0.0.0/0', 'sgr-2');
const intent = intentOf([close(ssh)]);
const { action, site } = intent;
const on = { action, site, group: 'sg-web', direction: 'ingress' } as const;
const revoke: Ec2Order = { ...on, call: 'revoke', role: 'revoke', ids: ['sgr-1'] };
const [called, settle, expectFor] = [1_000_000, 30_000, 900_000];

/** An action whose call was made at `called` and not answered, and a read of its group that began then. */
async function unanswered(started: number, seen: readonly Rule[], row: Partial<ActionRow> = {}) {
  const stage = new PerformStage();
  stage.at = called;
  const held = { state: 'acting', attempt: 1, pending: revoke, lastWrite: called, ...row } as const;
  const now = seeing(await inHand(stage, intent, held), seen);
  const known = (await know(now)) as Known;
  return { stage, now, known: { ...known, read: { ...known.read, started, ended: started } } };
}

describe('a revoke without an answer', () => {
  it('BM-7: leaves untold what its rules said when they went, until its record is not expected any more', async () => {
    const { now, known } = await unanswered(called + 5_000, [web]);
    expect(inDoubt(now, known)).toEqual({ kind: 'untold', until: called + expectFor });
    expect(inDoubt(now, null)).toEqual({ kind: 'untold', until: called + expectFor });
  });

  it('came to nothing where its rule stands, once no replica can be older than it', async () => {
    const early = await unanswered(called + settle, [ssh, web]);
    expect(inDoubt(early.now, early.known)).toEqual({ kind: 'going', until: called + settle + 1 });
    const later = await unanswered(called + settle + 1, [ssh, web]);
    expect(inDoubt(later.now, later.known)).toBeNull();
  });

  it('leaves nothing in doubt that could be given back once its group is gone', async () => {
    const { now, known } = await unanswered(called + 5_000, []);
    const gone = { ...known, read: { ...known.read, live: { kind: 'group', group: null } as const } };
    expect(inDoubt(now, gone)).toBeNull();
  });

  it.each([
    ['another call', { pending: { ...on, call: 'rewrite', role: 'restore', rules: [], image: [] } }],
    ['a call that was answered', { pending: null, last: revoke }],
    ['what is being given back already', { back: { order: revoke, why: 'so' } }],
  ] as const)('is no matter of %s', async (_what, row) => {
    const { now, known } = await unanswered(called + 5_000, [web], row as Partial<ActionRow>);
    expect(inDoubt(now, known)).toBeNull();
  });

  it('is looked after every half a minute, and no longer than until it is over', () => {
    const doubt = { kind: 'untold', until: 100_000 } as const;
    expect([againFor(doubt, 1_000), againFor(doubt, 90_000)]).toEqual([31_000, 100_000]);
    expect([againFor(doubt, 100_000), againFor(null, 1_000)]).toEqual([null, null]);
  });

  it('BM-7 R93: keeps its action from ending, even where all acting is stopped: what went wrong is to be given back', async () => {
    const { stage, now, known } = await unanswered(called + 5_000, [web]);
    expect(await conclude(now, known, { state: 'partly', why: 'all acting is off' })).toBe('over');
    expect(await stage.action(action)).toMatchObject({ pending: revoke, endedAt: null });
    expect((await stage.store.task(now.held.task))!.due).toBe(called + 35_000);
    expect(await stage.bodies('outcome')).toEqual([]);
  });

  it('R109: that nobody ever tells of ends with people told just that', async () => {
    const { stage, now, known } = await unanswered(called + expectFor, [web]);
    await conclude(now, known, { state: 'partly', why: 'so', left: ['that'] });
    expect(await stage.bodies('outcome')).toMatchObject([{ state: 'partly', answer: { left: ['that', untoldWords] } }]);
  });

  it('is not forgotten when the next call is refused for good', async () => {
    const refused: ApiFailure = { kind: 'failed', failure: 'denied', code: 'UnauthorizedOperation', message: 'no' };
    const next = { attempt: 2, lastWrite: called + 8_000 };
    const { stage, now, known } = await unanswered(called + 5_000, [ssh], next);
    const before = { ...now.row, attempt: 1, lastWrite: called };
    await settleFailure(now, { order: revoke, before, policy: 'sha256:x', known }, refused);
    expect(await stage.action(action)).toMatchObject({ pending: revoke, endedAt: null, failures: 1 });
    expect((await stage.bodies('outcome')).map(({ state }) => state)).toEqual(['later']);
    expect((await stage.store.task(now.held.task))!.due).toBe(called + 30_000);
  });
});
