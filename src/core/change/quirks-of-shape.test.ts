import { describe, expect, test } from 'vitest';
import { items, permission, ruleLines, tellCall } from '../../../test/records/tell-call.ts';
import type { Json } from '../leaf/canonical.ts';
import { readRecord } from '../trail/read.ts';

const web = 'sg-0a1b2c3d4e5f60001';
const app = 'sg-0a1b2c3d4e5f60002';
const ssh = permission('tcp', [22], { ipRanges: items({ cidrIp: '192.0.2.0/24' }) });
const ok = { requestId: 'r', _return: true };

function authorize(...permissions: readonly Json[]) {
  return tellCall('AuthorizeSecurityGroupIngress', { groupId: web, ipPermissions: items(...permissions) }, ok);
}

function modify(rule: Json, answer: Json = { ModifySecurityGroupRulesResponse: { return: true } }) {
  const request = { ModifySecurityGroupRulesRequest: { GroupId: web, SecurityGroupRule: rule } };
  return tellCall('ModifySecurityGroupRules', request, answer);
}

const toWorld = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/0' };

describe('the 33 quirks of CloudTrail: shapes', () => {
  test('quirk 1: an empty object is an empty list', () => {
    expect(ruleLines(authorize(ssh))).toEqual(['add ingress tcp 22..22 192.0.2.0/24']);
    const none = tellCall('CreateNetworkInterface', { groupSet: {} }, { networkInterface: { groupSet: {} } });
    expect(none.changes).toMatchObject([{ groups: [] }]);
  });

  test('quirk 2: empty `ipPermissions` stand beside the flat form and beside rule ids', () => {
    const flat = { groupId: web, ipPermissions: {}, ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp: '0.0.0.0/0' };
    expect(ruleLines(tellCall('AuthorizeSecurityGroupIngress', flat, ok))).toEqual([
      'add ingress tcp 22..22 0.0.0.0/0',
    ]);
    const byId = { groupId: web, ipPermissions: {}, securityGroupRuleIds: items({ securityGroupRuleId: 'sgr-1' }) };
    expect(ruleLines(tellCall('RevokeSecurityGroupIngress', byId, ok))).toEqual(['remove ingress ? - ? sgr-1']);
  });

  test('quirk 3: a list of the wrapped rendering is an object when it has one element, at every level', () => {
    const one = { SecurityGroupRuleId: 'sgr-1', SecurityGroupRule: toWorld };
    expect(ruleLines(modify(one))).toEqual(ruleLines(modify([one])));
    expect(ruleLines(modify([one, { ...one, SecurityGroupRuleId: 'sgr-2' }]))).toHaveLength(2);
    const describing = (ranges: Json) =>
      tellCall('UpdateSecurityGroupRuleDescriptionsIngress', {
        UpdateSecurityGroupRuleDescriptionsIngressRequest: {
          GroupId: web,
          IpPermissions: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: ranges },
        },
      });
    const range = { CidrIp: '192.0.2.0/24', Description: 'office', tag: 1 };
    expect(ruleLines(describing(range))).toEqual(ruleLines(describing([range])));
  });

  test.each([1, '1'])('quirk 4: the list position `tag: %j` is no AWS tag and no content', (tag) => {
    const one = modify({ SecurityGroupRuleId: 'sgr-1', tag, SecurityGroupRule: { ...toWorld, tag } });
    expect(ruleLines(one)).toEqual(['after ? tcp 22..22 0.0.0.0/0 sgr-1']);
    const described = modify({ SecurityGroupRuleId: 'sgr-1', SecurityGroupRule: { ...toWorld, Description: tag } });
    expect(ruleLines(described)).toEqual(['after ? tcp 22..22 0.0.0.0/0 sgr-1 "1"']);
  });

  test('quirk 5: an empty request is an empty text where an object is due', () => {
    const made = tellCall(
      'CreateDefaultVpc',
      { CreateDefaultVpcRequest: '' },
      {
        CreateDefaultVpcResponse: { vpc: { vpcId: 'vpc-0a1b2c3d4e5f80001' } },
      },
    );
    expect(made.changes).toMatchObject([{ kind: 'group-created', on: { vpc: 'vpc-0a1b2c3d4e5f80001' } }]);
    expect(made.unreadable).toEqual([]);
  });

  test.each([{ _return: true }, { return: 'true' }, { _return: false }, {}, null])(
    'quirk 6: success is told by the error code alone, not by an answer of %j',
    (answer) => {
      const told = tellCall('AuthorizeSecurityGroupIngress', { groupId: web, ipPermissions: items(ssh) }, answer);
      expect(told.record.result).toBe('applied');
      expect(ruleLines(told)).toHaveLength(1);
    },
  );

  test('quirk 7: ports mean nothing for all protocols, whatever was sent; ports may be texts', () => {
    const range = { ipRanges: items({ cidrIp: '192.0.2.0/24' }) };
    for (const ports of [[], [-1, -1], [0, 0], [0, 65535]]) {
      expect(ruleLines(authorize(permission('-1', ports, range)))).toEqual(['add ingress -1 - 192.0.2.0/24']);
    }
    expect(ruleLines(authorize(permission('tcp', ['443', '443'], range)))).toEqual([
      'add ingress tcp 443..443 192.0.2.0/24',
    ]);
    expect(ruleLines(authorize(permission('tcp', [], range)))).toEqual(['add ingress tcp 0..65535 192.0.2.0/24']);
  });

  test('quirk 8: a protocol is a name, a number or its text; one without ports opens all of itself', () => {
    const range = { ipRanges: items({ cidrIp: '192.0.2.0/24' }) };
    const told = (protocol: Json, ...ports: readonly Json[]) =>
      ruleLines(authorize(permission(protocol, ports, range)))[0];
    for (const tcp of ['tcp', 'TCP', '6', 6]) expect(told(tcp, 22)).toBe('add ingress tcp 22..22 192.0.2.0/24');
    for (const icmpv6 of ['icmpv6', '58', 58]) expect(told(icmpv6, -1)).toBe('add ingress icmpv6 -1..-1 192.0.2.0/24');
    for (const gre of ['47', 47]) expect(told(gre, 22)).toBe('add ingress 47 - 192.0.2.0/24');
    for (const all of [-1, '-1']) expect(told(all)).toBe('add ingress -1 - 192.0.2.0/24');
  });

  test('quirk 9: a CIDR is told as EC2 stores it, not as it was sent', () => {
    const sent = {
      ipRanges: items({ cidrIp: '203.0.113.254/0' }),
      ipv6Ranges: items({ cidrIpv6: '0:0:0:0:0:0:0:0/0' }),
    };
    expect(ruleLines(authorize(permission('tcp', [22], sent)))).toEqual([
      'add ingress tcp 22..22 0.0.0.0/0',
      'add ingress tcp 22..22 ::/0',
    ]);
  });

  test('quirk 10: ports and CIDRs pair within their own permission only', () => {
    const told = authorize(
      permission('tcp', [22], { ipRanges: items({ cidrIp: '0.0.0.0/1' }, { cidrIp: '128.0.0.0/1' }) }),
      permission('tcp', [443], { ipRanges: items({ cidrIp: '192.0.2.0/24' }) }),
    );
    expect(ruleLines(told)).toEqual([
      'add ingress tcp 22..22 0.0.0.0/1',
      'add ingress tcp 22..22 128.0.0.0/1',
      'add ingress tcp 443..443 192.0.2.0/24',
    ]);
  });

  test('quirk 11: a group named without id is told by name, or by the id that the answer gives', () => {
    const request = { groupName: 'windows', ipPermissions: items(ssh) };
    const old = tellCall('AuthorizeSecurityGroupIngress', request, { _return: true });
    expect(old.changes[0]!.on).toEqual({ kind: 'group', id: null, name: 'windows', vpc: null });
    const answer = {
      securityGroupRuleSet: items({ groupId: web, isEgress: false, ipProtocol: '-1', cidrIpv4: '0.0.0.0/0' }),
    };
    const now = tellCall('AuthorizeSecurityGroupIngress', request, answer);
    expect(now.changes[0]!.on).toEqual({ kind: 'group', id: web, name: 'windows', vpc: null });
  });

  test('quirk 12: a peer group may be a load balancer’s, nameless, of another account, or stale', () => {
    const told = authorize(
      permission('tcp', [80], {
        groups: items(
          { userId: 'amazon-elb', groupName: 'amazon-elb-sg' },
          { groupName: 'proxy' },
          { groupId: app },
          { userId: '111122223333', groupId: app },
          { userId: '444455556666', groupId: app, peeringStatus: 'deleted', vpcPeeringConnectionId: 'pcx-1' },
        ),
      }),
    );
    expect(ruleLines(told).map((line) => line.split(' ').at(-1))).toEqual([
      'amazon-elb/amazon-elb-sg',
      'name:proxy',
      app,
      app,
      `444455556666/${app}`,
    ]);
  });

  test('quirk 13: a Modify tells neither direction nor what stood before; a revoke by id told no content before 2026', () => {
    expect(ruleLines(modify({ SecurityGroupRuleId: 'sgr-1', SecurityGroupRule: toWorld }))).toEqual([
      'after ? tcp 22..22 0.0.0.0/0 sgr-1',
    ]);
    const byId = { groupId: web, securityGroupRuleIds: items({ securityGroupRuleId: 'sgr-1' }) };
    const now = {
      revokedSecurityGroupRuleSet: items({
        securityGroupRuleId: 'sgr-1',
        isEgress: false,
        ipProtocol: 'tcp',
        fromPort: 22,
        toPort: 22,
        cidrIpv4: '192.0.2.0/24',
      }),
    };
    expect(ruleLines(tellCall('RevokeSecurityGroupIngress', byId, ok))).toEqual(['remove ingress ? - ? sgr-1']);
    expect(ruleLines(tellCall('RevokeSecurityGroupIngress', byId, now))).toEqual([
      'remove ingress tcp 22..22 192.0.2.0/24 sgr-1',
    ]);
  });

  test('quirk 14: the answer’s rules count where they are fewer than, or ordered unlike, those asked for', () => {
    const asked = items(ssh, permission('tcp', [443], { ipRanges: items({ cidrIp: '192.0.2.0/24' }) }));
    const answer = {
      securityGroupRuleSet: items({
        securityGroupRuleId: 'sgr-2',
        isEgress: false,
        ipProtocol: 'tcp',
        fromPort: 443,
        toPort: 443,
        cidrIpv4: '192.0.2.0/24',
      }),
    };
    const told = tellCall('AuthorizeSecurityGroupIngress', { groupId: web, ipPermissions: asked }, answer);
    expect(ruleLines(told)).toEqual(['add ingress tcp 443..443 192.0.2.0/24 sgr-2']);
  });

  test('quirk 15: a new group has open egress at once; a VPC brings its default group and takes it away', () => {
    const made = tellCall('CreateSecurityGroup', { groupName: 'web', vpcId: 'vpc-1' }, { groupId: web });
    expect(made.changes).toMatchObject([
      {
        kind: 'group-created',
        origin: 'record',
        rules: [{ direction: 'egress', peer: { value: '0.0.0.0/0' } }],
        maybe: [{ peer: { value: '::/0' } }],
      },
    ]);
    const vpc = tellCall('CreateVpc', { cidrBlock: '10.20.0.0/16' }, { vpc: { vpcId: 'vpc-1' } });
    expect(vpc.changes).toMatchObject([
      { kind: 'group-created', origin: 'implied', on: { name: 'default', vpc: 'vpc-1' } },
    ]);
    const gone = tellCall('DeleteVpc', { vpcId: 'vpc-1' }, ok);
    expect(gone.changes).toMatchObject([
      { kind: 'group-deleted', origin: 'implied', on: { name: 'default', vpc: 'vpc-1' } },
    ]);
  });

  test('quirk 16: what alters reach without a record on the group is told of what it happened to', () => {
    const on = (call: string, request: Json) => tellCall(call, { [`${call}Request`]: request }).changes[0]?.on;
    expect(on('ModifyManagedPrefixList', { PrefixListId: 'pl-1', AddEntry: { Cidr: '0.0.0.0/0' } })).toMatchObject({
      kind: 'list',
      id: 'pl-1',
    });
    expect(on('AssociateSecurityGroupVpc', { GroupId: web, VpcId: 'vpc-1' })).toMatchObject({
      kind: 'group',
      vpc: 'vpc-1',
    });
    expect(
      on('ModifyTransitGateway', { TransitGatewayId: 'tgw-1', Options: { SecurityGroupReferencingSupport: 'enable' } }),
    ).toMatchObject({ kind: 'vpc', id: 'tgw-1' });
    expect(tellCall('DeleteVpcPeeringConnection', { vpcPeeringConnectionId: 'pcx-1' }).changes[0]).toMatchObject({
      kind: 'dissociated',
    });
  });

  test('quirk 17: an interface’s groups come as the complete new set, an endpoint’s as a difference', () => {
    const set = tellCall(
      'ModifyNetworkInterfaceAttribute',
      { networkInterfaceId: 'eni-1', groupSet: items({ groupId: web }, { groupId: app }) },
      ok,
    );
    expect(set.changes).toMatchObject([{ kind: 'attached', complete: true, groups: [{ id: web }, { id: app }] }]);
    const edit = tellCall('ModifyVpcEndpoint', {
      ModifyVpcEndpointRequest: { VpcEndpointId: 'vpce-1', RemoveSecurityGroupId: { content: web, tag: 1 } },
    });
    expect(edit.changes).toMatchObject([{ kind: 'detached', complete: false, groups: [{ id: web }] }]);
  });

  test('quirk 18: a failed or dry call looks like any other but for its error code; a null code is success', () => {
    const read = (errorCode: Json) =>
      tellCall('AuthorizeSecurityGroupIngress', { groupId: web, ipPermissions: items(ssh) }, ok, { errorCode });
    expect(read(null).record).toMatchObject({ result: 'applied', error: null });
    expect(read('Client.DryRunOperation').record.result).toBe('dry-run');
    expect(read('Client.UnauthorizedOperation').record.result).toBe('failed');
    expect(ruleLines(read('Client.UnauthorizedOperation'))).toEqual(ruleLines(read(null)));
    expect(
      readRecord({ eventName: 'x', eventSource: 'x', eventTime: '2026-01-25T09:14:07Z' }, { file: '-', number: 1 }),
    ).toMatchObject({ result: 'applied' });
  });
});
