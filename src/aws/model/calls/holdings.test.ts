import { describe, expect, test } from 'vitest';
import { AtWork, tcp } from '../../../../test/model/at-work.ts';

describe('groups', () => {
  test('are born with open egress, in IPv6 too where the VPC has it', () => {
    const at = new AtWork();
    const peers = (id: string) => at.model.state.groups.get(id)!.rules.map(({ peer }) => peer.value);
    expect(peers(at.group('web'))).toEqual(['0.0.0.0/0']);
    expect(peers(at.group('web', at.dual))).toEqual(['0.0.0.0/0', '::/0']);
  });

  test('have a name of their own in their VPC', () => {
    const at = new AtWork({ quotas: { groups: 5 } });
    at.group('web');
    at.group('web', at.dual);
    const again = { Description: 'x', VpcId: at.plain.id };
    expect(at.refuses('CreateSecurityGroup', { ...again, GroupName: 'web' })).toBe('InvalidGroup.Duplicate');
    expect(at.refuses('CreateSecurityGroup', { ...again, GroupName: 'default' })).toBe('InvalidGroup.Reserved');
    expect(at.refuses('CreateSecurityGroup', { ...again, GroupName: 'sg-web' })).toBe('InvalidParameterValue');
    expect(at.refuses('CreateSecurityGroup', { ...again, GroupName: 'app' })).toBe('SecurityGroupLimitExceeded');
    const lost = { GroupName: 'app', Description: 'x', VpcId: 'vpc-00000000' };
    expect(at.refuses('CreateSecurityGroup', lost)).toBe('InvalidVpcID.NotFound');
  });

  test('are not deleted while worn or named by another’s rule, and the default one never', () => {
    const at = new AtWork();
    const [web, app] = [at.group('web'), at.group('app')];
    at.opens(web, { ...tcp(22), UserIdGroupPairs: [{ GroupId: web }] });
    const [rule] = at.opens(app, { ...tcp(22), UserIdGroupPairs: [{ GroupId: web }] }) as [string];
    expect(at.refuses('DeleteSecurityGroup', { GroupId: web })).toBe('DependencyViolation');
    at.does('RevokeSecurityGroupIngress', { GroupId: app, SecurityGroupRuleIds: [rule] });
    const made = at.does('CreateNetworkInterface', { SubnetId: at.plain.subnet, Groups: [web] }).NetworkInterface;
    expect(at.refuses('DeleteSecurityGroup', { GroupId: web })).toBe('DependencyViolation');
    const { NetworkInterfaceId } = made;
    at.does('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId, Groups: [app] });
    expect(at.does('DeleteSecurityGroup', { GroupId: web })).toEqual({ Return: true, GroupId: web });
    expect(at.refuses('DeleteSecurityGroup', { GroupId: web })).toBe('InvalidGroup.NotFound');
    expect(at.refuses('DeleteSecurityGroup', { GroupId: at.plain.defaultGroup })).toBe('CannotDelete');
  });
});

describe('VPCs', () => {
  test('bring a default group that lets itself in and everybody out, and take it with them', () => {
    const at = new AtWork();
    const { VpcId } = at.does('CreateVpc', { CidrBlock: '10.20.0.0/16', AmazonProvidedIpv6CidrBlock: true }).Vpc;
    const Filters = [{ Name: 'vpc-id', Values: [VpcId] }];
    const [group] = at.does('DescribeSecurityGroups', { Filters }).SecurityGroups;
    expect(group).toMatchObject({
      GroupName: 'default',
      IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: group!.GroupId }] }],
    });
    expect(group!.IpPermissionsEgress).toMatchObject([
      { IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0' }] },
    ]);
    const own = at.does('CreateSecurityGroup', { GroupName: 'web', Description: 'x', VpcId }).GroupId;
    expect(at.refuses('DeleteVpc', { VpcId })).toBe('DependencyViolation');
    at.does('DeleteSecurityGroup', { GroupId: own });
    at.does('DeleteVpc', { VpcId });
    expect(at.does('DescribeSecurityGroups', { Filters }).SecurityGroups).toEqual([]);
    expect(at.refuses('DeleteVpc', { VpcId })).toBe('InvalidVpcID.NotFound');
  });

  test('are five at most', () => {
    const at = new AtWork();
    for (let more = 0; more < 2; more += 1) at.does('CreateVpc', { CidrBlock: '10.20.0.0/16' });
    expect(at.refuses('CreateVpc', { CidrBlock: '10.20.0.0/16' })).toBe('VpcLimitExceeded');
  });
});

