import { expect, test } from 'vitest';
import { chooseRowReader } from './table-row.ts';

test('R31: an Athena row becomes the record that it was made of', () => {
  const header = [
    'eventversion',
    'useridentity',
    'eventtime',
    'eventsource',
    'eventname',
    'awsregion',
    'sourceipaddress',
    'requestparameters',
    'responseelements',
    'requestid',
    'eventid',
    'readonly',
    'recipientaccountid',
    'errorcode',
  ];
  const cells = [
    '1.08',
    '{type=IAMUser, username=alice, accountid=111122223333, sessioncontext={attributes={mfaauthenticated=true}}}',
    '2026-01-31T09:14:07Z',
    'ec2.amazonaws.com',
    'AuthorizeSecurityGroupIngress',
    'eu-central-1',
    '198.51.100.7',
    '{"groupId":"sg-1","ipPermissions":{"items":[{"fromPort":22}]}}',
    'null',
    'r-1',
    'e-1',
    'false',
    '111122223333',
    '',
  ];
  expect(chooseRowReader(header)!(cells)).toEqual({
    eventVersion: '1.08',
    userIdentity: {
      type: 'IAMUser',
      userName: 'alice',
      accountId: '111122223333',
      sessionContext: { attributes: { mfaAuthenticated: 'true' } },
    },
    eventTime: '2026-01-31T09:14:07Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'AuthorizeSecurityGroupIngress',
    awsRegion: 'eu-central-1',
    sourceIPAddress: '198.51.100.7',
    requestParameters: { groupId: 'sg-1', ipPermissions: { items: [{ fromPort: 22 }] } },
    requestID: 'r-1',
    eventID: 'e-1',
    readOnly: 'false',
    recipientAccountId: '111122223333',
  });
});

test('R31: a CloudTrail Lake row has JSON texts in its map of parameters, and they are opened', () => {
  const row = chooseRowReader(['eventName', 'requestParameters'])!([
    'ModifySecurityGroupRules',
    '{"ModifySecurityGroupRulesRequest":"{\\"GroupId\\":\\"sg-1\\"}","policyDocument":"{}"}',
  ]);
  expect(row).toEqual({
    eventName: 'ModifySecurityGroupRules',
    requestParameters: { ModifySecurityGroupRulesRequest: { GroupId: 'sg-1' }, policyDocument: '{}' },
  });
});

test('R31: an Event history row tells the call without parameters', () => {
  const header =
    'User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category'.split(
      ',',
    );
  const cells = [
    'alice',
    'AKIAEXAMPLE',
    '2026-01-31T09:14:07Z',
    'ec2.amazonaws.com',
    'CreateSecurityGroup',
    'us-east-1',
    '198.51.100.7',
    'Mozilla/5.0 (X11, Linux)',
    '',
    '[{"resourceType":"AWS::EC2::SecurityGroup","resourceName":"sg-1"}]',
    'r-1',
    'e-1',
    'FALSE',
    'AwsApiCall',
    '1.11122E+11',
    'Management',
  ];
  expect(chooseRowReader(header)!(cells)).toEqual({
    eventTime: '2026-01-31T09:14:07Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'CreateSecurityGroup',
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'Mozilla/5.0 (X11, Linux)',
    resources: [{ resourceType: 'AWS::EC2::SecurityGroup', resourceName: 'sg-1' }],
    requestID: 'r-1',
    eventID: 'e-1',
    readOnly: false,
    eventType: 'AwsApiCall',
    eventCategory: 'Management',
    userIdentity: { userName: 'alice', accessKeyId: 'AKIAEXAMPLE' },
    fromEventHistory: true,
  });
});

test('R31: the Event history header of 2014 to 2019 is known, with its times of twelve hours', () => {
  const read = chooseRowReader([
    'Event ID',
    'Event time',
    'User name',
    'Event name',
    'Resource type',
    'Resource name',
  ])!;
  expect(read(['e-1', '2016-12-13, 12:05:07 AM', 'alice', 'CreateSecurityGroup', '', ''])).toMatchObject({
    eventTime: '2016-12-13T00:05:07Z',
    eventName: 'CreateSecurityGroup',
  });
});

test('a column of whole records is one, and a table without any is none', () => {
  expect(chooseRowReader(['EventId', 'CloudTrailEvent'])!(['1', '{"eventName":"X"}'])).toBe('{"eventName":"X"}');
  expect(chooseRowReader(['a', 'b'])).toBeNull();
});

test('BM-8: content that was cut or hidden stays visible as text', () => {
  const read = chooseRowReader(['eventname', 'requestparameters', 'useridentity'])!;
  expect(read(['X', '{"groupId":"sg-', '<REDACTED>'])).toEqual({
    eventName: 'X',
    requestParameters: '{"groupId":"sg-',
    userIdentity: '<REDACTED>',
  });
});
