import { describe, expect, it } from 'vitest';
import { close, intentOf, ruleOf } from '../../../../test/builders/acting.ts';
import type { Rule } from '../../../core/group/rule.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { rowName } from '../tables.ts';
import { aimTuples } from './aim-tuples.ts';
import { brake } from './brake.ts';

const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
const web = ruleOf('ingress tcp/80 0.0.0.0/0', 'sgr-2');
const start = 1_800_000_000_000;
const breaking = { trusted: false, severity: 'critical', now: start, settings: { count: 3, per: 3_600_000 } } as const;

/** A store that tells which actions acted on rules of `sg-web`, and when. */
async function storeOf(acts: readonly (readonly [Rule, string, number])[]) {
  const store = createMemoryStore(1);
  const rows = acts.flatMap(([rule, action, at]) => {
    const { on, site } = intentOf([]);
    return aimTuples([close(rule)]).map((tuple) => ({
      ...rowName('acted', site.account, site.region, on.id, tuple, at, action),
      value: JSON.stringify({ action, at, actor: null }),
    }));
  });
  await store.append(0, 'any', [], { rows });
  return store;
}

const three = [
  [ssh, 'act_a', start - 3000],
  [ssh, 'act_b', start - 2000],
  [ssh, 'act_c', start - 1000],
] as const;

describe('the brake', () => {
  it('lets go on where nothing was acted on yet, or where there is nothing to act on', async () => {
    const store = await storeOf([]);
    expect(await brake(store, intentOf([close(ssh)]), breaking)).toEqual({ kind: 'go' });
    expect(await brake(store, intentOf([]), breaking)).toEqual({ kind: 'go' });
  });

  it('R98: counts acts of other actions, by the rule, each once however many calls it took', async () => {
    const store = await storeOf([...three.slice(1), [ssh, 'act_b', start - 1500]]);
    expect(await brake(store, intentOf([close(ssh)]), breaking)).toEqual({ kind: 'go' });
  });

  it('R98: does not count what the same action did', async () => {
    const store = await storeOf(three);
    expect(await brake(store, intentOf([close(ssh)], { action: 'act_c' }), breaking)).toEqual({ kind: 'go' });
  });

  it('R98: does not count an action whose calls surely came to nothing: it took nothing that could be made again', async () => {
    const store = await storeOf(three);
    const rows = (state: object) => [{ ...rowName('action', 'act_b'), value: JSON.stringify(state) }];
    for (const [state, kind] of [
      [{ pending: null }, 'go'],
      [{ pending: { call: 'revoke' } }, 'wait'],
      [{ pending: null, last: { call: 'revoke' } }, 'wait'],
    ] as const) {
      await store.append(0, 'any', [], { rows: rows(state) });
      expect(await brake(store, intentOf([close(ssh)]), breaking)).toMatchObject({ kind });
    }
  });

  it('R98: does not count acts on other rules of the group', async () => {
    const store = await storeOf(three);
    expect(await brake(store, intentOf([close(web)]), breaking)).toEqual({ kind: 'go' });
  });

  it('R98: of several rules goes by the one that was acted on most, wherever it stands', async () => {
    const store = await storeOf(three);
    for (const aims of [
      [close(ssh), close(web)],
      [close(web), close(ssh)],
      [close(ssh), close(ruleOf('ingress tcp/21 0.0.0.0/0'))],
    ]) {
      const said = await brake(store, intentOf(aims), breaking);
      expect(said).toMatchObject({ kind: 'wait', until: start - 1000 + 60_000 });
    }
  });

  it('R98: of two that have to wait goes by the longer wait, wherever it stands', async () => {
    const later = three.map(([, action, at]) => [web, `${action}-2`, at + 500] as const);
    const store = await storeOf([...three, ...later]);
    for (const aims of [
      [close(ssh), close(web)],
      [close(web), close(ssh)],
    ])
      expect(await brake(store, intentOf(aims), breaking)).toMatchObject({ kind: 'wait', until: start - 500 + 60_000 });
    const earlier = await storeOf([
      ...three,
      ...three.map(([, action, at]) => [web, `${action}-2`, at - 500] as const),
    ]);
    expect(await brake(earlier, intentOf([close(ssh), close(web)]), breaking)).toMatchObject({ until: start + 59_000 });
    expect(await brake(earlier, intentOf([close(web), close(ssh)]), breaking)).toMatchObject({ until: start + 59_000 });
  });

  it('R98: a rule that is to be left alone outweighs one that only has to wait', async () => {
    const others = [ruleOf('ingress tcp/80 0.0.0.0/0'), ruleOf('ingress tcp/21 0.0.0.0/0')];
    for (const other of others) {
      const six = Array.from({ length: 6 }, (_, at) => [other, `act_x${at}`, start - 60_000 + at] as const);
      const store = await storeOf([...three, ...six]);
      const said = await brake(store, intentOf([close(ssh), close(other)]), { ...breaking, severity: 'high' });
      expect(said).toMatchObject({ kind: 'stop' });
    }
  });
});
