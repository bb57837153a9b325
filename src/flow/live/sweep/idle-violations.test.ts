import { expect, test } from 'vitest';
import { seenRule } from '../../../../test/builders/looks.ts';
import { gained, judgingBy } from '../../../../test/builders/policy.ts';
import { site, strict } from '../../../../test/flow/watch-stage.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { rowName } from '../tables.ts';
import type { KnownEpisodes } from '../watch/episodes-of.ts';
import { idleViolations } from './idle-violations.ts';
import { workOn } from './work-on.ts';

const rule = seenRule('sgr-1', 22);
const about = { site, group: 'sg-1', severity: 'high', openedAt: 0, closedAt: null } as const;
const violation = {
  ...about,
  check: 'ssh',
  tuple: 'ingress tcp/22 0.0.0.0/0',
  incident: 'inc_1',
  state: 'open',
} as const;
const incident = { ...about, id: 'inc_1', family: 'opening', decisions: ['chg_1'], earlier: null } as const;
const episodes: KnownEpisodes = { violations: [violation], incidents: [incident], versions: new Map() };
const judging = judgingBy({
  checks: { ssh: { when: gained({ ports: ['tcp/22'] }), standing: { else: ['revert'] } } },
  safety: strict.policy.safety,
});

/** Whether nothing works on the violation while an action of its decision, in this state, is about these aims. */
async function isIdle(state: string, aims: readonly unknown[]): Promise<boolean> {
  const store = createMemoryStore(1);
  const decision = JSON.stringify({ actions: ['act_1'] });
  const action = JSON.stringify({ state, intent: { aims } });
  await store.append(0, 'any', [], {
    rows: [
      { ...rowName('decision', 'chg_1'), value: decision },
      { ...rowName('action', 'act_1'), value: action },
    ],
  });
  const work = await workOn(store, episodes, judging.policy);
  return idleViolations(work, episodes, judging, 'else')(violation, rule);
}

test('a rule that an action closes or gives back what it said is seen to, until that action is superseded', async () => {
  const rewrite = { kind: 'rewrite', id: 'sgr-1', from: rule, to: rule };
  expect(await isIdle('due', [])).toBe(true);
  expect(await isIdle('due', [{ kind: 'close', rule }])).toBe(false);
  expect(await isIdle('due', [rewrite])).toBe(false);
  expect(await isIdle('failed', [rewrite])).toBe(false);
  expect(await isIdle('superseded', [rewrite])).toBe(true);
});

test('a rule that says something else by now is not seen to by what was done about its old text', async () => {
  const before = seenRule('sgr-1', 53);
  expect(await isIdle('failed', [{ kind: 'close', rule: before }])).toBe(true);
  expect(await isIdle('due', [{ kind: 'rewrite', id: 'sgr-1', from: before, to: rule }])).toBe(true);
});

test('a rule about which people were asked is seen to, but not where it breaks something worse than they were asked about', async () => {
  const ofAsk = async (severity: string) => {
    const store = createMemoryStore(1);
    const intent = { aims: [{ kind: 'close', rule }], severity, policy: judging.policy.digest };
    const ask = JSON.stringify({ decision: 'chg_1', state: 'waiting', intent });
    await store.append(0, 'any', [], { rows: [{ ...rowName('ask', 'pln_1'), value: ask }] });
    const work = await workOn(store, episodes, judging.policy);
    return idleViolations(work, episodes, judging, 'else')(violation, rule);
  };
  expect([await ofAsk('medium'), await ofAsk('high'), await ofAsk('critical')]).toEqual([true, false, false]);
});

test('a rule that people agreed to close is seen to until the action that follows is superseded', async () => {
  const ofApproved = async (state: string) => {
    const store = createMemoryStore(1);
    const intent = {
      action: 'act_2',
      aims: [{ kind: 'close', rule }],
      severity: 'high',
      policy: judging.policy.digest,
    };
    const rows = [
      { ...rowName('ask', 'pln_1'), value: JSON.stringify({ decision: 'chg_1', state: 'approved', intent }) },
      { ...rowName('action', 'act_2'), value: JSON.stringify({ state, intent }) },
    ];
    await store.append(0, 'any', [], { rows });
    const work = await workOn(store, episodes, judging.policy);
    return idleViolations(work, episodes, judging, 'else')(violation, rule);
  };
  expect([await ofApproved('due'), await ofApproved('failed'), await ofApproved('superseded')]).toEqual([
    false,
    false,
    true,
  ]);
});
