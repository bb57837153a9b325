import { describe, expect, test } from 'vitest';
import { AtWork, tcp } from '../../../../test/model/at-work.ts';

const office = '192.0.2.0/24';
const world = '0.0.0.0/0';

describe('Authorize', () => {
  test('one permission becomes a rule for each of its peers, CIDRs masked, protocols by name', () => {
    const at = new AtWork();
    const group = at.group('web');
    const { SecurityGroupRules } = at.does('AuthorizeSecurityGroupIngress', {
      GroupId: group,
      IpPermissions: [
        {
          ...{ IpProtocol: '6', FromPort: 22, ToPort: 22 },
          IpRanges: [{ CidrIp: '192.0.2.77/24', Description: 'office' }],
          Ipv6Ranges: [{ CidrIpv6: '2001:DB8:0:0::/32' }],
          UserIdGroupPairs: [{ GroupId: group }, { GroupId: 'sg-0a1b2c3d4e5f60002', UserId: '444455556666' }],
        },
      ],
    });
    expect(
      SecurityGroupRules.map(({ CidrIpv4, CidrIpv6, ReferencedGroupInfo, Description }) => ({
        ...{ CidrIpv4, CidrIpv6, ReferencedGroupInfo, Description },
      })),
    ).toEqual([
      { CidrIpv4: office, Description: 'office' },
      { CidrIpv6: '2001:db8::/32' },
      { ReferencedGroupInfo: { GroupId: group, UserId: '111122223333' } },
      { ReferencedGroupInfo: { GroupId: 'sg-0a1b2c3d4e5f60002', UserId: '444455556666' } },
    ]);
    expect(SecurityGroupRules.every(({ IpProtocol, FromPort }) => IpProtocol === 'tcp' && FromPort === 22)).toBe(true);
  });

  test('a protocol without ports has none whatever was sent, and -1 is all of them', () => {
    const at = new AtWork();
    const group = at.group('web');
    at.opens(group, { IpProtocol: '47', FromPort: 5, ToPort: 6, IpRanges: [{ CidrIp: office }] });
    at.opens(group, { IpProtocol: '-1', FromPort: 0, ToPort: 65535, IpRanges: [{ CidrIp: office }] });
    expect(at.ingress(group)).toEqual([`47 * ${office}`, `-1 * ${office}`]);
  });

  test('a rule that stands refuses the whole call, whatever its description', () => {
    const at = new AtWork();
    const group = at.group('web');
    at.opens(group, tcp(443, office));
    const again = { GroupId: group, IpPermissions: [tcp(22, office), tcp(443, '192.0.2.9/24')] };
    const { answer } = at.ask('AuthorizeSecurityGroupIngress', again);
    expect(answer).toMatchObject({
      code: 'InvalidPermission.Duplicate',
      message: `the specified rule "peer: ${office}, TCP, from port: 443, to port: 443, ALLOW" already exists`,
    });
    expect(at.ingress(group)).toEqual([`tcp 443..443 ${office}`]);
  });

  test.each([
    ['InvalidParameterValue', [tcp(22, office, '192.0.2.1/24')]],
    ['InvalidParameterValue', [tcp(22, '192.0.2.0')]],
    ['InvalidParameterValue', [tcp(22, '2001:db8::/32')]],
    ['InvalidParameterValue', [{ IpProtocol: 'tcp', IpRanges: [{ CidrIp: office }] }]],
    ['InvalidParameterValue', [{ ...tcp(22, office), ToPort: 21 }]],
    ['InvalidParameterValue', [{ ...tcp(22), IpRanges: [{ CidrIp: office, Description: 'a <b>' }] }]],
    ['InvalidGroup.NotFound', [{ ...tcp(22), UserIdGroupPairs: [{ GroupId: 'sg-00000000' }] }]],
    ['InvalidPrefixListID.NotFound', [{ ...tcp(22), PrefixListIds: [{ PrefixListId: 'pl-00000000' }] }]],
    ['MissingParameter', []],
  ] as const)('%s: %j', (code, IpPermissions) => {
    const at = new AtWork();
    expect(at.refuses('AuthorizeSecurityGroupIngress', { GroupId: at.group('web'), IpPermissions })).toBe(code);
  });

  test('a group is named by id, in the default VPC by name, too; egress by id alone', () => {
    const at = new AtWork();
    at.group('web', at.standard);
    at.does('AuthorizeSecurityGroupIngress', { GroupName: 'web', IpPermissions: [tcp(22, office)] });
    const egress = { GroupName: 'web', IpPermissions: [tcp(22, office)] };
    expect(at.refuses('AuthorizeSecurityGroupEgress', egress)).toBe('MissingParameter');
    const named = { IpPermissions: [tcp(22, office)] };
    expect(at.refuses('AuthorizeSecurityGroupIngress', { ...named, GroupId: 'sg-1' })).toBe('InvalidGroupId.Malformed');
    const lost = at.ask('AuthorizeSecurityGroupIngress', { ...named, GroupName: 'app' }).answer;
    const message = `The security group 'app' does not exist in default VPC '${at.standard.id}'`;
    expect(lost).toMatchObject({ code: 'InvalidGroup.NotFound', message });
  });

  test('flat, one CIDR is one rule, and a group by name is all its ICMP, TCP and UDP', () => {
    const at = new AtWork();
    const group = at.group('web', at.standard);
    const bastion = at.group('bastion', at.standard);
    at.does('AuthorizeSecurityGroupIngress', {
      GroupName: 'web',
      IpProtocol: 'tcp',
      FromPort: 22,
      ToPort: 22,
      CidrIp: office,
    });
    at.does('AuthorizeSecurityGroupIngress', { GroupName: 'web', SourceSecurityGroupName: 'bastion' });
    expect(at.ingress(group)).toEqual([
      ...[`tcp 22..22 ${office}`, `icmp -1..-1 ${bastion}`, `tcp 0..65535 ${bastion}`, `udp 0..65535 ${bastion}`],
    ]);
    const both = { GroupId: group, IpPermissions: [tcp(80, office)], IpProtocol: 'tcp', CidrIp: office };
    expect(at.refuses('AuthorizeSecurityGroupIngress', both)).toBe('InvalidParameterCombination');
  });

  test('sixty rules a direction, IPv4 and IPv6 apart; a list weighs what it may hold', () => {
    const at = new AtWork({ throttles: false });
    const group = at.group('web');
    const many = Array.from({ length: 60 }, (_, n) => tcp(1000 + n, office));
    at.opens(group, ...many);
    const more = { GroupId: group, IpPermissions: [tcp(22, office)] };
    expect(at.refuses('AuthorizeSecurityGroupIngress', more)).toBe('RulesPerSecurityGroupLimitExceeded');
    at.opens(group, { ...tcp(22), Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }] });
    at.does('AuthorizeSecurityGroupEgress', more);
    const list = { PrefixListName: 'partners', MaxEntries: 50, AddressFamily: 'IPv4' };
    const { PrefixListId } = at.does('CreateManagedPrefixList', list).PrefixList;
    const other = at.group('app');
    at.opens(other, { ...tcp(22), PrefixListIds: [{ PrefixListId }] });
    const eleven = { GroupId: other, IpPermissions: many.slice(0, 11) };
    expect(at.refuses('AuthorizeSecurityGroupIngress', eleven)).toBe('RulesPerSecurityGroupLimitExceeded');
    at.opens(other, ...many.slice(0, 10));
  });

  test('tags given to the rules of a call are on each of them', () => {
    const at = new AtWork();
    const GroupId = at.group('web');
    const TagSpecifications = [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'ticket', Value: '4711' }] }];
    at.does('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: [tcp(22, office)], TagSpecifications });
    const Filters = [{ Name: 'tag:ticket', Values: ['47*'] }];
    expect(at.does('DescribeSecurityGroupRules', { Filters }).SecurityGroupRules).toMatchObject([{ CidrIpv4: office }]);
    const wrong = [{ ResourceType: 'instance', Tags: [] }];
    const again = { GroupId, IpPermissions: [tcp(23, office)], TagSpecifications: wrong };
    expect(at.refuses('AuthorizeSecurityGroupIngress', again)).toBe('InvalidParameterValue');
  });
});

