import { describe, expect, it } from 'vitest';
import { close, intentOf, open, rewrite, ruleOf } from '../../../../test/builders/acting.ts';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import { anywhere } from '../../../../test/flow/watch-stage.ts';
import { alice, bob } from '../../../../test/model/any-calls.ts';
import type { Caller } from '../../../aws/model/caller.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Aim } from '../../../core/plan/act/intent.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { JudgedSubject } from '../memory/judge-subject.ts';
import { newAction } from '../orders/new-action.ts';
import { withImageNow } from './image-now.ts';

/** A group on which HTTPS has been open to the office for an hour. */
async function office() {
  const stage = new PerformStage();
  const group = stage.group();
  const id = stage.opens(group, 443, '10.0.0.0/8');
  await stage.hears();
  stage.at += 3_600_000;
  const rewrites = (port: number, CidrIpv4: string, caller: Caller = alice): void => {
    const rule = { IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIpv4 };
    const SecurityGroupRules = [{ SecurityGroupRuleId: id, SecurityGroupRule: rule }];
    stage.does('ModifySecurityGroupRules', { GroupId: group, SecurityGroupRules }, caller);
  };
  return { stage, group, id, rewrites };
}

/** The record of the last call but one comes after that of the last. */
async function hearsLastFirst(stage: PerformStage): Promise<void> {
  const earlier = stage.records.splice(-2, 1);
  await stage.hears();
  stage.records.push(...earlier);
  await stage.hears();
}

it('BM-7 R92: a rule that was rewritten twice says again what it said before both', async () => {
  const { stage, group, rewrites } = await office();
  for (const cidr of ['128.0.0.0/1', anywhere]) {
    rewrites(22, cidr);
    await stage.hears();
  }
  await stage.run(600_000);
  expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8']);
  expect((await stage.actions()).map(({ state }) => state)).toContain('verified');
});

it('BM-7 R92: what two rules were made to say in turn is said again by the first, and only by it', async () => {
  const { stage, group, rewrites } = await office();
  const other = stage.opens(group, 9000, '10.0.0.0/8');
  await stage.hears();
  stage.at += 3_600_000;
  rewrites(9443, '10.0.0.0/8');
  for (const port of [443, 9444]) {
    await stage.hears();
    stage.at += 5_000;
    stage.rewrites(group, other, port, '10.0.0.0/8');
  }
  await stage.hears();
  await stage.run(600_000);
  expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8', '9444,9444 10.0.0.0/8']);
  expect(stage.calls).toEqual(['rewrite']);
});

it('BM-7 R92: what a rule hid that its own maker added and then rewrote comes back, not that rule', async () => {
  const { stage, group, id } = await office();
  const ports = { IpProtocol: 'tcp', FromPort: 400, ToPort: 500, IpRanges: [{ CidrIp: '10.0.0.0/8' }] };
  const asked = { GroupId: group, IpPermissions: [ports] };
  const made = stage.does('AuthorizeSecurityGroupIngress', asked).SecurityGroupRules[0]!.SecurityGroupRuleId;
  await stage.hears();
  stage.closes(group, id);
  stage.at += 5_000;
  stage.rewrites(group, made, 9000, '10.0.0.0/8');
  await stage.hears();
  await stage.run(600_000);
  expect(stage.standing(group)).toEqual(['9000,9000 10.0.0.0/8', '443,443 10.0.0.0/8']);
  expect(stage.calls).toEqual(['authorize']);
});

describe('where the record of an earlier change comes after that of a later one', () => {
  it.each([
    ['the same hand ten minutes before', alice, 600_000],
    ['another hand right before', bob, 0],
    ['another hand ten minutes before', bob, 600_000],
  ] as const)('BM-7 R86: a rule says again what %s had made it say', async (_, earlier, wait) => {
    const { stage, group, rewrites } = await office();
    rewrites(443, '10.0.0.0/7', earlier);
    stage.at += wait;
    rewrites(22, anywhere);
    await hearsLastFirst(stage);
    await stage.run(600_000);
    expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/7']);
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.calls).toEqual(['rewrite']);
    const [action] = await stage.actions();
    const image = action!.image.filter(({ direction }) => direction === 'ingress');
    expect(image.map(({ peer }) => peer.value)).toEqual(['10.0.0.0/8']);
  });

  it('BM-7 R86: a rule that the same hand then rewrote at once says again what it said before both', async () => {
    const { stage, group, rewrites } = await office();
    rewrites(443, '10.0.0.0/7');
    rewrites(22, anywhere);
    await hearsLastFirst(stage);
    await stage.run(600_000);
    expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8']);
  });
});

describe('what may be put back', () => {
  const https = ruleOf('ingress tcp/443 10.0.0.0/8', 'sgr-1');
  const wider = ruleOf('ingress tcp/443 10.0.0.0/7', 'sgr-1');
  const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
  const web = ruleOf('ingress tcp/80 10.0.0.0/8', 'sgr-2');
  const mail = ruleOf('ingress tcp/25 10.0.0.0/8', 'sgr-3');

  /** What may be put back for a change of which one rule was known, where these are known now to have stood before it. */
  function image(aims: readonly Aim[], stood: readonly Rule[] | null, act: Partial<Decision> = {}): readonly Rule[] {
    const acts = [{ id: 'chg_0' }, { id: 'chg_1', rules: [], ...act }] as unknown as readonly Decision[];
    const first = act.changes?.[0] ?? 'chg_1';
    const judged = { acts, imageBefore: (change) => (change === first ? stood : [mail]) } as Partial<JudgedSubject>;
    const intent = intentOf(aims);
    return withImageNow(newAction(intent, [https], 1), intent, judged as JudgedSubject).image;
  }

  it('R92: is what was known to have stood at first, and what is to be there again and is known by now to have stood', () => {
    expect(image([rewrite('sgr-1', ssh, wider)], [wider, web, mail])).toEqual([https, wider]);
    expect(image([open(web)], [https, web, mail])).toEqual([https, web]);
    expect(image([rewrite('sgr-1', ssh, wider), open(web)], [wider, web, mail])).toEqual([https, wider, web]);
    expect(image([open(web)], [web, mail], { id: 'net_1', changes: ['chg_2', 'chg_1'] })).toEqual([https, web]);
  });

  it('R92: is nothing else: nor what did not stand, nor what goes', () => {
    expect(image([rewrite('sgr-1', ssh, wider), open(web)], [mail])).toEqual([https]);
    expect(image([rewrite('sgr-1', ssh, wider)], null)).toEqual([https]);
    expect(image([close(web)], [https, web])).toEqual([https]);
  });

  it('is told once, by what was known of it at first', () => {
    const intent = intentOf([rewrite('sgr-1', ssh, https), open(web)]);
    const row = newAction(intent, [https, mail], 1);
    const stood = [{ ...https, description: 'office' }, web];
    const judged = { acts: [{ id: 'chg_1' }], imageBefore: () => stood } as unknown as JudgedSubject;
    expect(withImageNow(row, intent, judged).image).toEqual([https, mail, web]);
  });

  it('R92: is just what was known at first, where nothing is to be done any more or nobody knows the change', () => {
    const row = newAction(intentOf([open(web)]), [https], 1);
    const unknown = { acts: [{ id: 'chg_0' }], imageBefore: (id?: string) => (id === undefined ? null : [web]) };
    expect(withImageNow(row, row.intent, unknown as unknown as JudgedSubject).image).toEqual([https]);
    const known = { acts: [{ id: 'chg_1' }], imageBefore: () => [web] } as unknown as JudgedSubject;
    expect(withImageNow(row, null, known).image).toEqual([https]);
  });
});
