import { expect, it } from 'vitest';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';
import { anywhere } from '../../../../test/flow/watch-stage.ts';

it('BM-7 R92: a rule that was rewritten twice says again what it said before both', async () => {
  const stage = new PerformStage();
  const group = stage.group();
  const id = stage.opens(group, 443, '10.0.0.0/8');
  await stage.hears();
  stage.at += 3_600_000;
  for (const CidrIpv4 of ['128.0.0.0/1', anywhere]) {
    const rule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4 };
    const SecurityGroupRules = [{ SecurityGroupRuleId: id, SecurityGroupRule: rule }];
    stage.does('ModifySecurityGroupRules', { GroupId: group, SecurityGroupRules });
    await stage.hears();
  }
  await stage.run(600_000);
  expect(stage.standing(group)).toEqual(['443,443 10.0.0.0/8']);
  expect((await stage.actions()).map(({ state }) => state)).toContain('verified');
});
