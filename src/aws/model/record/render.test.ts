import { describe, expect, test } from 'vitest';
import { AtWork, tcp } from '../../../../test/model/at-work.ts';
import { watchedCall } from '../../../core/change/watched.ts';
import { isObject, type JsonObject } from '../../../core/leaf/canonical.ts';
import { readRecord } from '../../../core/trail/read.ts';
import { isRead } from '../call.ts';
import { ec2Actions } from '../perform.ts';
import type { Era } from './era.ts';
import { writePlain } from './wrapped.ts';

const office = '192.0.2.0/24';

/** What the answers to an Authorize and a Revoke tell in an era. */
function keysIn(era: Era): readonly (readonly string[])[] {
  const at = new AtWork({ era });
  const GroupId = at.group('web');
  const IpPermissions = [tcp(22, office)];
  const records = [
    at.ask('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions }).record,
    at.ask('RevokeSecurityGroupIngress', { GroupId, IpPermissions }).record,
  ];
  return records.map(({ responseElements }) => keysOf(responseElements as JsonObject));
}

function keysOf(answer: JsonObject): readonly string[] {
  return Object.entries(answer).map(([key, value]) => {
    const [rule] = isObject(value) ? (value.items as readonly JsonObject[]) : [];
    return rule !== undefined && 'securityGroupRuleArn' in rule ? `${key} with ARNs` : key;
  });
}

describe('records', () => {
  test('tell as much as those of their time did', () => {
    expect(keysIn(2014)).toEqual([['_return'], ['_return']]);
    expect(keysIn(2019)).toEqual([
      ['requestId', '_return'],
      ['requestId', '_return'],
    ]);
    expect(keysIn(2021)).toEqual([
      ['requestId', '_return', 'securityGroupRuleSet'],
      ['requestId', '_return'],
    ]);
    expect(keysIn(2024)[0]).toEqual(['requestId', '_return', 'securityGroupRuleSet with ARNs']);
    expect(keysIn(2026)[1]).toEqual(['requestId', '_return', 'revokedSecurityGroupRuleSet']);
  });

  test('BM-4: tell a refused call like any other, but for the error and the answer', () => {
    const at = new AtWork();
    const GroupId = at.group('web');
    const request = { GroupId, IpPermissions: [tcp(22, office)] };
    const granted = at.ask('AuthorizeSecurityGroupIngress', request).record;
    const refused = at.ask('AuthorizeSecurityGroupIngress', request).record;
    const dry = at.ask('AuthorizeSecurityGroupIngress', { ...request, DryRun: true }).record;
    expect([refused.requestParameters, dry.requestParameters]).toEqual(Array(2).fill(granted.requestParameters));
    const results = [granted, refused, dry].map((record) => readRecord(record, { file: 'x', number: 1 }));
    expect(results.map((read) => 'result' in read && read.result)).toEqual(['applied', 'failed', 'dry-run']);
  });

  test('tell looks, too: as reads, without an answer', () => {
    const at = new AtWork();
    const Filters = [{ Name: 'group-id', Values: [at.plain.defaultGroup] }];
    const { record } = at.ask('DescribeSecurityGroupRules', { Filters, MaxResults: 1000 });
    expect(record).toMatchObject({
      ...{ readOnly: true, responseElements: null },
      requestParameters: {
        DescribeSecurityGroupRulesRequest: {
          Filter: { Name: 'group-id', Value: { content: at.plain.defaultGroup, tag: 1 }, tag: 1 },
          MaxResults: 1000,
        },
      },
    });
    expect(at.ask('DescribeManagedPrefixLists', {}).record.requestParameters).toEqual({
      DescribeManagedPrefixListsRequest: '',
    });
  });

  test('of writes are all of calls that the product watches, but for the end of an interface and what becomes of gateways', () => {
    const writes = ec2Actions.filter((action) => !isRead(action));
    expect(writes.filter((action) => watchedCall('ec2', action) === null)).toEqual([
      ...['DeleteNetworkInterface', 'CreateInternetGateway', 'AttachInternetGateway', 'DetachInternetGateway'],
    ]);
    expect(writes.length).toBe(23);
  });

  test('BM-8: lose what goes beyond 100 KB', () => {
    const at = new AtWork({ quotas: { rulesPerDirection: 2000 } });
    const IpRanges = Array.from({ length: 500 }, (_, n) => ({
      ...{ CidrIp: `10.${n >> 8}.${n & 255}.0/24`, Description: 'x'.repeat(250) },
    }));
    const request = { GroupId: at.group('web'), IpPermissions: [{ ...tcp(22), IpRanges }] };
    const { record } = at.ask('AuthorizeSecurityGroupIngress', request);
    expect([typeof record.requestParameters, typeof record.responseElements]).toEqual(['string', 'string']);
    expect(String(record.requestParameters).length).toBe(102_400);
  });
});

describe('the wrapped dialect', () => {
  test('guesses types from text, makes one of a list the thing itself, and numbers the rest', () => {
    const written = writePlain(
      {
        Name: '0123',
        Flag: 'true',
        Port: -1,
        One: ['111122223333'],
        Two: [{ Cidr: office }, { Cidr: '-1' }],
        None: [],
      },
      2026,
    );
    expect(written).toEqual({
      ...{ Name: 123, Flag: true, Port: -1, One: { content: 111122223333, tag: 1 } },
      Two: [
        { Cidr: office, tag: 1 },
        { Cidr: -1, tag: 2 },
      ],
    });
    expect(writePlain({ Port: 22, List: ['x'] }, 2017)).toEqual({ Port: '22', List: { content: 'x', tag: '1' } });
  });
});
