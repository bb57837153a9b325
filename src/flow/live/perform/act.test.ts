import { describe, expect, it } from 'vitest';
import { internet, opened, PerformStage } from '../../../../test/flow/perform-stage.ts';
import { anywhere } from '../../../../test/flow/watch-stage.ts';

const hour = 3_600_000;
const office = '443,443 10.0.0.0/8';

describe('an action', () => {
  it('R81, R83, BM-3, scenario 20: closes just the rule that was opened, by its id, and is verified by two good reads', async () => {
    const { stage, group, id } = await opened();
    await stage.run();
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.standing(group)).toEqual([office]);
    const [acting, ...more] = await stage.bodies('acting');
    expect(more).toEqual([]);
    expect(acting).toMatchObject({ attempt: 1, call: 'revoke', group, tuples: [id] });
    expect(acting!.session).toBe(`portcullis-${acting!.action}`);
    const outcomes = await stage.bodies('outcome');
    expect(outcomes.map(({ state, attempt }) => [state, attempt])).toEqual([
      ['later', 1],
      ['verified', 1],
    ]);
  });

  it('R86, BM-5: is verified no sooner than the reads after its write allow, the two of them two seconds apart', async () => {
    const { stage } = await opened();
    await stage.turn();
    const written = stage.at;
    await stage.run();
    const [{ endedAt, goodAt, lastWrite, reads } = expect.unreachable()] = await stage.actions();
    expect(lastWrite).toBe(written);
    expect(goodAt).toBe(written + 1000);
    expect(endedAt).toBe(written + 3000);
    expect(reads).toBe(1);
  });

  it('R87: its end closes the violations of just these rules and their incident, and counts how long they stood', async () => {
    const { stage } = await opened();
    expect((await stage.rows('violation')).map(({ state }) => state)).toEqual(['open']);
    await stage.run();
    expect((await stage.rows('violation')).map(({ state }) => state)).toEqual(['gone']);
    const [incident] = await stage.rows('incident');
    expect(incident!.closedAt).not.toBeNull();
    const tallies = await stage.rows('tally');
    expect(tallies.map(({ actions, exposed }) => [actions, exposed.count])).toContainEqual([{ verified: 1 }, 1]);
    expect(tallies.map(({ remediate }) => remediate.count)).toContain(1);
    expect(await stage.told()).toEqual(expect.arrayContaining(['breach', 'opened', 'acted', 'closed']));
  });

  it('BM-5, scenario 21: says by which rules of others the same is still reachable, and leaves them alone', async () => {
    const stage = new PerformStage();
    const group = stage.group();
    stage.judging = internet;
    const inside = stage.opens(group, 22, '10.0.0.0/8');
    stage.opens(group, 22);
    await stage.hears();
    await stage.run();
    expect(await stage.endings()).toEqual([
      `verified: still reachable by ${inside} ingress tcp/22 10.0.0.0/8 (not ours)`,
    ]);
    expect(stage.standing(group)).toEqual(['22,22 10.0.0.0/8']);
  });

  it('R92, scenario 24: a restored rule stands under a new id, which its outcome tells with the import command', async () => {
    const stage = new PerformStage();
    const group = stage.group();
    const was = stage.opens(group, 443, '10.0.0.0/8');
    stage.does('CreateTags', { Resources: [was], Tags: [{ Key: 'ticket', Value: 'N-1' }] });
    await stage.hears();
    stage.at += hour;
    stage.closes(group, was);
    await stage.hears();
    await stage.run();
    const rules = [...stage.model.state.groups.get(group)!.rules].filter(({ direction }) => direction === 'ingress');
    expect(rules).toMatchObject([{ ports: [443, 443], tags: { ticket: 'N-1' } }]);
    const now = rules[0]!.id;
    expect(now).not.toBe(was);
    const outcome = (await stage.bodies('outcome')).at(-1);
    expect(outcome).toMatchObject({ state: 'verified', lineage: { [was]: now } });
    expect(JSON.stringify(outcome!.answer)).toContain(`${now}`);
    expect(JSON.stringify(outcome!.answer)).toContain('terraform import');
  });

  it('R81, BM-7, scenario 25: a rewritten rule says again what it said, under its own id', async () => {
    const stage = new PerformStage();
    const group = stage.group();
    stage.judging = internet;
    const id = stage.opens(group, 22, '10.0.0.0/8');
    stage.at += hour;
    stage.does('ModifySecurityGroupRules', {
      GroupId: group,
      SecurityGroupRules: [
        {
          SecurityGroupRuleId: id,
          SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: anywhere },
        },
      ],
    });
    await stage.hears();
    await stage.run();
    expect(stage.standing(group)).toContain('22,22 10.0.0.0/8');
    expect(stage.standing(group)).not.toContain(`22,22 ${anywhere}`);
  });

  it('scenario 22: what somebody else has closed already is superseded: no call, no cap used', async () => {
    const { stage, group, id } = await opened();
    stage.closes(group, id);
    await stage.run();
    expect(await stage.endings()).toEqual(['superseded: all of it held already: somebody else saw to it']);
    expect(stage.calls).toEqual([]);
    expect(await stage.bodies('acting')).toEqual([]);
    expect((await stage.rows('violation')).map(({ state }) => state)).toEqual(['gone']);
  });

  it('R83, scenario 29: a rule of that id that says something else by now is superseded, and the group looked at', async () => {
    const { stage, group, id } = await opened();
    stage.does('ModifySecurityGroupRules', {
      GroupId: group,
      SecurityGroupRules: [
        {
          SecurityGroupRuleId: id,
          SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 8443, ToPort: 8443, CidrIpv4: anywhere },
        },
      ],
    });
    await stage.run();
    expect((await stage.endings())[0]).toMatch(/^superseded: /);
    expect(stage.calls).toEqual([]);
    expect(stage.standing(group)).toContain(`8443,8443 ${anywhere}`);
    expect((await stage.tasks('look')).map(({ why }) => why)).toContain('superseded');
  });

  it('R83: a twin that somebody made anew is not touched by the action against the first', async () => {
    const { stage, group, id } = await opened();
    stage.closes(group, id);
    stage.opens(group, 22);
    await stage.run();
    expect((await stage.endings())[0]).toMatch(/^superseded: .*stands again as sgr-/);
    expect(stage.calls).toEqual([]);
  });

  it('ends as gone where the group is gone, and its violations with it', async () => {
    const { stage, group } = await opened();
    stage.does('DeleteSecurityGroup', { GroupId: group });
    await stage.run();
    expect((await stage.endings())[0]).toBe(`gone: ${group} is gone`);
    expect((await stage.rows('violation')).map(({ state }) => state)).toEqual(['group gone']);
  });

  it('of which there is no row is told as a fault, and never tried again', async () => {
    const stage = new PerformStage();
    const task = { id: 'act/x', key: 'act/x', kind: 'act', due: stage.at, body: '{"action":"act_x"}' };
    await stage.store.append(0, 'any', [], { tasks: [task] });
    await stage.turn();
    expect(await stage.store.task('act/x')).toMatchObject({ state: 'failed', why: expect.stringContaining('row') });
  });

  it('that has ended is not begun again by a task that comes twice', async () => {
    const { stage } = await opened();
    await stage.run();
    const [{ intent } = expect.unreachable()] = await stage.actions();
    const body = JSON.stringify({ action: intent.action });
    await stage.store.append(0, 'any', [], {
      tasks: [{ id: 'twice', key: 'twice', kind: 'act', due: stage.at, body }],
    });
    await stage.turn();
    expect(await stage.store.task('twice')).toMatchObject({ state: 'done' });
    expect(stage.calls).toEqual(['revoke']);
  });
});
