import { describe, expect, test } from 'vitest';
import { SweepStage } from '../../../test/flow/sweep-stage.ts';
import { anywhere, site } from '../../../test/flow/watch-stage.ts';
import type { Rule } from '../../core/group/rule.ts';
import { newTask } from './schedule.ts';
import { type Grant, rowName } from './tables.ts';

const minute = 60_000;

const ssh: Rule = {
  ...{ id: null, direction: 'ingress', protocol: 'tcp', ports: [22, 22], description: null },
  peer: { kind: 'ipv4', value: anywhere },
};

/** A group with open HTTPS for which SSH is permitted for half an hour, and used. */
async function granted(rules: readonly Rule[] = [ssh]) {
  const stage = new SweepStage();
  const web = stage.group();
  stage.opens(web, 443);
  await stage.hears();
  const grant = grantOf(stage, web, rules);
  await keep(stage, grant);
  stage.opens(web, 22);
  await stage.hears();
  await stage.passes(10 * minute);
  return { stage, web, grant };
}

function grantOf({ at }: SweepStage, group: string, rules: readonly Rule[] = [ssh]): Grant {
  const span = { from: at, until: at + 30 * minute };
  return { id: 'grt_1', site, group, rules, ...span, by: 'bob', reason: 'an upgrade', ended: null, version: 1 };
}

async function keep(stage: SweepStage, grant: Grant): Promise<void> {
  const { group, id, version, until } = grant;
  const name = rowName('grant', site.account, site.region, group, id);
  const task = newTask('expire', `${id}/${version}`, until, { site, group, grant: id, version });
  await stage.store.append(0, 'any', [], { rows: [{ ...name, value: JSON.stringify(grant) }], tasks: [task] });
}

describe('the end of a permission', () => {
  test('R93 R168: what was open by leave closes itself when the leave ends, and nothing else does', async () => {
    const { stage, web } = await granted();
    expect(stage.standing(web)).toEqual([`443,443 ${anywhere}`, `22,22 ${anywhere}`]);
    await stage.passes(60 * minute);
    expect(stage.standing(web)).toEqual([`443,443 ${anywhere}`]);
    expect(await stage.actions()).toMatchObject([{ state: 'verified', intent: { do: 'expire' } }]);
    const [decision] = (await stage.decisions()).filter(({ origin }) => origin === 'observed');
    expect(decision).toMatchObject({ verdict: { ruling: 'breach' }, response: { steps: [{ do: 'expire' }] } });
    expect(await stage.rows('violation')).toMatchObject([{ check: 'ssh', state: 'gone' }]);
  });

  test('a permission that was made longer meanwhile ends by its new task only', async () => {
    const { stage, web, grant } = await granted();
    await keep(stage, { ...grant, until: grant.until + 60 * minute, version: 2 });
    await stage.passes(60 * minute);
    expect(stage.standing(web)).toContain(`22,22 ${anywhere}`);
    await stage.passes(60 * minute);
    expect(stage.standing(web)).toEqual([`443,443 ${anywhere}`]);
    expect(await stage.actions()).toHaveLength(1);
  });

  test('what people closed themselves, or a policy permits by now, is left alone', async () => {
    const { stage, web } = await granted();
    stage.judging = { ...stage.judging, policy: { ...stage.judging.policy, checks: [] } };
    await stage.passes(60 * minute);
    expect(stage.standing(web)).toContain(`22,22 ${anywhere}`);
    expect(await stage.actions()).toEqual([]);
    const other = await granted();
    const rule = other.stage.model.state.groups.get(other.web)!.rules.find(({ ports }) => ports?.[0] === 22)!;
    other.stage.closes(other.web, rule.id!);
    await other.stage.hears();
    await other.stage.passes(60 * minute);
    expect(await other.stage.actions()).toEqual([]);
  });

  test('a rule that no leave was given for is not the business of its end', async () => {
    const { stage } = await granted([{ ...ssh, peer: { kind: 'ipv4', value: '192.0.2.0/24' } }]);
    const acted = (await stage.actions()).map(({ intent }) => intent.do);
    expect(acted).toEqual(['revert']);
    await stage.passes(60 * minute);
    expect((await stage.actions()).map(({ intent }) => intent.do)).toEqual(['revert']);
  });

  test('R93 R168: what came while a leave was in force and within it closes with it, though the leave names another rule', async () => {
    const { stage, web } = await granted();
    const rule = stage.model.state.groups.get(web)!.rules.find(({ ports }) => ports?.[0] === 22)!;
    const SecurityGroupRule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/1' };
    const SecurityGroupRules = [{ SecurityGroupRuleId: rule.id!, SecurityGroupRule }];
    stage.does('ModifySecurityGroupRules', { GroupId: web, SecurityGroupRules });
    stage.opens(web, 22, '128.0.0.0/1');
    await stage.hears();
    await stage.passes(10 * minute);
    expect(stage.standing(web)).toEqual([`443,443 ${anywhere}`, '22,22 0.0.0.0/1', '22,22 128.0.0.0/1']);
    await stage.passes(60 * minute);
    expect(stage.standing(web)).toEqual([`443,443 ${anywhere}`]);
    expect((await stage.actions()).map(({ intent }) => intent.do)).toEqual(['expire']);
  });

  test('what stood before a leave that would have covered it is not the business of its end, described anew or not', async () => {
    const stage = new SweepStage();
    const web = stage.group();
    const { judging } = stage;
    stage.judging = { ...judging, policy: { ...judging.policy, checks: [] } };
    const id = stage.opens(web, 22, '0.0.0.0/1');
    await stage.hears();
    stage.judging = judging;
    await stage.passes(minute);
    await keep(stage, grantOf(stage, web));
    const SecurityGroupRule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/1', Description: 'x' };
    const SecurityGroupRules = [{ SecurityGroupRuleId: id, SecurityGroupRule }];
    stage.does('ModifySecurityGroupRules', { GroupId: web, SecurityGroupRules });
    stage.opens(web, 22, '128.0.0.0/1');
    await stage.hears();
    await stage.passes(60 * minute);
    expect(stage.standing(web)).toEqual(['22,22 0.0.0.0/1']);
  });

  test('a worker whose clock is early waits for the end', async () => {
    const { stage, web, grant } = await granted();
    const early = newTask('expire', 'early', stage.at, { site, group: web, grant: grant.id, version: 1 });
    await stage.store.append(0, 'any', [], { tasks: [early] });
    expect(await stage.step(['expire'])).toBe('expire');
    expect((await stage.openTasks('expire')).map(({ due }) => due)).toEqual([grant.until, grant.until]);
  });
});
