import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { iamUser } from '../../../src/aws/model/record/identity.ts';
import type { IpPermission } from '../../../src/aws/model/shape.ts';
import { withMoto } from '../with-moto.ts';
import { nextSecond } from './next-second.ts';
import { account, anywhere, openStage, type Stage, tcp } from './stage.ts';
import { isOurs, timed } from './timing.ts';
import { startWatching, until, type Watching } from './watching.ts';

await withMoto((moto) => {
  let [stage, watching] = [null as unknown as Stage, null as unknown as Watching];
  let [list, worn] = ['', ''];
  let [harmless, modified, protecting, wide] = ['', '', '', ''];

  beforeAll(async () => {
    stage = await openStage(moto());
    const { alice } = stage;
    const made = await alice.does('CreateManagedPrefixList', {
      ...{ PrefixListName: 'offices', MaxEntries: 10, AddressFamily: 'IPv4' },
      Entries: [{ Cidr: '203.0.113.0/25', Description: 'the office' }],
    });
    list = made.PrefixList.PrefixListId;
    harmless = await stage.group('harmless');
    const { NetworkInterface } = await alice.does('CreateNetworkInterface', {
      SubnetId: stage.subnet,
      Groups: [harmless],
    });
    worn = NetworkInterface.NetworkInterfaceId;
    // Of somebody else: what one person adds and rewrites within a minute is judged by the end of it.
    modified = await stage.group('modified');
    const bob = stage.person('bob', { identity: iamUser(account, 'bob') });
    const grants = (GroupId: string, permission: IpPermission) =>
      bob.does('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: [permission] });
    await grants(modified, tcp(22, office));
    protecting = await stage.group('protected', { protected: 'yes' });
    await grants(protecting, { ...tcp(9100), IpRanges: [{ CidrIp: office, Description: 'monitoring' }] });
    // Open for long: no record tells of it, the first sweep finds it.
    const { release } = stage.holds();
    wide = await stage.group('wide');
    await grants(wide, tcp(22, anywhere));
    release();
    watching = await startWatching(stage);
  });
  afterAll(async () => {
    await watching?.stop();
    await stage?.stop();
  });

  const office = '203.0.113.0/24';
  const cidr = (protocol: string, port: number, CidrIp: string) =>
    `IpProtocol=${protocol},FromPort=${port},ToPort=${port},IpRanges=[{CidrIp=${CidrIp}}]`;
  const opens = (group: string, ...permissions: readonly string[]) =>
    stage.alice.aws('ec2', 'authorize-security-group-ingress', '--group-id', group, '--ip-permissions', ...permissions);
  const ourCalls = (on: string) =>
    stage.edge.made
      .filter(({ call, record }) => isOurs(call.caller.identity.arn) && JSON.stringify(record).includes(on))
      .map(({ call }) => call);

  describe('a person edits rules with the `aws` command line', () => {
    it('R1, R76, R83: of 22 and 443 opened to the world in one call, 22 goes by its id and 443 stands', async () => {
      const group = await stage.group('web');
      const answer = JSON.parse(await opens(group, cidr('tcp', 22, anywhere), cidr('tcp', 443, anywhere))) as {
        readonly SecurityGroupRules: readonly { readonly SecurityGroupRuleId: string; readonly FromPort: number }[];
      };
      await timed(stage, watching, group, '22 and 443 in one call');
      expect(await stage.standing(group)).toEqual([`tcp/443 ${anywhere}`]);
      const ssh = answer.SecurityGroupRules.find(({ FromPort }) => FromPort === 22)!.SecurityGroupRuleId;
      const [revoke, ...more] = ourCalls(group);
      expect(more).toEqual([]);
      expect(revoke!.form.get('SecurityGroupRuleId.1')).toBe(ssh);
      expect([...revoke!.form.keys()].some((key) => key.startsWith('IpPermissions'))).toBe(false);
      const [decision] = (await watching.decisions(group)).filter(
        ({ verdict, origin }) => verdict?.ruling === 'breach' && origin === 'record',
      );
      expect(decision).toMatchObject({ verdict: { severity: 'critical' } });
      expect(decision!.actor.principal).toContain('user/alice');
      const log = watching
        .lines()
        .map(({ event, fields }) => `${event} ${fields.call ?? fields.state ?? fields.ruling ?? ''}`);
      expect(log).toEqual(expect.arrayContaining(['decision breach', 'acting revoke', 'action verified']));
    });

    it('R81, BM-7: a rule that is modified to the world says again what it said, under the same id', async () => {
      const group = modified;
      const rules = await stage.alice.does('DescribeSecurityGroupRules', {
        Filters: [{ Name: 'group-id', Values: [group] }],
      });
      const id = rules.SecurityGroupRules.find(({ IsEgress }) => !IsEgress)!.SecurityGroupRuleId;
      const to = `SecurityGroupRuleId=${id},SecurityGroupRule={IpProtocol=tcp,FromPort=22,ToPort=22,CidrIpv4=${anywhere}}`;
      await stage.alice.aws('ec2', 'modify-security-group-rules', '--group-id', group, '--security-group-rules', to);
      await timed(stage, watching, group, 'Modify');
      expect(await stage.standing(group)).toEqual([`tcp/22 ${office}`]);
      expect(ourCalls(group).map(({ action }) => action)).toEqual(['ModifySecurityGroupRules']);
      const [call] = ourCalls(group);
      expect(call!.form.get('SecurityGroupRule.1.SecurityGroupRuleId')).toBe(id);
    });

    it('R79: egress for mail that is opened goes, and the rest of egress stands', async () => {
      const group = await stage.group('mailer');
      const all = 'IpProtocol=-1,IpRanges=[{CidrIp=0.0.0.0/0}]';
      const egress = (verb: string, permissions: string) =>
        stage.alice.aws('ec2', `${verb}-security-group-egress`, '--group-id', group, '--ip-permissions', permissions);
      await egress('revoke', all);
      await egress('authorize', cidr('tcp', 443, anywhere));
      await egress('authorize', cidr('tcp', 25, anywhere));
      await timed(stage, watching, group, 'egress');
      expect(await stage.standing(group, 'egress')).toEqual([`tcp/443 ${anywhere}`]);
    });

    it('R3: IPv6 to the world goes, the office’s IPv6 stands', async () => {
      const group = await stage.group('six');
      const both = 'IpProtocol=tcp,FromPort=22,ToPort=22,Ipv6Ranges=[{CidrIpv6=::/0},{CidrIpv6=2001:db8:77::/64}]';
      await opens(group, both);
      await timed(stage, watching, group, 'IPv6');
      expect(await stage.standing(group)).toEqual(['tcp/22 2001:db8:77::/64']);
    });

    it('R3, BM-2: the halves of the Internet in two calls both go', async () => {
      const group = await stage.group('halves');
      for (const half of ['0.0.0.0/1', '128.0.0.0/1'])
        await stage.alice.aws(
          'ec2',
          'authorize-security-group-ingress',
          '--group-id',
          group,
          '--protocol',
          'tcp',
          '--port',
          '22',
          '--cidr',
          half,
        );
      await until(async () => (await watching.actions(group)).length === 2);
      await timed(stage, watching, group, 'split CIDRs');
      expect(await stage.standing(group)).toEqual([]);
    });

    it('R81, R84: a protected rule that is revoked comes back with its description', async () => {
      const group = protecting;
      await stage.alice.aws(
        'ec2',
        'revoke-security-group-ingress',
        '--group-id',
        group,
        '--ip-permissions',
        `IpProtocol=tcp,FromPort=9100,ToPort=9100,IpRanges=[{CidrIp=${office}}]`,
      );
      await timed(stage, watching, group, 'a protected rule');
      expect(await stage.standing(group)).toEqual([`tcp/9100 ${office}`]);
      expect(
        ourCalls(group).map(({ action, form }) => [action, form.get('IpPermissions.1.IpRanges.1.Description')]),
      ).toEqual([['AuthorizeSecurityGroupIngress', 'monitoring']]);
    });

    it('R35, R91: an edit of a prefix list is asked about, and taken out again when somebody else says yes', async () => {
      const group = await stage.group('by-list');
      await opens(group, `IpProtocol=tcp,FromPort=22,ToPort=22,PrefixListIds=[{PrefixListId=${list}}]`);
      await nextSecond();
      await stage.alice.aws(
        'ec2',
        'modify-managed-prefix-list',
        '--prefix-list-id',
        list,
        '--current-version',
        '1',
        '--add-entries',
        `Cidr=${anywhere}`,
      );
      const ask = await until(async () => (await watching.rows('ask')).find(({ intent }) => intent.on.id === list));
      expect(ask.intent).toMatchObject({
        severity: 'critical',
        aims: [{ kind: 'entries', remove: [anywhere], add: [] }],
      });
      expect(await watching.actions(list)).toEqual([]);
      await watching.approves(list);
      await timed(stage, watching, list, 'a prefix list, with a yes');
      expect(ourCalls(list).map(({ action }) => action)).toEqual(['ModifyManagedPrefixList']);
      const { Entries } = await stage.alice.does('GetManagedPrefixListEntries', { PrefixListId: list });
      expect(Entries.map(({ Cidr }) => Cidr)).toEqual(['203.0.113.0/25']);
    });

    it('R35, R91: an open group put on an interface is asked about, and taken off when somebody else says yes', async () => {
      await stage.alice.aws(
        'ec2',
        'modify-network-interface-attribute',
        '--network-interface-id',
        worn,
        '--groups',
        harmless,
        wide,
      );
      const decision = await until(async () =>
        (await watching.decisions(worn)).find(({ groups }) => groups?.names.includes(wide)),
      );
      expect(decision).toMatchObject({ kind: 'attached', verdict: { ruling: 'breach', severity: 'critical' } });
      const ask = await until(async () => (await watching.rows('ask')).find(({ intent }) => intent.on.id === worn));
      expect(ask.intent.aims).toEqual([{ kind: 'groups', add: [], remove: [wide] }]);
      expect(await watching.actions(worn)).toEqual([]);
      await watching.approves(worn);
      await timed(stage, watching, worn, 'an attachment, with a yes');
      const { NetworkInterfaces } = await stage.alice.does('DescribeNetworkInterfaces', {
        NetworkInterfaceIds: [worn],
      });
      expect(NetworkInterfaces[0]!.Groups.map(({ GroupId }) => GroupId)).toEqual([harmless]);
      expect(ourCalls(worn).map(({ action }) => action)).toEqual(['ModifyNetworkInterfaceAttribute']);
    });
  });
});