describe('Revoke', () => {
  test('outside a default VPC one rule that does not stand refuses the whole call', () => {
    const at = new AtWork();
    const group = at.group('web');
    at.opens(group, tcp(22, office));
    const request = { GroupId: group, IpPermissions: [tcp(22, office), tcp(22, world)] };
    expect(at.refuses('RevokeSecurityGroupIngress', request)).toBe('InvalidPermission.NotFound');
  });

  test('BM-5: in a default VPC it says `true`, takes what stands, and answers the rest as unknown', () => {
    const at = new AtWork();
    const group = at.group('web', at.standard);
    const [id] = at.opens(group, tcp(22, office));
    const request = { GroupId: group, IpPermissions: [{ ...tcp(22, office, world) }] };
    const answer = at.does('RevokeSecurityGroupIngress', request);
    expect(answer).toMatchObject({ Return: true, UnknownIpPermissions: [tcp(22, world)] });
    expect(answer.RevokedSecurityGroupRules).toMatchObject([{ SecurityGroupRuleId: id, CidrIpv4: office }]);
    expect(at.ingress(group)).toEqual([]);
  });

  test('BM-5: in a default VPC a revoke of nothing that stands says `true` and does nothing', () => {
    const at = new AtWork();
    const group = at.group('web', at.standard);
    at.opens(group, { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, IpRanges: [{ CidrIp: world }] });
    const all = { IpProtocol: '-1', FromPort: -1, ToPort: -1, IpRanges: [{ CidrIp: world }] };
    const answer = at.does('RevokeSecurityGroupIngress', { GroupId: group, IpPermissions: [all] });
    expect(answer).toEqual({ Return: true, UnknownIpPermissions: [all], RevokedSecurityGroupRules: [] });
    expect(at.ingress(group)).toEqual([`tcp 0..65535 ${world}`]);
  });

  test('BM-3: by id exactly that rule goes; one id that is not the group’s refuses all, in any VPC', () => {
    const at = new AtWork();
    for (const vpc of [at.plain, at.standard]) {
      const group = at.group('web', vpc);
      const [one, two] = at.opens(group, tcp(22, office), tcp(443, world)) as [string, string];
      const wrong = { GroupId: group, SecurityGroupRuleIds: [two, 'sgr-00000000000000000'] };
      expect(at.refuses('RevokeSecurityGroupIngress', wrong)).toBe('InvalidSecurityGroupRuleId.NotFound');
      const egress = { GroupId: group, SecurityGroupRuleIds: [two] };
      expect(at.refuses('RevokeSecurityGroupEgress', egress)).toBe('InvalidSecurityGroupRuleId.NotFound');
      at.does('RevokeSecurityGroupIngress', { GroupId: group, SecurityGroupRuleIds: [two] });
      expect(at.ingress(group)).toEqual([`tcp 22..22 ${office}`]);
      const both = { GroupId: group, SecurityGroupRuleIds: [one], IpPermissions: [tcp(22, office)] };
      expect(at.refuses('RevokeSecurityGroupIngress', both)).toBe('InvalidParameterCombination');
    }
  });

  test('a rule that comes back has another id, and no id is ever given again', () => {
    const at = new AtWork({ throttles: false });
    const group = at.group('web');
    const seen = new Set<string>();
    for (let round = 0; round < 50; round += 1) {
      const [id] = at.opens(group, tcp(22, office)) as [string];
      expect(seen.has(id)).toBe(false);
      seen.add(id);
      at.does('RevokeSecurityGroupIngress', { GroupId: group, SecurityGroupRuleIds: [id] });
    }
  });
});

