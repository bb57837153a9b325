import { describe, expect, test } from 'vitest';
import { loadRecord } from '../../../test/records/load-record.ts';
import { items, permission, ruleLines, tell, tellCall } from '../../../test/records/tell-call.ts';

const web = 'sg-0a1b2c3d4e5f60001';
const ok = { requestId: 'r', _return: true };

function authorize(request: Record<string, never> | object, more: object = {}) {
  return tellCall('AuthorizeSecurityGroupIngress', request as never, ok, more as never);
}

describe('what went wrong elsewhere, on the reading side', () => {
  test('scenario 10: the flat form with an empty permission list and a /0 with host bits is SSH from everywhere', () => {
    const flat = {
      groupId: web,
      ipPermissions: {},
      ipProtocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      cidrIp: '203.0.113.254/0',
    };
    expect(ruleLines(authorize(flat))).toEqual(['add ingress tcp 22..22 0.0.0.0/0']);
  });

  test('scenario 11: R8: a Modify tells the rule as it is now, for one rule and for many, and that nothing else is known', () => {
    expect(ruleLines(tell(loadRecord('ModifySecurityGroupRules')))).toEqual([
      'after ? tcp 22..22 0.0.0.0/0 sgr-0a1b2c3d4e5f70001',
    ]);
    expect(ruleLines(tell(loadRecord('ModifySecurityGroupRules.several')))).toHaveLength(4);
    expect(tell(loadRecord('ModifySecurityGroupRules')).changes).toMatchObject([
      { kind: 'rules-modified', on: { id: web } },
    ]);
  });

  test.each([
    ['AuthorizeSecurityGroupIngress.denied', 'failed', 'Client.UnauthorizedOperation'],
    ['AuthorizeSecurityGroupIngress.dry-run', 'dry-run', 'Client.DryRunOperation'],
    ['AuthorizeSecurityGroupIngress.duplicate', 'failed', 'Client.InvalidPermission.Duplicate'],
    ['ModifySecurityGroupRules.duplicate', 'failed', 'Client.InvalidPermission.Duplicate'],
    ['RevokeSecurityGroupEgress.not-found', 'failed', 'Client.InvalidPermission.NotFound'],
  ])('scenario 12: BM-4: %s is an attempt, with what it wanted', (name, result, code) => {
    const { changes } = tell(loadRecord(name));
    expect(changes).toMatchObject([{ record: { result, error: { code } } }]);
    expect(ruleLines({ changes })).toHaveLength(1);
  });

  test('scenario 13: BM-1: every item and every range of it is told: the second item, the second CIDR', () => {
    const fine = permission('tcp', [443], { ipRanges: items({ cidrIp: '192.0.2.0/24' }) });
    const second = permission('tcp', [22], { ipRanges: items({ cidrIp: '192.0.2.0/24' }, { cidrIp: '0.0.0.0/0' }) });
    expect(ruleLines(authorize({ groupName: 'web', ipPermissions: items(fine, second) }))).toEqual([
      'add ingress tcp 443..443 192.0.2.0/24',
      'add ingress tcp 22..22 192.0.2.0/24',
      'add ingress tcp 22..22 0.0.0.0/0',
    ]);
  });

  test('scenario 13: BM-6: IPv4 and IPv6 of one item are both told', () => {
    const both = permission('tcp', [22], {
      ipRanges: items({ cidrIp: '192.0.2.0/24' }),
      ipv6Ranges: items({ cidrIpv6: '::/0' }),
    });
    expect(ruleLines(authorize({ groupId: web, ipPermissions: items(both) }))).toEqual([
      'add ingress tcp 22..22 192.0.2.0/24',
      'add ingress tcp 22..22 ::/0',
    ]);
  });

  test('scenario 13: R28: an item without ports is every protocol and port', () => {
    const all = permission('-1', [], { ipRanges: items({ cidrIp: '0.0.0.0/0' }) });
    expect(ruleLines(authorize({ groupId: web, ipPermissions: items(all) }))).toEqual(['add ingress -1 - 0.0.0.0/0']);
  });

  test('BM-1: a group and a prefix list of one item are told beside its ranges', () => {
    expect(ruleLines(tell(loadRecord('AuthorizeSecurityGroupIngress.mixed')))).toHaveLength(7);
    expect(ruleLines(tell(loadRecord('AuthorizeSecurityGroupIngress.mixed-2019')))).toHaveLength(6);
  });

  test('scenario 15: tags taken away are told by key, and those taken without naming them are told as unread', () => {
    expect(tell(loadRecord('DeleteTags')).changes).toMatchObject([
      { kind: 'tags-changed', removed: ['Environment', 'owner'] },
    ]);
    expect(tell(loadRecord('DeleteTags.all')).unreadable).toHaveLength(1);
  });

  test('scenario 16: an old group put on an interface, instance, load balancer or database is told as attached', () => {
    const names = [
      'ModifyNetworkInterfaceAttribute',
      'ModifyInstanceAttribute',
      'RunInstances',
      'SetSecurityGroups',
      'ModifyDBInstance',
    ];
    for (const name of names)
      expect(tell(loadRecord(name)).changes).toMatchObject([{ kind: 'attached', complete: true }]);
  });

  test('scenario 17: a new description is told, with the rule it is of, and is no rule that came or went', () => {
    expect(tell(loadRecord('UpdateSecurityGroupRuleDescriptionsIngress')).changes).toMatchObject([
      { kind: 'described', rules: [{ op: 'after', description: 'head office' }] },
    ]);
  });

  test('BM-9: a caller without ARN keeps neither rule nor group from being told', () => {
    const request = {
      groupId: web,
      ipPermissions: items(permission('tcp', [22], { ipRanges: items({ cidrIp: '0.0.0.0/0' }) })),
    };
    for (const userIdentity of [undefined, { type: 'AWSService', invokedBy: 'eks.amazonaws.com' }, '<REDACTED>']) {
      expect(ruleLines(authorize(request, { userIdentity }))).toEqual(['add ingress tcp 22..22 0.0.0.0/0']);
    }
  });

  test('BM-8: odd parts are told as unread beside what could be read, never left out', () => {
    const odd = permission('tcp', [22], { ipRanges: items({ cidrIp: 'everyone' }, { cidrIp: '192.0.2.0/24' }) });
    const told = authorize({
      groupId: web,
      ipPermissions: items(odd, permission('warp', [1], { ipRanges: items({ cidrIp: '0.0.0.0/0' }) })),
    });
    expect(ruleLines(told)).toEqual([
      'add ingress ? - ?',
      'add ingress tcp 22..22 192.0.2.0/24',
      'add ingress ? - 0.0.0.0/0',
    ]);
    expect(told.unreadable).toEqual([
      'AuthorizeSecurityGroupIngress: expected a CIDR in `cidrIp`, found `everyone`',
      'AuthorizeSecurityGroupIngress: expected a protocol (tcp, udp, icmp, icmpv6, -1 or 0-255), found `warp`',
    ]);
  });

  test('BM-8: a call of a thousand rules whose parameters were cut is content lost, with its group', () => {
    const all = Array.from({ length: 1000 }, (_, n) =>
      permission('tcp', [1 + n], { ipRanges: items({ cidrIp: '0.0.0.0/0', description: 'x'.repeat(60) }) }),
    );
    const cut = JSON.stringify({ groupId: web, ipPermissions: { items: all } }).slice(0, 100 * 1024);
    const told = tellCall('AuthorizeSecurityGroupIngress', cut, cut.slice(0, 100));
    expect(cut).toHaveLength(102_400);
    expect(ruleLines(told)).toEqual(['add ingress ? - ?']);
    expect(told.changes[0]!.on.id).toBe(web);
    expect(told.unreadable[0]).toMatch(
      /^AuthorizeSecurityGroupIngress: content lost: its parameters are `.{40}`; read the group itself$/,
    );
  });

  test('a group cut off behind its peers is not taken from among them', () => {
    const cut = '{"ipPermissions":{"items":[{"groups":{"items":[{"groupId":"sg-0a1b2c3d4e5f60009"}]';
    expect(tellCall('AuthorizeSecurityGroupIngress', cut).changes[0]!.on.id).toBeNull();
  });

  test('BM-8: any watched call whose parameters are lost is told as unread, never as no change', () => {
    for (const call of [
      'ModifyInstanceAttribute',
      'DeleteSecurityGroup',
      'CreateTags',
      'ModifyManagedPrefixList',
      'CreateLaunchTemplate',
      'AssociateSecurityGroupVpc',
    ]) {
      expect(tellCall(call, '{"gro', ok).unreadable).toEqual([`${call}: content lost: its parameters are \`{"gro\``]);
      expect(tellCall(call, null, null, { errorCode: 'AccessDenied' }).unreadable).toEqual([]);
    }
  });

  test('R7: a revoke of what did not exist removes nothing, and is not unread', () => {
    const ipPermissions = items(permission('tcp', [22], { ipRanges: items({ cidrIp: '192.0.2.0/24' }) }));
    const told = tellCall(
      'RevokeSecurityGroupIngress',
      { groupId: web, ipPermissions },
      { ...ok, unknownIpPermissionSet: ipPermissions },
    );
    expect(told).toMatchObject({ changes: [{ kind: 'rules-removed', rules: [] }], unreadable: [] });
  });

  test('R3: tags of a new group are those of the answer where the request names none, and those asked for otherwise', () => {
    const asked = items({ resourceType: 'security-group', tags: [{ key: 'Environment', value: 'prod' }] });
    const of = (request: object, response: object | null) =>
      tellCall('CreateSecurityGroup', { groupName: 'web', ...request } as never, response as never).changes;
    expect(of({ tagSpecificationSet: asked }, null)).toMatchObject([{ tags: { Environment: 'prod' } }]);
    expect(of({}, { groupId: web, tagSet: items({ key: 'owner', value: 'shop' }) })).toMatchObject([
      { tags: { owner: 'shop' } },
    ]);
  });

  test('scenario 16: a launch that failed meant the default group only where nothing else could bring groups', () => {
    const failed = (request: object | null) =>
      tellCall('RunInstances', request as never, null, { errorCode: 'Client.VpcLimitExceeded' }).changes;
    expect(failed({ instanceType: 't3.micro' })).toMatchObject([{ groups: [], complete: true }]);
    expect(failed({ launchTemplate: { launchTemplateId: 'lt-1' } })).toMatchObject([{ groups: [], complete: false }]);
    expect(failed({ networkInterfaceSet: items({ networkInterfaceId: 'eni-1' }) })).toMatchObject([
      { complete: false },
    ]);
    expect(failed(null)).toMatchObject([{ groups: [], complete: false }]);
  });

  test('a call that is not watched tells nothing and is not unread', () => {
    expect(tellCall('DescribeSecurityGroups', '{"cut')).toMatchObject({ changes: [], unreadable: [] });
  });
});
