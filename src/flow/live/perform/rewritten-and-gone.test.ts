import { expect, it } from 'vitest';
import { PerformStage } from '../../../../test/flow/perform-stage.ts';

type Heard = 'together' | 'one by one';
const moved = { IpProtocol: 'tcp', FromPort: 8443, ToPort: 8443, CidrIpv4: '10.0.0.0/8' };
const widened = { IpProtocol: '-1', CidrIpv4: '10.0.0.0/8' };

/** A group with HTTPS open to the office, whose rule is rewritten and then taken away so many milliseconds later. */
async function rewrittenAndTaken(later: number, heard: Heard, rule: object = moved): Promise<readonly string[]> {
  const stage = new PerformStage();
  const group = stage.group();
  const id = stage.opens(group, 443, '10.0.0.0/8');
  await stage.hears();
  stage.at += 3_600_000;
  const SecurityGroupRules = [{ SecurityGroupRuleId: id, SecurityGroupRule: rule }];
  stage.does('ModifySecurityGroupRules', { GroupId: group, SecurityGroupRules });
  if (heard === 'one by one') await stage.hears();
  stage.at += later;
  stage.closes(group, id);
  await stage.hears();
  await stage.run(3_600_000);
  return stage.standing(group);
}

it.each([5_000, 600_000] as const)(
  'R86: what a rule said is put back, though the same hand took it away %i ms after it rewrote it',
  async (later) => {
    for (const heard of ['one by one', 'together'] as const)
      expect([heard, await rewrittenAndTaken(later, heard)]).toEqual([heard, ['443,443 10.0.0.0/8']]);
  },
);

it('R86: a rule that lost nothing when it was rewritten comes back as it was before, once the same hand takes it away', async () => {
  for (const heard of ['one by one', 'together'] as const)
    expect([heard, await rewrittenAndTaken(3_000, heard, widened)]).toEqual([heard, ['443,443 10.0.0.0/8']]);
});

it('R86: where the same hand took one rule and made another say the same, only what the other said comes back', async () => {
  const stage = new PerformStage();
  const group = stage.group();
  const first = stage.opens(group, 8443, '10.0.0.0/8');
  const id = stage.opens(group, 443, '10.0.0.0/8');
  await stage.hears();
  stage.at += 3_600_000;
  stage.closes(group, first);
  stage.at += 20_000;
  stage.rewrites(group, id, 8443, '10.0.0.0/8');
  await stage.hears();
  await stage.run(3_600_000);
  expect([...stage.standing(group)].sort()).toEqual(['443,443 10.0.0.0/8', '8443,8443 10.0.0.0/8']);
  expect(stage.calls).toEqual(['authorize']);
});