describe('interfaces', () => {
  test('wear the default group when nobody says otherwise, and five groups of their VPC at most', () => {
    const at = new AtWork();
    const made = at.does('CreateNetworkInterface', { SubnetId: at.plain.subnet }).NetworkInterface;
    expect(made.Groups).toEqual([{ GroupId: at.plain.defaultGroup, GroupName: 'default' }]);
    const own = Array.from({ length: 6 }, (_, n) => at.group(`web-${n}`));
    const { NetworkInterfaceId } = made;
    const wears = (Groups: readonly string[]) => ({ NetworkInterfaceId, Groups });
    const code = 'SecurityGroupsPerInterfaceLimitExceeded';
    expect(at.refuses('ModifyNetworkInterfaceAttribute', wears(own))).toBe(code);
    at.does('ModifyNetworkInterfaceAttribute', wears(own.slice(1)));
    const stranger = at.group('web', at.dual);
    expect(at.refuses('ModifyNetworkInterfaceAttribute', wears([stranger]))).toBe('InvalidGroup.NotFound');
    expect(at.refuses('ModifyNetworkInterfaceAttribute', wears(['sg-00000000']))).toBe(
      'InvalidSecurityGroupID.NotFound',
    );
    const two = { NetworkInterfaceId, Groups: own.slice(1), SourceDestCheck: { Value: false } };
    expect(at.refuses('ModifyNetworkInterfaceAttribute', two)).toBe('InvalidParameterCombination');
    at.does('ModifyNetworkInterfaceAttribute', { NetworkInterfaceId, SourceDestCheck: { Value: false } });
    const Filters = [{ Name: 'group-id', Values: [own[3]!] }];
    expect(at.does('DescribeNetworkInterfaces', { Filters }).NetworkInterfaces).toMatchObject([
      { NetworkInterfaceId, SourceDestCheck: false, VpcId: at.plain.id },
    ]);
    at.does('DeleteNetworkInterface', { NetworkInterfaceId });
    expect(at.refuses('DeleteNetworkInterface', { NetworkInterfaceId })).toBe('InvalidNetworkInterfaceID.NotFound');
    expect(at.refuses('CreateNetworkInterface', { SubnetId: 'subnet-0' })).toBe('InvalidSubnetID.NotFound');
  });
});

describe('tags', () => {
  test('are set on everything that is named or on nothing, and taken away by key, by value, or all', () => {
    const at = new AtWork({ quotas: { tags: 3 } });
    const group = at.group('web');
    const [rule] = at.opens(group, tcp(22, '192.0.2.0/24')) as [string];
    const Tags = [{ Key: 'environment', Value: 'prod' }, { Key: 'owner' }];
    at.does('CreateTags', { Resources: [group, rule, 'i-0a1b2c3d4e5fa0001'], Tags });
    const lost = { Resources: [group, 'sgr-00000000000000000'], Tags: [{ Key: 'environment', Value: 'test' }] };
    expect(at.refuses('CreateTags', lost)).toBe('InvalidSecurityGroupRuleId.NotFound');
    const tags = () => at.model.state.groups.get(group)!.tags;
    expect(tags()).toEqual({ environment: 'prod', owner: '' });
    at.does('DeleteTags', { Resources: [group], Tags: [{ Key: 'environment', Value: 'test' }] });
    expect(tags()).toEqual({ environment: 'prod', owner: '' });
    at.does('DeleteTags', { Resources: [group], Tags: [{ Key: 'environment', Value: 'prod' }] });
    expect(tags()).toEqual({ owner: '' });
    at.does('DeleteTags', { Resources: [group] });
    expect(tags()).toEqual({});
    expect(at.model.state.groups.get(group)!.rules.find(({ id }) => id === rule)!.tags).toEqual({
      environment: 'prod',
      owner: '',
    });
    const many = { Resources: [group], Tags: ['a', 'b', 'c', 'd'].map((Key) => ({ Key })) };
    expect(at.refuses('CreateTags', many)).toBe('TagLimitExceeded');
    const own = { Resources: [group], Tags: [{ Key: 'aws:cloudformation:stack-name', Value: 'x' }] };
    expect(at.refuses('CreateTags', own)).toBe('InvalidParameterValue');
    expect(at.refuses('CreateTags', { Resources: ['web'], Tags })).toBe('InvalidID');
  });
});