describe('Modify', () => {
  test('BM-7: a rule is rewritten whole under its id, and what is left out of the description is gone', () => {
    const at = new AtWork();
    const group = at.group('web');
    const [id] = at.opens(group, { ...tcp(22), IpRanges: [{ CidrIp: office, Description: 'office' }] }) as [string];
    const to = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: world };
    at.does('ModifySecurityGroupRules', {
      GroupId: group,
      SecurityGroupRules: [{ SecurityGroupRuleId: id, SecurityGroupRule: to }],
    });
    const [rule] = at.does('DescribeSecurityGroupRules', { SecurityGroupRuleIds: [id] }).SecurityGroupRules;
    expect(rule).toMatchObject({ SecurityGroupRuleId: id, CidrIpv4: world, IsEgress: false });
    expect(rule).not.toHaveProperty('Description');
  });

  test('two rules of one call may swap their contents; one may not become another that stands', () => {
    const at = new AtWork();
    const group = at.group('web');
    const [one, two, three] = at.opens(group, tcp(22, office), tcp(23, office), tcp(24, office)) as [
      string,
      string,
      string,
    ];
    const to = (id: string, port: number) => ({
      SecurityGroupRuleId: id,
      SecurityGroupRule: { IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIpv4: office },
    });
    at.does('ModifySecurityGroupRules', { GroupId: group, SecurityGroupRules: [to(one, 23), to(two, 22)] });
    expect(at.ingress(group)).toEqual([`tcp 23..23 ${office}`, `tcp 22..22 ${office}`, `tcp 24..24 ${office}`]);
    const clash = { GroupId: group, SecurityGroupRules: [to(three, 80), to(one, 22)] };
    expect(at.refuses('ModifySecurityGroupRules', clash)).toBe('InvalidPermission.Duplicate');
    const twice = { GroupId: group, SecurityGroupRules: [to(one, 80), to(one, 81)] };
    expect(at.refuses('ModifySecurityGroupRules', twice)).toBe('InvalidParameterValue');
  });

  test('the kind of its peer stays, and there is exactly one', () => {
    const at = new AtWork();
    const group = at.group('web');
    const [SecurityGroupRuleId] = at.opens(group, tcp(22, office)) as [string];
    const to = (peer: object) => ({
      GroupId: group,
      SecurityGroupRules: [
        { SecurityGroupRuleId, SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, ...peer } },
      ],
    });
    expect(at.refuses('ModifySecurityGroupRules', to({ CidrIpv6: '::/0' }))).toBe('InvalidParameterValue');
    expect(at.refuses('ModifySecurityGroupRules', to({}))).toBe('InvalidParameterCombination');
    const two = { CidrIpv4: world, ReferencedGroupId: group };
    expect(at.refuses('ModifySecurityGroupRules', to(two))).toBe('InvalidParameterCombination');
  });
});

