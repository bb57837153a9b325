import { expect, it } from 'vitest';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';

const office = '10.0.0.0/8';

/** A rule for the office that alice rewrites, that we make say again what it said, and that is then rewritten once more. */
async function rewrittenTwice(heard: 'in time' | 'late'): Promise<SweepStage & { readonly group: string }> {
  const stage = new SweepStage();
  const group = stage.group();
  const id = stage.opens(group, 443, office);
  await stage.hears();
  await stage.sweeps();
  const rewrites = (port: number, CidrIpv4: string): void => {
    const SecurityGroupRule = { IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIpv4 };
    const SecurityGroupRules = [{ SecurityGroupRuleId: id, SecurityGroupRule }];
    stage.does('ModifySecurityGroupRules', { GroupId: group, SecurityGroupRules });
  };
  rewrites(8443, office);
  await stage.hears();
  // What is lost waits a minute: whoever took it may give it back.
  await stage.passes(60_500);
  if (heard === 'in time') await stage.hears();
  rewrites(22, '0.0.0.0/0');
  await stage.passes(20_000);
  return Object.assign(stage, { group });
}

it('R86: what was given back by what was known before the record of an earlier call of ours is put right once it comes', async () => {
  const late = await rewrittenTwice('late');
  expect(late.standing(late.group)).toEqual(['8443,8443 10.0.0.0/8']);
  await late.hears();
  await late.passes(120_000);
  expect(late.standing(late.group)).toEqual(['443,443 10.0.0.0/8']);
  expect(late.calls).toEqual(['rewrite', 'rewrite', 'rewrite']);
  await late.hears();
  await late.passes(3_600_000);
  expect(late.calls).toHaveLength(3);
});

it('R86: what was given back right is left as it is by what records tell later', async () => {
  const stage = await rewrittenTwice('in time');
  await stage.hears();
  await stage.passes(60_000);
  expect(stage.standing(stage.group)).toEqual(['443,443 10.0.0.0/8']);
  await stage.hears();
  await stage.passes(3_600_000);
  expect(stage.standing(stage.group)).toEqual(['443,443 10.0.0.0/8']);
  expect(stage.calls).toEqual(['rewrite', 'rewrite']);
});

it('R86: what somebody else made a rule say meanwhile is theirs, though it came after a call of ours', async () => {
  const stage = await rewrittenTwice('late');
  const { id } = stage.model.state.groups.get(stage.group)!.rules.find(({ direction }) => direction === 'ingress')!;
  const SecurityGroupRule = { IpProtocol: 'tcp', FromPort: 9443, ToPort: 9443, CidrIpv4: office };
  const SecurityGroupRules = [{ SecurityGroupRuleId: id, SecurityGroupRule }];
  stage.does('ModifySecurityGroupRules', { GroupId: stage.group, SecurityGroupRules });
  await stage.hears();
  await stage.passes(120_000);
  expect(stage.standing(stage.group)).toEqual(['9443,9443 10.0.0.0/8']);
});
