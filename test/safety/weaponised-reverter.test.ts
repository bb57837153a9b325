import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import { checkWith, gained } from '../builders/policy.ts';
import { opened, PerformStage } from '../flow/perform-stage.ts';
import { anywhere, strict } from '../flow/watch-stage.ts';
import { tcp } from '../model/at-work.ts';

const hour = 3_600_000;
const office = '443,443 10.0.0.0/8';
const mallory = '198.51.100.7/32';

/** A record as it came, with other words put in. */
function forged(record: JsonObject | undefined, ...changes: readonly (readonly [string, string])[]): JsonObject {
  const text = changes.reduce((told, [from, to]) => told.replaceAll(from, to), JSON.stringify(record));
  return JSON.parse(text) as JsonObject;
}

describe('a reverter cannot be made a weapon', () => {
  it('R83 BM-3: what stands beside an opening in the same call stays open', async () => {
    const stage = new PerformStage();
    const GroupId = stage.group();
    const IpPermissions = [tcp(443, '10.0.0.0/8'), tcp(22, anywhere)];
    stage.does('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions });
    await stage.hears();
    await stage.run();
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.standing(GroupId)).toEqual([office]);
  });

  it('a call that was refused, or only tried, looks like an opening and leads to no call of ours', async () => {
    const stage = new PerformStage();
    const GroupId = stage.group();
    stage.opens(GroupId, 443, '10.0.0.0/8');
    const id = stage.opens(GroupId, 8443, '10.0.0.0/8');
    const request = { GroupId, IpPermissions: [tcp(22, anywhere)] };
    stage.asks('AuthorizeSecurityGroupIngress', { ...request, DryRun: true });
    stage.asks('AuthorizeSecurityGroupIngress', { ...request, IpPermissions: [tcp(22, '999.0.0.0/0')] });
    stage.asks('RevokeSecurityGroupIngress', { GroupId, SecurityGroupRuleIds: [id], DryRun: true });
    await stage.hears();
    await stage.run(hour);
    expect([await stage.actions(), stage.calls]).toEqual([[], []]);
  });

  it.each([
    ['under its own id', (each: JsonObject) => each],
    ['under another id', (each: JsonObject) => ({ ...each, eventID: 'forged' })],
  ])('a forged record, %s, that tells of a good rule as open to everybody closes nothing', async (_, named) => {
    const stage = new PerformStage();
    const group = stage.group();
    stage.opens(group, 443, '10.0.0.0/8');
    const good = stage.records.at(-1);
    await stage.hears();
    stage.records.push(named(forged(good, ['10.0.0.0/8', anywhere], ['443', '22'])));
    await stage.hears();
    await stage.run(hour);
    expect(await stage.endings()).toEqual([
      expect.stringMatching(/^superseded: .* says `ingress tcp\/443 10.0.0.0\/8` now$/),
    ]);
    expect(stage.calls).toEqual([]);
    expect(stage.standing(group)).toEqual([office]);
  });

  it('R92 BM-14: a forged record of a removal restores nothing that stands, and nothing that never stood', async () => {
    const stage = new PerformStage();
    const group = stage.group();
    const id = stage.opens(group, 443, '10.0.0.0/8');
    stage.closes(group, id);
    const removal = stage.records.pop();
    stage.opens(group, 443, '10.0.0.0/8');
    await stage.hears();
    const never = forged(removal, ['10.0.0.0/8', mallory], [id, 'sgr-0123456789abcdef0']);
    stage.records.push({ ...never, eventID: 'forged' });
    await stage.hears();
    await stage.run(hour);
    expect([await stage.actions(), stage.calls]).toEqual([[], []]);
    expect(await stage.told()).toContain('ask');
    expect(stage.standing(group)).toEqual([office]);
  });

  it('scenario 29: a rule put in the place of the bad one before our call stands as it stood', async () => {
    const { stage, group, id } = await opened();
    const { reverter } = stage.parts();
    let swapped = false;
    stage.disturbance = {
      session: reverter.session,
      perform: (order, how) => {
        const SecurityGroupRule = { IpProtocol: 'tcp', FromPort: 8443, ToPort: 8443, CidrIpv4: '10.1.0.0/16' };
        const SecurityGroupRules = [{ SecurityGroupRuleId: id, SecurityGroupRule }];
        if (!swapped) stage.does('ModifySecurityGroupRules', { GroupId: group, SecurityGroupRules });
        swapped = true;
        return reverter.perform(order, how);
      },
    };
    await stage.run(hour);
    expect(stage.standing(group)).toEqual([office, '8443,8443 10.1.0.0/16']);
    expect(await stage.endings()).toEqual([expect.stringMatching(/^superseded: .*given back$/)]);
    expect(await stage.told()).toContain('differs');
  });

  it('the half of the Internet that stood for long stays when an attacker adds the other half', async () => {
    const stage = new PerformStage();
    const whole = { ...gained({ peers: ['0.0.0.0/0'], ports: ['tcp/22'] }), covers: true };
    const check = checkWith('ssh', { when: whole, severity: { else: 'critical' }, respond: { else: ['revert'] } });
    stage.judging = { ...strict, policy: { ...strict.policy, checks: [check] } };
    const group = stage.group();
    stage.opens(group, 22, '0.0.0.0/1');
    await stage.hears();
    await stage.run();
    expect(await stage.actions()).toEqual([]);
    stage.opens(group, 22, '128.0.0.0/1');
    await stage.hears();
    await stage.run();
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.standing(group)).toEqual(['22,22 0.0.0.0/1']);
  });

  it('BM-13: a pipeline that takes all rules away and puts them back with one more is judged by its end', async () => {
    const stage = new PerformStage();
    const GroupId = stage.group();
    const ids = Array.from({ length: 20 }, (_, at) => stage.opens(GroupId, 443, `10.${at}.0.0/16`));
    await stage.hears();
    stage.does('RevokeSecurityGroupIngress', { GroupId, SecurityGroupRuleIds: ids });
    await stage.hears();
    await stage.run(5_000);
    const IpPermissions = Array.from({ length: 21 }, (_, at) => tcp(443, `10.${at}.0.0/16`));
    stage.does('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions });
    await stage.hears();
    await stage.run(hour);
    expect(stage.calls).toEqual([]);
    expect(await stage.endings()).toEqual(['superseded: today nothing of it is to be done any more']);
    expect(stage.standing(GroupId)).toHaveLength(21);
  });
});