describe('descriptions', () => {
  test('are set by content or by id, taken away by leaving out, and change nothing else', () => {
    const at = new AtWork();
    const group = at.group('web');
    const [id] = at.opens(group, tcp(22, office)) as [string];
    const said = () =>
      at.does('DescribeSecurityGroupRules', { SecurityGroupRuleIds: [id] }).SecurityGroupRules[0]!.Description;
    const IpPermissions = [{ ...tcp(22), IpRanges: [{ CidrIp: office, Description: 'head office' }] }];
    at.does('UpdateSecurityGroupRuleDescriptionsIngress', { GroupId: group, IpPermissions });
    expect(said()).toBe('head office');
    const byId = [{ SecurityGroupRuleId: id }];
    at.does('UpdateSecurityGroupRuleDescriptionsIngress', { GroupId: group, SecurityGroupRuleDescriptions: byId });
    expect(said()).toBe(undefined);
    const none = { GroupId: group, IpPermissions: [tcp(80, office)] };
    expect(at.refuses('UpdateSecurityGroupRuleDescriptionsIngress', none)).toBe('InvalidPermission.NotFound');
    const egress = { GroupId: group, SecurityGroupRuleDescriptions: byId };
    const code = 'InvalidSecurityGroupRuleId.NotFound';
    expect(at.refuses('UpdateSecurityGroupRuleDescriptionsEgress', egress)).toBe(code);
  });
});
