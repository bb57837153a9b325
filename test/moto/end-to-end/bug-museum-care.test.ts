import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { needs } from '../../../src/aws/iam/needs.ts';
import { policyDocument } from '../../../src/aws/iam/policy-document.ts';
import { assumedRole, iamUser } from '../../../src/aws/model/record/identity.ts';
import { withMoto } from '../with-moto.ts';
import type { EdgeCall, Made } from './edge.ts';
import { account, anywhere, openStage, type Person, region, type Stage, tcp } from './stage.ts';
import { isOurs, timed } from './timing.ts';
import { startWatching, until, type Watching } from './watching.ts';

await withMoto((moto) => {
  let [stage, watching] = [null as unknown as Stage, null as unknown as Watching];
  let [bob, pipeline] = [null as unknown as Person, null as unknown as Person];
  let [replaced, shop, database, described] = ['', '', '', ''];
  const office = '203.0.113.0/24';

  const opens = (person: Person, GroupId: string, ...IpPermissions: readonly ReturnType<typeof tcp>[]) =>
    person.does('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions });
  const closes = (person: Person, GroupId: string, ...IpPermissions: readonly ReturnType<typeof tcp>[]) =>
    person.does('RevokeSecurityGroupIngress', { GroupId, IpPermissions });
  const about = (on: string) => (made: Made) => JSON.stringify(made.record).includes(on);
  const ourCalls = (on: string): readonly EdgeCall[] =>
    stage.edge.made
      .filter((made) => about(on)(made) && isOurs(made.call.caller.identity.arn) && !isStolen(made.call))
      .map(({ call }) => call);
  const isStolen = ({ key }: EdgeCall) => key.startsWith('AKIAMALLORY');
  const decided = (group: string, call: string, count = 1) =>
    until(async () => {
      const found = (await watching.decisions(group)).filter((each) => each.call.name === call);
      return found.length >= count ? found : null;
    });
  const said = (port: number, CidrIp: string, Description: string) => ({
    ...tcp(port),
    IpRanges: [{ CidrIp, Description } as { readonly CidrIp: string }],
  });

  beforeAll(async () => {
    stage = await openStage(moto());
    bob = stage.person('bob', { identity: iamUser(account, 'bob') });
    const deploy = assumedRole(account, { role: 'tf-deploy', session: 'run-17', at: Date.now() });
    pipeline = stage.person('pipeline', { identity: deploy, userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.13.0' });
    replaced = await stage.group('replaced', { protected: 'yes' });
    await opens(bob, replaced, tcp(443, anywhere), tcp(80, anywhere), tcp(9100, office));
    shop = await stage.group('shop');
    await opens(bob, shop, tcp(443, anywhere));
    database = await stage.group('database');
    await opens(bob, database, tcp(5432, '10.0.0.0/8'));
    described = await stage.group('described');
    await opens(bob, described, said(443, anywhere, 'web'), said(80, anywhere, 'web'), tcp(443, office));
    // So long that a slow machine has taken all rules away and given them back before it is over.
    watching = await startWatching(stage, { live: { quiet: 15_000 } });
  });
  afterAll(async () => {
    await watching?.stop();
    await stage?.stop();
  });

  describe.concurrent('where published reverters and alarms did harm around the rules', () => {
    it('BM-12: our own call is known by role, session and what was announced; one that only looks like it is told', async () => {
      const group = await stage.group('ours');
      await opens(bob, group, tcp(443, anywhere));
      await opens(stage.alice, group, tcp(22, anywhere));
      await timed(stage, watching, group, 'BM-12');
      const [own] = await decided(group, 'RevokeSecurityGroupIngress');
      const [action] = await watching.actions(group);
      expect(own).toMatchObject({ own: action!.intent.action, verdict: { ruling: 'clear' } });
      const session = `portcullis-${action!.intent.action}`;
      const stolen = assumedRole(account, { role: 'PortcullisRevoke', session, at: Date.now() });
      await closes(stage.person('mallory', { identity: stolen }), group, tcp(443, anywhere));
      const [, theirs] = await decided(group, 'RevokeSecurityGroupIngress', 2);
      expect(theirs!.own).toBeUndefined();
      await until(async () =>
        watching.news.some(({ happened }) => happened.kind === 'tell' && happened.why === 'impostor'),
      );
    });

    it('BM-13: a pipeline that takes all rules of a group away and gives them back is one change without effect', async () => {
      const rules = [tcp(443, anywhere), tcp(80, anywhere), tcp(9100, office)];
      for (const each of rules) await closes(pipeline, replaced, each);
      for (const each of rules) await opens(pipeline, replaced, each);
      await decided(replaced, 'AuthorizeSecurityGroupIngress', 4);
      await until(async () => (await watching.actions(replaced)).every(({ endedAt }) => endedAt !== null));
      expect(ourCalls(replaced)).toEqual([]);
      expect(await stage.standing(replaced)).toEqual([
        `tcp/443 ${anywhere}`,
        `tcp/80 ${anywhere}`,
        `tcp/9100 ${office}`,
      ]);
    });

    it('BM-14: nothing is ever opened that a policy does not protect by name of tag: no web ports on a database', async () => {
      await closes(stage.alice, shop, tcp(443, anywhere));
      await closes(stage.alice, database, tcp(5432, '10.0.0.0/8'));
      await opens(stage.alice, database, tcp(22, anywhere));
      await decided(shop, 'RevokeSecurityGroupIngress');
      await timed(stage, watching, database, 'BM-14');
      expect(await stage.standing(shop)).toEqual([]);
      expect(await stage.standing(database)).toEqual([]);
      expect(ourCalls(shop)).toEqual([]);
      expect(ourCalls(database).map(({ action }) => action)).toEqual(['RevokeSecurityGroupIngress']);
    });

    it('BM-15: a description, another range or another order shields nothing, and none of them is taken', async () => {
      await stage.alice.does('UpdateSecurityGroupRuleDescriptionsIngress', {
        GroupId: described,
        IpPermissions: [said(443, anywhere, 'the shop')],
      });
      await opens(stage.alice, described, tcp(22, anywhere));
      await timed(stage, watching, described, 'BM-15');
      expect(await stage.standing(described)).toEqual([
        `tcp/443 ${anywhere}`,
        `tcp/443 ${office}`,
        `tcp/80 ${anywhere}`,
      ]);
      const [words] = await decided(described, 'UpdateSecurityGroupRuleDescriptionsIngress');
      expect(words).toMatchObject({ kind: 'described', verdict: { ruling: 'clear' } });
      expect(ourCalls(described).length).toBe(1);
    });

    it('BM-18: what a filter of six names never sees is judged: a Modify, an edit of a list', async () => {
      const six = /^((Authorize|Revoke)SecurityGroup(In|E)gress|(Create|Delete)SecurityGroup)$/;
      const { PrefixList } = await bob.does('CreateManagedPrefixList', {
        ...{ PrefixListName: 'offices', MaxEntries: 5, AddressFamily: 'IPv4', Entries: [{ Cidr: office }] },
      });
      const list = PrefixList.PrefixListId;
      const group = await stage.group('unseen');
      const { SecurityGroupRules } = await opens(bob, group, tcp(22, office));
      await opens(bob, group, { ...tcp(3389), PrefixListIds: [{ PrefixListId: list }] } as ReturnType<typeof tcp>);
      const SecurityGroupRule = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: anywhere };
      await stage.alice.does('ModifySecurityGroupRules', {
        GroupId: group,
        SecurityGroupRules: [{ SecurityGroupRuleId: SecurityGroupRules[0]!.SecurityGroupRuleId, SecurityGroupRule }],
      });
      const AddEntries = [{ Cidr: anywhere }];
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      await stage.alice.does('ModifyManagedPrefixList', { PrefixListId: list, CurrentVersion: 1, AddEntries });
      const [modify] = await decided(group, 'ModifySecurityGroupRules');
      const [edit] = await decided(list, 'ModifyManagedPrefixList');
      expect([modify!.verdict!.ruling, edit!.verdict!.ruling]).toEqual(['breach', 'breach']);
      expect([modify!, edit!].filter(({ call }) => six.test(call.name))).toEqual([]);
    });

    it('BM-19: two openings in one account are two findings, and a second one in a group is told, too', async () => {
      const [one, two] = [await stage.group('one'), await stage.group('two')];
      await opens(stage.alice, one, tcp(22, anywhere));
      await opens(stage.alice, two, tcp(22, anywhere));
      await opens(stage.alice, one, tcp(3389, anywhere));
      await until(async () => (await watching.actions(one)).length === 2);
      for (const group of [one, two]) await timed(stage, watching, group, 'BM-19');
      const told = watching.news.flatMap(({ happened }) =>
        happened.kind === 'tell' ? [`${happened.why} ${happened.about}`] : [],
      );
      const breaches = [...(await watching.decisions(one)), ...(await watching.decisions(two))].filter(
        ({ verdict, own, origin }) => verdict?.ruling === 'breach' && own === undefined && origin === 'record',
      );
      expect(breaches.length).toBe(3);
      for (const { id } of breaches) expect(told).toContain(`breach ${id}`);
      expect(new Set(breaches.map(({ incident }) => incident)).size).toBe(2);
    });
  });

  describe('what has no end, and what nobody asked for', () => {
    it('BM-12: whoever opens the rule again and again meets a brake, not a loop', async () => {
      const group = await stage.group('fight');
      const braked = async () =>
        (await watching.actions(group)).find(
          ({ state, why }) => state === 'refused' && /acted on 3 times/.test(why ?? ''),
        );
      for (let opened = 0; opened < 4; opened++) {
        await until(async () => (await stage.standing(group)).length === 0);
        await opens(pipeline, group, tcp(22, anywhere));
      }
      await until(braked);
      expect(ourCalls(group).length).toBe(3);
      expect(await stage.standing(group)).toEqual([`tcp/22 ${anywhere}`]);
    });

    it('BM-17: unless the settings say so nothing is done, only told; and what may be done is least privilege', async () => {
      await watching.stop();
      const group = await stage.group('watched-only');
      const before = stage.edge.calls.length;
      watching = await startWatching(stage, { acting: false, unswept: true });
      await opens(stage.alice, group, tcp(22, anywhere));
      const [decision] = await decided(group, 'AuthorizeSecurityGroupIngress');
      expect(decision!.verdict).toMatchObject({ ruling: 'breach', severity: 'critical' });
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      expect(await stage.standing(group)).toEqual([`tcp/22 ${anywhere}`]);
      const ours = stage.edge.calls
        .slice(before)
        .filter(({ headers }) => /app\/portcullis/.test(String(headers['user-agent'])));
      expect(ours.map(({ action }) => action).filter((action) => !/^(Describe|Get)/.test(action))).toEqual([]);
      const named = ['PortcullisRead', 'PortcullisRevoke', 'PortcullisRestore'];
      const ownRoles = named.map((name) => `arn:aws:iam::${account}:role/${name}`);
      const scope = { partition: 'aws', account, regions: [region], roles: ownRoles };
      for (const holder of ['runner', 'reader', 'revoke', 'restore'] as const) {
        const all = new Set(needs.map(({ feature }) => feature));
        const actions = policyDocument(holder, all, scope)?.Statement.flatMap(({ Action }) => Action) ?? [];
        expect(actions.filter((action) => action.includes('*'))).toEqual([]);
      }
    });
  });
});
