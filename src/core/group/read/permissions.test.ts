import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { items, permission } from '../../../../test/records/tell-call.ts';
import type { Json } from '../../leaf/canonical.ts';
import { canonicalCidr } from '../../net/cidr.ts';
import { groupPeer } from './peer.ts';
import { readPermissions, readRule, readRuleSet } from './permissions.ts';

const owner = '111122223333';
const shared = { direction: 'ingress', owner } as const;

describe('permissions of a request', () => {
  test('BM-1: one item fans out to a rule for each range, list and group, in that order', () => {
    const all = permission('tcp', [22], {
      groups: items({ groupId: 'sg-1', description: 'd' }),
      ipRanges: items({ cidrIp: '192.0.2.0/24', description: 'a' }, { cidrIp: '198.51.100.0/24' }),
      ipv6Ranges: items({ cidrIpv6: '2001:db8::/32', description: 'b' }),
      prefixListIds: items({ prefixListId: 'pl-1', description: 'c' }),
    });
    const { rules, misread } = readPermissions({ ipPermissions: items(all) }, shared);
    expect(rules.map(({ peer, description }) => [peer?.kind, peer?.value, description])).toEqual([
      ['ipv4', '192.0.2.0/24', 'a'],
      ['ipv4', '198.51.100.0/24', null],
      ['ipv6', '2001:db8::/32', 'b'],
      ['list', 'pl-1', 'c'],
      ['group', 'sg-1', 'd'],
    ]);
    expect(misread).toEqual([]);
  });

  test('the flat form and the list may stand in one request, and both count', () => {
    const both = {
      ipPermissions: items(permission('tcp', [22], { ipRanges: items({ cidrIp: '192.0.2.0/24' }) })),
      ipProtocol: 'udp',
      fromPort: 53,
      toPort: 53,
      cidrIp: '198.51.100.0/24',
    };
    expect(readPermissions(both, shared).rules.map(({ protocol }) => protocol)).toEqual(['tcp', 'udp']);
  });

  test('the flat form with a group and a protocol keeps its ports', () => {
    const flat = { ipProtocol: 'tcp', fromPort: 22, toPort: 22, sourceSecurityGroupName: 'bastion' };
    expect(readPermissions(flat, shared).rules).toMatchObject([
      { protocol: 'tcp', ports: [22, 22], peer: { value: 'name:bastion' } },
    ]);
  });

  test('an item without any other end is misread, and its rule told without content', () => {
    const { rules, misread } = readPermissions({ ipPermissions: items(permission('tcp', [22], {})) }, shared);
    expect(rules).toEqual([
      { id: null, direction: 'ingress', protocol: null, ports: null, peer: null, description: null },
    ]);
    expect(misread).toEqual(['expected a CIDR, prefix list or group as the other end of a rule, found none']);
  });

  test.each<[readonly Json[], string]>([
    [[22, 21], 'expected a range of ports within 0-65535, got `22` to `21`'],
    [[0, 65536], 'expected a range of ports within 0-65535, got `0` to `65536`'],
    [['ssh', 22], 'expected a range of ports, got `"ssh"` to `22`'],
  ])('BM-8: ports %j are misread and their rule told without them', (ports, reason) => {
    const item = permission('tcp', ports, { ipRanges: items({ cidrIp: '192.0.2.0/24' }) });
    const { rules, misread } = readPermissions({ ipPermissions: items(item) }, shared);
    expect(rules).toMatchObject([{ protocol: null, ports: null, peer: { value: '192.0.2.0/24' } }]);
    expect(misread).toEqual([reason]);
  });

  test('no permissions at all are no rules', () => {
    for (const ipPermissions of [{}, '', null, [], undefined]) {
      expect(readPermissions({ ipPermissions }, shared)).toEqual({ rules: [], misread: [] });
    }
  });

  test('every rule told has a canonical CIDR, whatever was sent', () => {
    const cidr = fc.oneof(
      fc.string(),
      fc.tuple(fc.ipV4(), fc.nat(40)).map(([ip, bits]) => `${ip}/${bits}`),
      fc.tuple(fc.ipV6(), fc.nat(140)).map(([ip, bits]) => `${ip}/${bits}`),
    );
    fc.assert(
      fc.property(cidr, cidr, (cidrIp, cidrIpv6) => {
        const item = permission('tcp', [22], { ipRanges: items({ cidrIp }), ipv6Ranges: items({ cidrIpv6 }) });
        const { rules, misread } = readPermissions({ ipPermissions: items(item) }, shared);
        for (const { peer } of rules) if (peer !== null) expect(canonicalCidr(peer.value)).toBe(peer.value);
        expect(rules.filter(({ peer }) => peer === null).length).toBeLessThanOrEqual(misread.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('rules of an answer', () => {
  test('R27: id, direction, protocol, ports and other end are told from the answer itself', () => {
    const told = {
      groupOwnerId: owner,
      groupId: 'sg-1',
      securityGroupRuleId: 'sgr-1',
      isEgress: true,
      ipProtocol: '-1',
      fromPort: -1,
      toPort: -1,
      cidrIpv4: '0.0.0.0/0',
      description: 'out',
    };
    expect(readRule(told, shared).rules).toEqual([
      {
        id: 'sgr-1',
        direction: 'egress',
        protocol: '-1',
        ports: null,
        peer: { kind: 'ipv4', value: '0.0.0.0/0' },
        description: 'out',
      },
    ]);
  });

  test('the direction is the call’s where the rule does not tell it', () => {
    expect(readRule({ ipProtocol: 'tcp', cidrIpv4: '192.0.2.0/24' }, shared).rules[0]?.direction).toBe('ingress');
    expect(
      readRule({ isEgress: 'false', ipProtocol: 'tcp', cidrIpv4: '192.0.2.0/24' }, { ...shared, direction: null })
        .rules[0]?.direction,
    ).toBe('ingress');
  });

  test.each<[string, Json, string]>([
    ['a group of the same account', { referencedGroupInfo: { groupId: 'sg-2', userId: owner } }, 'sg-2'],
    [
      'a group of another account',
      { referencedGroupInfo: { groupId: 'sg-2', userId: '444455556666' } },
      '444455556666/sg-2',
    ],
    ['a group by id alone', { referencedGroupId: 'sg-2' }, 'sg-2'],
    ['a prefix list', { prefixListId: 'pl-1' }, 'pl-1'],
    ['IPv6', { cidrIpv6: '2001:0db8:0::/32' }, '2001:db8::/32'],
  ])('the other end may be %s', (_, end, wanted) => {
    const rules = readRuleSet(items({ ipProtocol: 'tcp', fromPort: 1, toPort: 2, ...(end as object) }), shared).rules;
    expect(rules.map(({ peer }) => peer?.value)).toEqual([wanted]);
  });
});

describe('a group as the other end', () => {
  test.each<[Json, string | null]>([
    [{ groupId: 'sg-1' }, 'sg-1'],
    [{ groupId: 'sg-1', groupName: 'web' }, 'sg-1'],
    [{ groupName: 'web' }, 'name:web'],
    [{ groupName: 'web', userId: '444455556666' }, '444455556666/name:web'],
    [{ groupId: 'sg-1', userId: 11 }, '000000000011/sg-1'],
    [{ groupName: 'amazon-elb-sg', userId: 'amazon-elb' }, 'amazon-elb/amazon-elb-sg'],
    [{ userId: owner }, null],
    [null, null],
  ])('%j is %j', (named, wanted) => {
    expect(groupPeer(named, owner)?.value ?? null).toBe(wanted);
  });
});
