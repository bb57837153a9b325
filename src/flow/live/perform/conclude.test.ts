import { describe, expect, it } from 'vitest';
import { close, intentOf, ruleOf } from '../../../../test/builders/acting.ts';
import { inHand } from '../../../../test/flow/in-hand.ts';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import { writeInstant } from '../../../core/leaf/instant.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { newAction } from '../orders/new-action.ts';
import { type ActionRow, rowName } from '../tables.ts';
import { conclude, type Ending } from './conclude.ts';
import { untoldWords } from './in-doubt.ts';
import { type Known, know } from './know.ts';

const intent = intentOf([close(ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1'))]);
const { action, site } = intent;
const last: Ec2Order = { action, site, call: 'rewrite', role: 'restore', group: 'sg-web', rules: [], image: [] };
const ending: Ending = { state: 'verified', why: null };

/** An action on a group of the stage, on which HTTPS is open, that has just been read. */
async function scene(row: Partial<ActionRow> = {}) {
  const stage = new PerformStage();
  const on = { kind: 'group', id: stage.group() } as const;
  const https = stage.opens(on.id, 443, '10.0.0.0/8');
  await stage.hears();
  const now = await inHand(stage, { ...intent, on }, row);
  return { stage, now, known: (await know(now)) as Known, https };
}

describe('the end of an action', () => {
  it.each([
    ['superseded', true],
    ['partly', true],
    ['failed', true],
    ['verified', false],
    ['refused', false],
    ['gone', false],
  ] as const)('%s: the group is looked at once more: %s', async (state, looks) => {
    const { stage, now, known } = await scene();
    expect(await conclude(now, known, { state, why: 'so' })).toBe('over');
    expect((await stage.tasks('look')).map(({ why }) => why)).toEqual(looks ? [state] : []);
    expect((await stage.tasks('tell')).filter(({ about }) => about === action)).toMatchObject([{ why: 'acted' }]);
    expect(await stage.store.task(now.held.task)).toMatchObject({ state: 'done' });
  });

  it('R9: that closed what others permit as well looks for what was added under its cover, rules that went apart', async () => {
    const { stage, now, known } = await scene();
    await conclude(now, known, { ...ending, left: ['still reachable'] });
    const group = now.row.intent.on.id;
    expect(await stage.tasks('look')).toEqual([{ site, group, why: 'uncovered', gone: ['sgr-1'] }]);
    const other = new PerformStage();
    await conclude(await inHand(other, { ...intent, on: { kind: 'list', id: 'pl-1' } }), null, {
      ...ending,
      left: ['x'],
    });
    expect(await other.tasks('look')).toEqual([]);
  });

  it('of what is no group looks at none', async () => {
    const stage = new PerformStage();
    const now = await inHand(stage, { ...intent, on: { kind: 'list', id: 'pl-1' } });
    await conclude(now, null, { state: 'failed', why: 'so' });
    expect(await stage.tasks('look')).toEqual([]);
  });

  it('keeps the rules as they were left only where all was verified: only from there it can be undone', async () => {
    const good = await scene();
    await conclude(good.now, good.known, ending);
    const left = (await good.stage.action(action)).left!;
    expect(left.map(({ id }) => id)).toContain(good.https);
    for (const [known, state] of [
      [null, 'verified'],
      ['read', 'failed'],
    ] as const) {
      const other = await scene();
      await conclude(other.now, known === null ? null : other.known, { state, why: 'so' });
      const row = await other.stage.action(action);
      expect(row).toMatchObject({ state, why: 'so', pending: null, left: null, endedAt: other.stage.at });
    }
  });

  it('tells what is left and what EC2 answered only where there is something to tell', async () => {
    const answers: unknown[] = [];
    for (const more of [{}, { left: [] }, { left: ['close it'] }, { answer: { code: 1 } }]) {
      const { stage, now, known } = await scene();
      await conclude(now, known, { ...ending, ...more });
      answers.push((await stage.bodies('outcome'))[0]!.answer);
    }
    expect(answers).toEqual([{}, {}, { left: ['close it'] }, { answer: { code: 1 } }]);
  });

  it('R84: tells what neither an answer nor a record said in time, beside what else is left', async () => {
    const pending: Ec2Order = {
      ...{ action, site, group: 'sg-web' },
      call: 'revoke',
      role: 'revoke',
      direction: 'ingress',
      ids: ['sgr-1'],
    };
    for (const left of [undefined, ['close it']]) {
      const { stage, now, known } = await scene({ pending, lastWrite: 1 });
      await conclude(now, known, { state: 'partly', why: 'so', ...(left === undefined ? {} : { left }) });
      expect((await stage.bodies('outcome'))[0]!.answer).toEqual({ left: [...(left ?? []), untoldWords] });
    }
  });

  it('7: keeps the last call that came through, else the one that may have, and none where none was made', async () => {
    const other: Ec2Order = { ...last, group: 'sg-other' };
    for (const [row, kept] of [
      [{}, undefined],
      [{ last }, last],
      [{ pending: last }, last],
      [{ last, pending: other }, last],
    ] as const) {
      const { stage, now, known } = await scene(row);
      await conclude(now, known, { state: 'failed', why: 'so' });
      const { last: told, pending } = await stage.action(action);
      expect([told, pending]).toEqual([kept, null]);
    }
  });

  it('7: gives its caps back only where no call can have reached EC2', async () => {
    for (const [row, left] of [
      [{}, 0],
      [{ last }, 2],
      [{ pending: last }, 2],
    ] as const) {
      const { stage, now, known } = await scene(row);
      const { on } = now.row.intent;
      const use = { per: 3_600_000, count: 9, at: stage.at, by: action };
      const names = [`group:${site.account}/${site.region}/${on.id}`, `account:${site.account}`];
      await stage.store.append(0, 'any', [], { caps: names.map((name) => ({ ...use, name })) });
      await conclude(now, known, { state: 'refused', why: 'so' });
      const uses: string[] = [];
      for await (const each of stage.store.backup()) if (each.kind === 'cap') uses.push(each.use.name);
      expect(uses.length).toBe(left);
    }
  });

  it('2: is decided anew where others wrote the action meanwhile', async () => {
    const { stage, now, known } = await scene();
    expect(await conclude({ ...now, version: 9 }, known, ending)).toBe('again');
    expect(await stage.bodies('outcome')).toEqual([]);
  });

  it('R87: counts how long it took from its beginning where no change of it is known, and only where it is good', async () => {
    const good = await scene({ startedAt: new PerformStage().at - 5_000 });
    await conclude(good.now, good.known, ending);
    const counted = (await good.stage.rows('tally')).find(({ actions }) => actions.verified === 1)!;
    expect(counted.remediate.count).toBe(1);
    const bad = await scene();
    await conclude(bad.now, bad.known, { state: 'refused', why: 'so' });
    const refused = (await bad.stage.rows('tally')).find(({ actions }) => actions.refused === 1)!;
    expect(refused.remediate.count).toBe(0);
  });

  it('R87: counts how long it took from the act that it answers, else from its change', async () => {
    const { at } = (await scene()).stage;
    const took = async (acts: readonly Partial<Decision>[], single: ReadonlyMap<string, Partial<Decision>>) => {
      const { stage, now, known } = await scene({ startedAt: at - 10_000 });
      const judged = Object.create(known.judged, { acts: { value: acts }, single: { value: single } });
      await conclude(now, { ...known, judged }, ending);
      const { remediate } = (await stage.rows('tally')).find(({ actions }) => actions.verified === 1)!;
      expect((await stage.bodies('outcome'))[0]!.after).toBe(remediate.total);
      return remediate.total;
    };
    const told = (id: string, ago: number) => ({ id, at: writeInstant(at - ago * 1000) });
    const act = { ...told('net_1', 30), changes: ['chg_0', 'chg_1'] };
    const single = new Map([['chg_1', told('chg_1', 20)]]);
    expect(await took([told('chg_2', 40), act], single)).toBe(30_000);
    expect(await took([told('chg_2', 40)], single)).toBe(20_000);
    expect(await took([], new Map())).toBe(10_000);
  });

  it('that gave back what another did ends that one as undone, if it is verified', async () => {
    for (const [state, expected] of [
      ['verified', { state: 'undone', why: `undone by ${action}` }],
      ['failed', { state: 'verified', why: null }],
    ] as const) {
      const { stage, now, known } = await scene({ undoes: 'act_0' });
      const before = { ...newAction({ ...intent, action: 'act_0' }, [], 1), state: 'verified' };
      await stage.store.append(0, 'any', [], {
        rows: [{ ...rowName('action', 'act_0'), value: JSON.stringify(before) }],
      });
      await conclude(now, known, { state, why: null });
      expect(await stage.action('act_0')).toMatchObject(expected);
    }
    const unknown = await scene({ undoes: 'act_none' });
    expect(await conclude(unknown.now, unknown.known, ending)).toBe('over');
    expect((await unknown.stage.actions()).map(({ state }) => state)).toEqual(['verified']);
  });
});
