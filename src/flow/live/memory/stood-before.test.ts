import { expect, it } from 'vitest';
import { ruleOf } from '../../../../test/builders/acting.ts';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { anywhere, site } from '../../../../test/flow/watch-stage.ts';
import { account, alice, bob } from '../../../../test/model/any-calls.ts';
import { iamUser } from '../../../aws/model/record/identity.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { lookTask } from '../watch/tell-incidents.ts';
import { stoodBefore } from './stood-before.ts';

const office = '10.0.0.0/8';
const mallory = { ...alice, identity: iamUser(account, 'mallory') };

/** Two people rewrite a rule in one second; a third takes another rule at once, and some time later rewrites the first one. */
async function doubted(settled: boolean) {
  const stage = new SweepStage();
  const group = stage.group();
  const [id, other] = [stage.opens(group, 443, office), stage.opens(group, 8080, office)];
  await stage.hears();
  await stage.sweeps();
  stage.at = Math.ceil(stage.at / 1000) * 1000 + 120_007;
  stage.rewrites(group, id, 8443, office);
  stage.at -= 990;
  stage.rewrites(group, id, 9443, office, bob);
  expect(new Set(stage.records.slice(-2).map(({ eventTime }) => eventTime)).size).toBe(1);
  stage.closes(group, other, mallory);
  await stage.hears();
  if (settled)
    await stage.store.append(0, 'any', [], {
      tasks: [lookTask(site, group, 'unsettled', 'the second', stage.at + 40_000)],
    });
  await stage.passes(50_000);
  stage.rewrites(group, id, 22, anywhere, mallory);
  await stage.hears();
  await stage.passes(60_000);
  return stage.standing(group);
}

it('R86: a rule whose text was in doubt as an act began, and known as the act came to it, says that again', async () => {
  expect(await doubted(true)).toEqual(['9443,9443 10.0.0.0/8']);
});

it('R86: people are asked about a rule whose text was in doubt throughout', async () => {
  expect(await doubted(false)).toEqual(['22,22 0.0.0.0/0']);
});

it('R86: what an act itself made a rule say never counts as what stood before it', () => {
  const [mine, kept] = [ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1'), ruleOf('ingress tcp/80 10.0.0.0/8', 'sgr-2')];
  const images = new Map([
    ['chg_1', [kept]],
    ['chg_2', [kept, mine]],
  ]);
  const rules = [{ op: 'after', ...mine }] as const;
  const single = new Map(['chg_1', 'chg_2'].map((id) => [id, { rules } as unknown as Decision]));
  const judged = { single, imageBefore: (id: string) => images.get(id) ?? null };
  const act = { id: 'chg_1', changes: ['chg_1', 'chg_2'], rules };
  expect(stoodBefore(act, judged)).toEqual([kept]);
  expect(stoodBefore({ ...act, changes: ['chg_2', 'chg_1'] }, judged)).toEqual([kept, mine]);
  expect(stoodBefore({ ...act, changes: ['chg_3', 'chg_1'] }, judged)).toBeNull();
});
