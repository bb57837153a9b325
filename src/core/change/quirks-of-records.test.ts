import { describe, expect, test } from 'vitest';
import { loadRecord } from '../../../test/records/load-record.ts';
import { items, permission, recordOf, ruleLines, tell, tellCall } from '../../../test/records/tell-call.ts';
import type { Json, JsonObject } from '../leaf/canonical.ts';
import { peel } from '../trail/peel.ts';
import { readRecord } from '../trail/read.ts';
import { watchedCall } from './watched.ts';

const web = 'sg-0a1b2c3d4e5f60001';
const ssh = permission('tcp', [22], { ipRanges: items({ cidrIp: '192.0.2.0/24' }) });
const request = { groupId: web, ipPermissions: items(ssh) };
const ok = { requestId: 'r', _return: true };
const place = { file: 'tests', number: 1 };

function authorize(more: JsonObject) {
  return tellCall('AuthorizeSecurityGroupIngress', request, ok, more);
}

function withoutInflate(json: Json) {
  return peel(json, 'file', () => null);
}

function identityOf(userIdentity: Json) {
  return authorize({ userIdentity }).record.actor;
}

describe('the 33 quirks of CloudTrail: records', () => {
  test('quirk 19: no version of the record, nor its absence, changes what is read', () => {
    const told = ['1.0', '1.9', '1.10', '1.11', undefined].map((eventVersion) => authorize({ eventVersion }));
    for (const each of told) expect(each).toEqual(told[0]);
  });

  test('quirk 20: userIdentity may be absent, a text, without type, or in lower-case keys', () => {
    for (const odd of [undefined, null, '<REDACTED>', [], 7]) {
      expect(identityOf(odd as Json)).toMatchObject({
        type: 'Unknown',
        person: null,
        identity: 'none',
        principal: null,
      });
    }
    expect(identityOf({ userName: 'alex' })).toMatchObject({ type: 'Unknown', person: 'alex', identity: 'claimed' });
    const lower = {
      type: 'IAMUser',
      principalid: 'AIDA1',
      accesskeyid: 'AKIA1',
      username: 'alex',
      accountid: '111122223333',
    };
    expect(identityOf(lower)).toMatchObject({
      person: 'alex',
      principalId: 'AIDA1',
      accessKey: 'AKIA1',
      account: '111122223333',
    });
  });

  test('quirk 21: flags are texts in some exports and booleans in others', () => {
    const mfa = (mfaAuthenticated: Json) =>
      identityOf({ type: 'IAMUser', userName: 'alex', sessionContext: { attributes: { mfaAuthenticated } } }).mfa;
    expect([mfa('true'), mfa(true), mfa('false'), mfa(false), identityOf({}).mfa]).toEqual([
      true,
      true,
      false,
      false,
      null,
    ]);
    const userAgent = 'Mozilla/5.0 (X11; Linux x86_64)';
    for (const sessionCredentialFromConsole of ['true', true]) {
      expect(authorize({ userAgent, sessionCredentialFromConsole }).record.actor.via).toEqual({
        value: 'console',
        basis: 'asserted',
      });
    }
    for (const readOnly of [false, 'false', undefined]) expect(ruleLines(authorize({ readOnly }))).toHaveLength(1);
  });

  test('quirk 22: request ids, in any spelling or none, are no part of what a call did', () => {
    const ids = [{}, { requestID: 'r' }, { requestId: 'r' }].map((more) => authorize(more));
    const answers = [{ _return: true }, { requestId: 'r' }, { 'x-amz-request-id': 'r' }].map((answer) =>
      tellCall('AuthorizeSecurityGroupIngress', request, answer),
    );
    for (const each of [...ids, ...answers]) expect(ruleLines(each)).toEqual(['add ingress tcp 22..22 192.0.2.0/24']);
  });

  test('quirk 23: an account id that became a number gets its leading zeros back', () => {
    const peers = { groups: items({ groupId: web, userId: 12345678 }, { groupId: web, userId: '000012345678' }) };
    const told = tellCall('AuthorizeSecurityGroupIngress', {
      groupId: web,
      ipPermissions: items(permission('tcp', [22], peers)),
    });
    expect(ruleLines(told)).toEqual([
      `add ingress tcp 22..22 000012345678/${web}`,
      `add ingress tcp 22..22 000012345678/${web}`,
    ]);
    const owned = {
      groupId: web,
      groupOwnerId: 12345678,
      isEgress: false,
      ipProtocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      referencedGroupInfo: { groupId: web, userId: 12345678 },
    };
    const answered = tellCall('AuthorizeSecurityGroupIngress', request, { securityGroupRuleSet: items(owned) });
    expect(ruleLines(answered)).toEqual([`add ingress tcp 22..22 ${web}`]);
    expect(authorize({ recipientAccountId: 12345678, userIdentity: { accountId: 87654321 } }).record).toMatchObject({
      account: '000012345678',
      actor: { account: '000087654321' },
    });
  });

  test('quirk 24: one edit in the console is several calls in one second, each told with the same actor and group', () => {
    const told = [
      tell(loadRecord('ModifySecurityGroupRules')),
      tell(loadRecord('RevokeSecurityGroupIngress.by-id-2026')),
      tell(loadRecord('AuthorizeSecurityGroupIngress')),
    ];
    expect(told.map(({ changes }) => changes[0]?.kind)).toEqual(['rules-modified', 'rules-removed', 'rules-added']);
    expect(
      new Set(told.map(({ record, changes }) => `${record.at} ${record.actor.principalId} ${changes[0]?.on.id}`)).size,
    ).toBe(1);
  });

  test('quirk 25: CloudFormation’s new rule and its old one are told apart, in the order of their seconds', () => {
    const range = (cidrIp: string) => ({
      groupId: web,
      ipPermissions: items(permission('tcp', [443], { ipRanges: items({ cidrIp }) })),
    });
    const userIdentity = { type: 'IAMUser', userName: 'robin', invokedBy: 'cloudformation.amazonaws.com' };
    const opened = tellCall('AuthorizeSecurityGroupIngress', range('192.0.2.0/24'), ok, {
      userIdentity,
      eventTime: '2026-01-25T09:14:07Z',
    });
    const closed = tellCall('RevokeSecurityGroupIngress', range('198.51.100.0/24'), ok, {
      userIdentity,
      eventTime: '2026-01-25T09:14:09Z',
    });
    expect(closed.record.at - opened.record.at).toBe(2000);
    expect([opened, closed].map(({ record }) => record.actor.via.value)).toEqual(['cloudformation', 'cloudformation']);
    expect([...ruleLines(opened), ...ruleLines(closed)]).toEqual([
      'add ingress tcp 443..443 192.0.2.0/24',
      'remove ingress tcp 443..443 198.51.100.0/24',
    ]);
  });

  test('quirk 26: descriptions and tags of rules are told as what they are, never as rules that came or went', () => {
    expect(tell(loadRecord('UpdateSecurityGroupRuleDescriptionsIngress')).changes[0]?.kind).toBe('described');
    const tagged = tellCall('CreateTags', {
      resourcesSet: items({ resourceId: 'sgr-1' }),
      tagSet: items({ key: 'a', value: 'b' }),
    });
    expect(tagged.changes).toMatchObject([{ kind: 'tags-changed', rule: 'sgr-1', set: { a: 'b' } }]);
  });

  test('quirk 27: the account that received the record, the caller’s, and the group owner’s are three things', () => {
    const { record, changes } = tell(loadRecord('AuthorizeSecurityGroupIngress.other-account'));
    expect(record).toMatchObject({ account: '111122223333', actor: { account: '444455556666' } });
    expect(record.sharedEventId).not.toBeNull();
    expect(ruleLines({ changes })[0]).toContain('444455556666/sg-');
    expect(ruleLines(tell(loadRecord('AuthorizeSecurityGroupIngress.shared-group')))[0]).toContain('111122223333/sg-');
  });

  test.each([
    ['eu-central-1', 'aws', 'aws'],
    ['us-gov-west-1', 'aws-us-gov', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn', 'aws-cn'],
    ['us-iso-east-1', 'aws-iso', 'aws-iso'],
    ['us-isob-east-1', 'aws-iso-b', 'aws-iso-b'],
    ['eu-isoe-west-1', 'aws-iso-e', 'aws-iso-e'],
    ['us-isof-south-1', 'aws-iso-f', 'aws-iso-f'],
    ['eusc-de-east-1', 'aws-eusc', 'aws-eusc'],
  ])('quirk 28: R24: region %s is the record’s own, of the partition %s', (awsRegion, partition, inArn) => {
    const bare = authorize({ awsRegion, userIdentity: { type: 'AWSService' } }).record;
    expect(bare).toMatchObject({ region: awsRegion, partition });
    const named = authorize({
      awsRegion: 'xx-new-1',
      userIdentity: { arn: `arn:${inArn}:iam::111122223333:root` },
    }).record;
    expect(named.partition).toBe(partition);
    expect(authorize({ awsRegion, eventSource: 'ec2.amazonaws.com.cn' }).changes).toHaveLength(1);
  });

  test('quirk 29: `Records` holds log records, SQS messages or S3 notices, and texts nest four deep', () => {
    const record = recordOf('AuthorizeSecurityGroupIngress', request, ok);
    const bridge = { 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.ec2', detail: record };
    const notice = { Records: [{ EventSource: 'aws:sns', Sns: { Message: JSON.stringify(bridge) } }] };
    const queue = { Records: [{ messageId: 'm', body: JSON.stringify(notice), eventSource: 'aws:sqs' }] };
    for (const held of [
      record,
      { Records: [record] },
      [record],
      bridge,
      notice,
      queue,
      `\ufeff${JSON.stringify(record)}`,
    ]) {
      expect(withoutInflate(held)).toMatchObject([{ kind: 'record', json: record }]);
    }
    const s3 = { Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'b' } } }] };
    expect(withoutInflate(s3)).toMatchObject([{ kind: 'unreadable' }]);
    expect(withoutInflate({ Service: 'Amazon S3', Event: 's3:TestEvent' })).toEqual([]);
  });

  test('quirk 30: copies keep their event id, addenda point back to theirs, and time is in whole seconds', () => {
    expect(authorize({}).record.eventId).toBe(authorize({}).record.eventId);
    const addendum = {
      reason: 'UPDATED_DATA',
      updatedFields: 'responseElements',
      originalEventID: 'e-1',
      originalRequestID: 'r-1',
    };
    expect(authorize({ addendum }).record.addendum).toEqual({ reason: 'UPDATED_DATA', originalEventId: 'e-1' });
    expect(authorize({ addendum: null }).record.addendum).toBeNull();
    expect(authorize({}).record.at % 1000).toBe(0);
  });

  test('quirk 31: names and descriptions are kept as they came, whatever they try', () => {
    const hostile = '=1+1|<!channel>\u202e\u0000 \\u003cscript\\u003e {"groupId":"sg-1"}';
    const told = tellCall('AuthorizeSecurityGroupIngress', {
      groupId: web,
      ipPermissions: items(
        permission('tcp', [22], { ipRanges: items({ cidrIp: '192.0.2.0/24', description: hostile }) }),
      ),
    });
    expect(told.changes).toMatchObject([{ rules: [{ description: hostile }] }]);
    const tagged = tellCall('CreateTags', {
      resourcesSet: items({ resourceId: web }),
      tagSet: items({ key: '__proto__', value: hostile }),
    });
    expect(Object.entries((tagged.changes[0] as { set: object }).set)).toEqual([['__proto__', hostile]]);
  });

  test('quirk 32: a call is known by service and name together, date suffix included', () => {
    for (const service of ['eks', 'redshift']) expect(watchedCall(service, 'CreateCluster')).not.toBeNull();
    for (const service of ['ecs', 'unknown']) expect(watchedCall(service, 'CreateCluster')).toBeNull();
    expect(watchedCall('redshift', 'CreateTags')).toBeNull();
    expect(watchedCall('lambda', 'UpdateFunctionConfiguration20150331v2')).not.toBeNull();
    const v1 = tell(loadRecord('CreateLoadBalancer.classic')).changes;
    const v2 = tell(loadRecord('CreateLoadBalancer.application')).changes;
    expect([v1, v2].map(([change]) => change?.on.id)).toEqual(['elb:old-shop', 'elb:shop']);
  });

  test('quirk 33: BM-8: parameters that do not belong to the call are unreadable, never safe; lists may lack `items`', () => {
    const foreign = tellCall('AuthorizeSecurityGroupEgress', { instancesSet: items({ instanceId: 'i-1' }) }, ok);
    expect(ruleLines(foreign)).toEqual(['add egress ? - ?']);
    expect(foreign.unreadable).toEqual([
      'AuthorizeSecurityGroupEgress: content lost: its parameters name no rule; read the group itself',
    ]);
    const bare = tellCall('AuthorizeSecurityGroupIngress', {
      groupId: web,
      ipPermissions: [{ ...ssh, ipRanges: ['192.0.2.0/24'] }],
    });
    expect(ruleLines(bare)).toEqual(['add ingress tcp 22..22 192.0.2.0/24']);
    expect(readRecord({ eventName: 'AuthorizeSecurityGroupIngress' }, place).kind).toBe('unreadable');
  });
});
