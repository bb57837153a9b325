import { expect, it } from 'vitest';
import { close, intentOf, ruleOf } from '../../../../test/builders/acting.ts';
import { inHand } from '../../../../test/flow/in-hand.ts';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import { seeing } from '../../../../test/flow/seeing.ts';
import type { Gatherer } from '../../../contracts/live.ts';
import type { Rule } from '../../../core/group/rule.ts';
import { know } from './know.ts';

const listed = ruleOf('ingress tcp/22 pl-1', 'sgr-1');

/** What is known of an action against a rule, where the list reads as told. */
async function known(rule: Rule, list: Gatherer['list']) {
  const stage = new PerformStage();
  const now = seeing(await inHand(stage, intentOf([close(rule)])), [rule]);
  return know({ ...now, parts: { ...now.parts, gatherer: { ...now.parts.gatherer, list } } });
}

it.each([
  ['0.0.0.0/0', 'breach'],
  ['10.0.0.0/8', 'clear'],
])('R82: a rule by a list opens what the list holds when it is acted upon: %s is a %s', async (entry, ruling) => {
  const about = { id: 'pl-1', name: 'partners', owner: '111122223333', version: 2, entries: [entry] };
  const found = await known(listed, async () => ({ kind: 'looked', started: 5, ended: 5, found: about }) as never);
  expect(found).toMatchObject({ kind: 'known', judged: { standing: { verdict: { ruling } } } });
});

it('R82: nothing is known of such a rule while its list cannot be read', async () => {
  const failed = { kind: 'failed', failure: 'transient', code: 'Unavailable', message: 'no' } as const;
  expect(await known(listed, async () => failed)).toEqual(failed);
});

it('no list is read for the sake of other rules', async () => {
  const never = () => {
    throw new Error('read');
  };
  expect(await known(ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1'), never)).toMatchObject({ kind: 'known' });
});
