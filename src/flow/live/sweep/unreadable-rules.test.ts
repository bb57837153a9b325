import { describe, expect, it } from 'vitest';
import { SweepStage } from '../../../../test/flow/sweep-stage.ts';
import { anywhere, intakenOf, site } from '../../../../test/flow/watch-stage.ts';
import type { Json, JsonObject } from '../../../core/leaf/canonical.ts';
import { lookTask } from '../watch/tell-incidents.ts';
import { takeRecord } from '../watch/watch-step.ts';

const [second, minute] = [1_000, 60_000];
const office = '10.0.0.0/8';

/** A stage on which records come of which somebody made a part unreadable. */
class GarbledStage extends SweepStage {
  /** Something is done; its record comes so much later, with other parameters and without what EC2 answered. */
  async garbles(does: () => unknown, requestParameters: Json, after: number): Promise<void> {
    const from = this.records.length;
    await does();
    const [record] = this.records.splice(from) as [JsonObject];
    await this.passes(after);
    await takeRecord(this.parts(), intakenOf({ ...record, requestParameters, responseElements: 'odd' }, 500 + from));
  }

  async comesToRest(): Promise<void> {
    await this.passes(20 * minute);
    for (let n = 0; n < 2; n++) {
      await this.sweeps();
      await this.passes(30 * minute);
    }
  }

  /** How the record of a call was ruled, at first and after each revision. */
  async ruled(call: string): Promise<readonly string[]> {
    const decision = (await this.decisions()).findLast(({ call: { name } }) => name === call)!;
    const revised = (await this.bodies('revised')).filter(({ of }) => of === decision.id);
    return [decision.verdict!.ruling, ...revised.map(({ verdict }) => (verdict as { ruling: string }).ruling)];
  }
}

/** A group that was looked at: HTTPS, which must not be lost, is open to all, and SSH to the office. */
async function known() {
  const stage = new GarbledStage();
  const group = stage.group();
  const [https, ssh] = [stage.opens(group, 443), stage.opens(group, 22, office)];
  await stage.hears();
  await stage.sweeps();
  stage.at += 5 * minute;
  return { stage, group, https, ssh };
}

const kept = [`443,443 ${anywhere}`, `22,22 ${office}`].sort();
const odds = (rule: string): Json => ({ SecurityGroupRuleId: rule, SecurityGroupRule: 'odd' });
const modified = (GroupId: string, SecurityGroupRule: Json): Json => ({
  ModifySecurityGroupRulesRequest: { GroupId, SecurityGroupRule },
});

describe.each([2 * second, 40 * second, 20 * minute])(
  'a record of which nobody can read what it did to rules, %d ms later',
  (after) => {
    it('R30, BM-8: is never clear, and what it opened is closed', async () => {
      const { stage, group } = await known();
      await stage.garbles(() => stage.opens(group, 22), { groupId: group, ipPermissions: 'odd' }, after);
      await stage.comesToRest();
      expect(stage.standing(group).toSorted()).toEqual(kept);
      expect(new Set(await stage.ruled('AuthorizeSecurityGroupIngress'))).toEqual(new Set(['unknown']));
    });

    it('R30, R81: what it took is given back', async () => {
      const { stage, group, https } = await known();
      await stage.garbles(() => stage.closes(group, https), { groupId: group, ipPermissions: 'odd' }, after);
      await stage.comesToRest();
      expect(stage.standing(group).toSorted()).toEqual(kept);
      expect(new Set(await stage.ruled('RevokeSecurityGroupIngress'))).toEqual(new Set(['unknown']));
    });

    it.each([
      ['and which is known', odds],
      ['and which nobody can read either', () => 'odd'],
    ] as const)('R30, BM-8: a rule that it rewrote, %s, says again what it said', async (_, garbled) => {
      const { stage, group, ssh } = await known();
      await stage.garbles(() => stage.rewrites(group, ssh, 22, anywhere), modified(group, garbled(ssh)), after);
      await stage.comesToRest();
      expect(stage.standing(group).toSorted()).toEqual(kept);
      expect(new Set(await stage.ruled('ModifySecurityGroupRules'))).toEqual(new Set(['unknown']));
    });

    it('R30, R83: of two rules the one that can be read is judged by its record', async () => {
      const { stage, group } = await known();
      const opens = () =>
        stage.does('AuthorizeSecurityGroupIngress', {
          ...{ GroupId: group },
          IpPermissions: [22, 8080].map((port) => ({
            ...{ IpProtocol: 'tcp', FromPort: port, ToPort: port },
            IpRanges: [{ CidrIp: anywhere }],
          })),
        });
      const items = [
        { ipProtocol: 'tcp', fromPort: 8080, toPort: 8080, ipRanges: { items: [{ cidrIp: anywhere }] } },
        { ipProtocol: 'tcp', fromPort: 'odd', ipRanges: 'odd' },
      ];
      await stage.garbles(opens, { groupId: group, ipPermissions: { items } }, after);
      await stage.comesToRest();
      expect(stage.standing(group).toSorted()).toEqual([...kept, `8080,8080 ${anywhere}`].sort());
    });
  },
);

it('R30, BM-8: what it did is unknown also where a look told before that it was harmless', async () => {
  for (const how of ['opens', 'rewrites'] as const) {
    const { stage, group } = await known();
    const rule = stage.opens(group, 8081);
    await stage.hears();
    const does = async () => {
      if (how === 'opens') stage.opens(group, 8080);
      else stage.rewrites(group, rule, 8082, anywhere);
      await stage.store.append(0, 'any', [], { tasks: [lookTask(site, group, 'test', how, stage.at + minute)] });
    };
    const odd = how === 'opens' ? { groupId: group, ipPermissions: 'odd' } : modified(group, odds(rule));
    await stage.garbles(does, odd, 20 * minute);
    await stage.comesToRest();
    const call = how === 'opens' ? 'AuthorizeSecurityGroupIngress' : 'ModifySecurityGroupRules';
    expect([how, ...new Set(await stage.ruled(call))]).toEqual([how, 'unknown']);
  }
});

it('R81: a loss is made good though another revoke, of which nobody can read what it took, came before it', async () => {
  const { stage, group, https, ssh } = await known();
  const from = stage.records.length;
  stage.closes(group, ssh);
  const [odd] = stage.records.splice(from) as [JsonObject];
  await stage.passes(5 * minute);
  stage.closes(group, https);
  await stage.passes(2 * second);
  await stage.hears();
  const cut = { ...odd, requestParameters: { groupId: group, ipPermissions: 'odd' }, responseElements: 'odd' };
  await takeRecord(stage.parts(), intakenOf(cut, 900));
  await stage.comesToRest();
  expect(stage.standing(group)).toContain(`443,443 ${anywhere}`);
});
