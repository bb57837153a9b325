import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  awsService,
  federatedUser,
  iamUser,
  otherAccount,
  root,
  through,
} from '../../../src/aws/model/record/identity.ts';
import type { JsonObject } from '../../../src/core/leaf/canonical.ts';
import { withMoto } from '../with-moto.ts';
import { type EdgeCall, errorXml, type Made } from './edge.ts';
import { account, anywhere, openStage, type Person, type Stage, tcp } from './stage.ts';
import { isOurs, timed } from './timing.ts';
import { startWatching, until, type Watching } from './watching.ts';

await withMoto((moto) => {
  let [stage, watching] = [null as unknown as Stage, null as unknown as Watching];
  let bob = null as unknown as Person;
  let [standing, modified] = ['', ''];
  const office = '203.0.113.0/24';

  const opens = (person: Person, GroupId: string, ...IpPermissions: readonly ReturnType<typeof tcp>[]) =>
    person.does('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions });
  const about = (on: string) => (made: Made) => JSON.stringify(made.record).includes(on);
  const ourCalls = (on: string): readonly EdgeCall[] =>
    stage.edge.made.filter((made) => about(on)(made) && isOurs(made.call.caller.identity.arn)).map(({ call }) => call);
  /** By their records: a look may have shown the same before, as nobody's. */
  const breaches = async (group: string) =>
    (await watching.decisions(group)).filter(
      ({ verdict, own, origin }) => own === undefined && verdict?.ruling === 'breach' && origin === 'record',
    );

  beforeAll(async () => {
    stage = await openStage(moto());
    bob = stage.person('bob', { identity: iamUser(account, 'bob') });
    const { release } = stage.holds();
    standing = await stage.group('standing');
    await opens(bob, standing, tcp(22, anywhere));
    release();
    modified = await stage.group('modified');
    await opens(bob, modified, tcp(22, office, '2001:db8:77::/64'));
    watching = await startWatching(stage);
  });
  afterAll(async () => {
    await watching?.stop();
    await stage?.stop();
  });

  describe.concurrent('where published reverters went wrong with rules', () => {
    it('BM-1: every item and every range of a call is judged, not the first of each', async () => {
      const group = await stage.group('many');
      const { PrefixList } = await bob.does('CreateManagedPrefixList', {
        ...{ PrefixListName: 'offices', MaxEntries: 5, AddressFamily: 'IPv4' },
        Entries: [{ Cidr: office }, { Cidr: anywhere }],
      });
      await opens(stage.alice, group, tcp(443, anywhere), tcp(22, office, '10.0.0.0/8', anywhere, '::/0'), {
        ...tcp(3389),
        PrefixListIds: [{ PrefixListId: PrefixList.PrefixListId }],
      } as ReturnType<typeof tcp>);
      await timed(stage, watching, group, 'BM-1');
      expect(await stage.standing(group)).toEqual(['tcp/22 10.0.0.0/8', `tcp/22 ${office}`, `tcp/443 ${anywhere}`]);
    });

    it('BM-2: what is reached counts, not how it is written: halves, ranges, all ports, all traffic', async () => {
      const ways = [
        [tcp(22, '0.0.0.0/1'), tcp(22, '128.0.0.0/1')],
        [tcp([20, 25], anywhere)],
        [tcp([1, 65535], anywhere)],
        [{ IpProtocol: '-1', IpRanges: [{ CidrIp: anywhere }] } as unknown as ReturnType<typeof tcp>],
      ];
      const groups = await Promise.all(ways.map((_, at) => stage.group(`way-${at}`)));
      for (const [at, permissions] of ways.entries())
        for (const each of permissions) await opens(stage.alice, groups[at]!, each);
      for (const [at, group] of groups.entries()) {
        await until(async () => (await watching.actions(group)).length === ways[at]!.length);
        await timed(stage, watching, group, `BM-2, ${at + 1}`);
        expect(await stage.standing(group)).toEqual([]);
      }
    });

    it('BM-3: only the bad rule goes, by its id, also when somebody has removed another one of the call meanwhile', async () => {
      const group = await stage.group('by-id');
      const { held, release } = stage.holds(about(group));
      const made = await opens(stage.alice, group, tcp(443, anywhere), tcp(22, anywhere), tcp(80, anywhere));
      const web = made.SecurityGroupRules.find(({ FromPort }) => FromPort === 80)!.SecurityGroupRuleId;
      await bob.does('RevokeSecurityGroupIngress', { GroupId: group, SecurityGroupRuleIds: [web] });
      release();
      for (const each of held) await stage.sends(each.event);
      await until(async () => (await watching.actions(group))[0]?.state === 'verified');
      expect(await stage.standing(group)).toEqual([`tcp/443 ${anywhere}`]);
      const calls = ourCalls(group);
      const ssh = made.SecurityGroupRules.find(({ FromPort }) => FromPort === 22)!.SecurityGroupRuleId;
      expect(calls.map(({ form }) => form.get('SecurityGroupRuleId.1'))).toEqual([ssh]);
      expect([...calls[0]!.form.keys()].filter((key) => /^IpPermissions|\.2$/.test(key))).toEqual([]);
    });

    it('BM-4: a refused call for a rule that stands closes nothing; it is kept as an attempt, and a series is told', async () => {
      const mallory = stage.person('mallory', { identity: iamUser(account, 'mallory') });
      stage.edge.meddles = ({ action, key }) =>
        key === mallory.key && action.startsWith('Revoke')
          ? { status: 403, xml: errorXml('UnauthorizedOperation', 'You are not authorized to perform this operation.') }
          : null;
      for (let n = 0; n < 2; n++)
        await expect(opens(mallory, standing, tcp(22, anywhere))).rejects.toThrow(/already exists/);
      for (let n = 0; n < 2; n++)
        await expect(
          mallory.does('RevokeSecurityGroupIngress', { GroupId: standing, IpPermissions: [tcp(22, anywhere)] }),
        ).rejects.toThrow(/not authorized/);
      const decisions = await until(async () => {
        const found = (await watching.decisions(standing)).filter(({ actor }) => actor.person === 'mallory');
        return found.length === 4 ? found : null;
      });
      expect(decisions.map(({ call }) => call.error?.code).toSorted()).toEqual([
        ...['Client.InvalidPermission.Duplicate', 'Client.InvalidPermission.Duplicate'],
        ...['Client.UnauthorizedOperation', 'Client.UnauthorizedOperation'],
      ]);
      // Which of one second came last is known only when all have come: the one before it may have been revised.
      const checks = async () => (await Promise.all(decisions.map(({ id }) => watching.checks(id)))).flat();
      await until(async () => (await checks()).includes('probing'));
      expect(await stage.standing(standing)).toEqual([`tcp/22 ${anywhere}`]);
      expect(ourCalls(standing)).toEqual([]);
    });

    it('BM-5: an answer of success proves nothing: the rule is read again, and closed when it still stands', async () => {
      const group = await stage.group('lied-to');
      const usual = stage.edge.meddles;
      let lied = 0;
      stage.edge.meddles = (call) => {
        if (!isOurs(call.caller.identity.arn) || call.form.get('GroupId') !== group || lied > 0) return usual(call);
        lied += 1;
        return {
          status: 200,
          xml: '<RevokeSecurityGroupIngressResponse><return>true</return></RevokeSecurityGroupIngressResponse>',
        };
      };
      await opens(stage.alice, group, tcp(22, anywhere));
      const action = await until(async () => (await watching.actions(group)).find(({ endedAt }) => endedAt !== null));
      expect(lied).toBe(1);
      expect(action).toMatchObject({ state: 'verified', attempt: 2 });
      expect(await stage.standing(group)).toEqual([]);
      expect(action.endedAt! - ourWrites(group).at(-1)!.at).toBeGreaterThan(1_900);
    });

    it('BM-6: of an item with IPv4 and IPv6 both families go', async () => {
      const group = await stage.group('dual');
      await opens(stage.alice, group, tcp(22, anywhere, '::/0'));
      await timed(stage, watching, group, 'BM-6');
      expect(await stage.standing(group)).toEqual([]);
    });

    it('BM-7: a Modify is judged by what stood before, and each rule says again what it said', async () => {
      const rules = await bob.does('DescribeSecurityGroupRules', {
        Filters: [{ Name: 'group-id', Values: [modified] }],
      });
      const ids = rules.SecurityGroupRules.filter(({ IsEgress }) => !IsEgress);
      const [v4, v6] = [ids.find(({ CidrIpv4 }) => CidrIpv4)!, ids.find(({ CidrIpv6 }) => CidrIpv6)!];
      const to = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 };
      await stage.alice.does('ModifySecurityGroupRules', {
        GroupId: modified,
        SecurityGroupRules: [
          { SecurityGroupRuleId: v4.SecurityGroupRuleId, SecurityGroupRule: { ...to, CidrIpv4: anywhere } },
          { SecurityGroupRuleId: v6.SecurityGroupRuleId, SecurityGroupRule: { ...to, CidrIpv6: '::/0' } },
        ],
      });
      await timed(stage, watching, modified, 'BM-7');
      expect(await stage.standing(modified)).toEqual(['tcp/22 2001:db8:77::/64', `tcp/22 ${office}`]);
      expect(ourCalls(modified).map(({ action }) => action)).toEqual(['ModifySecurityGroupRules']);
    });

    it('BM-8: what nobody can read is told and never counts as harmless', async () => {
      const group = await stage.group('odd');
      const { held, release } = stage.holds(about(group));
      await opens(stage.alice, group, tcp(22, anywhere));
      release();
      const event = held[0]!.event as { readonly detail: JsonObject };
      const odd = {
        ...event.detail,
        requestParameters: { groupId: group, ipPermissions: 'odd' },
        responseElements: 'odd',
      };
      await stage.sends({ ...(event as JsonObject), detail: odd });
      await stage.sends('{"this is": no JSON');
      const decision = await until(async () =>
        (await watching.decisions(group)).find(({ call }) => call.name === 'AuthorizeSecurityGroupIngress'),
      );
      expect(decision.verdict!.ruling).not.toBe('clear');
      await until(async () =>
        watching.news.some(({ happened }) => happened.kind === 'tell' && happened.why === 'unreadable'),
      );
      await until(async () => (await stage.standing(group)).length === 0);
    });

    it('BM-9: whoever it was, the rule goes: root, a service, federated, another account, through CloudFormation', async () => {
      const at = Date.now();
      const callers = {
        root: root(account, at),
        service: awsService('autoscaling'),
        federated: federatedUser(account, 'carol', 'alice', at),
        foreign: otherAccount('444455556666'),
        stack: through(iamUser(account, 'alice'), 'cloudformation'),
      };
      const groups = await Promise.all(
        Object.entries(callers).map(async ([name, identity]) => {
          const from = name === 'service' ? 'autoscaling.amazonaws.com' : '198.51.100.9';
          const group = await stage.group(`by-${name}`);
          await opens(stage.person(name, { identity, from }), group, tcp(22, anywhere));
          return group;
        }),
      );
      const types: string[] = [];
      for (const group of groups) {
        await timed(stage, watching, group, `BM-9, ${types.length + 1}`);
        expect(await stage.standing(group)).toEqual([]);
        types.push((await until(async () => (await breaches(group))[0])).actor.type);
      }
      expect(types).toEqual(['Root', 'AWSService', 'FederatedUser', 'AWSAccount', 'IAMUser']);
    });

    it('BM-10: delivered three times, and after its own revoke: one decision, one call, no rule closed twice', async () => {
      const group = await stage.group('again');
      const { held, release } = stage.holds(about(group));
      await opens(stage.alice, group, tcp(22, anywhere));
      release();
      for (let n = 0; n < 3; n++) await stage.sends(held[0]!.event);
      await until(async () => (await watching.actions(group))[0]?.state === 'verified');
      await stage.sends(held[0]!.event);
      const other = await stage.group('reversed');
      const late = stage.holds(about(other));
      const { SecurityGroupRules } = await opens(stage.alice, other, tcp(22, anywhere));
      const ids = SecurityGroupRules.map(({ SecurityGroupRuleId }) => SecurityGroupRuleId);
      await stage.alice.does('RevokeSecurityGroupIngress', { GroupId: other, SecurityGroupRuleIds: ids });
      late.release();
      for (const each of [...late.held].reverse()) await stage.sends(each.event);
      await until(async () => (await breaches(other)).length === 1);
      await until(async () => (await stage.waiting()) === 0);
      expect((await breaches(group)).length).toBe(1);
      expect(ourCalls(group).length).toBe(1);
      expect(ourCalls(other)).toEqual([]);
      const told = watching.news.flatMap(({ happened }) =>
        happened.kind === 'tell' && happened.why === 'breach' ? [happened.about] : [],
      );
      expect(new Set(told).size).toBe(told.length);
    });
  });

  function ourWrites(on: string): readonly Made[] {
    return stage.edge.made.filter((made) => about(on)(made) && isOurs(made.call.caller.identity.arn));
  }
});
