import { existsSync, readFileSync } from 'node:fs';
import type { Json, JsonObject } from '../../src/core/leaf/canonical.ts';

/** Calls that the tests look for. */
export const wantedCalls: ReadonlySet<string> = new Set([
  'AuthorizeSecurityGroupIngress',
  'RevokeSecurityGroupIngress',
  'ModifySecurityGroupRules',
  'CreateSecurityGroup',
  'UpdateFunctionConfiguration20150331v2',
]);

/** A CloudTrail record in the layout of delivered files. */
export function sampleRecord(eventName: string, number = 1, more: JsonObject = {}): JsonObject {
  return {
    eventVersion: '1.10',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLE:alice',
      arn: 'arn:aws:sts::111122223333:assumed-role/admin/alice',
      accountId: '111122223333',
    },
    eventTime: '2026-01-31T09:14:07Z',
    eventSource: 'ec2.amazonaws.com',
    eventName,
    awsRegion: 'eu-central-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: 'aws-cli/2.15.0 md/awscrt#0.19.19 "quoted" {braces} \\ back',
    requestParameters: {
      groupId: 'sg-0123456789abcdef0',
      ipPermissions: {
        items: [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '203.0.113.0/24' }] } }],
      },
    },
    responseElements: { requestId: `11111111-1111-1111-1111-${String(number).padStart(12, '0')}`, _return: true },
    requestID: `11111111-1111-1111-1111-${String(number).padStart(12, '0')}`,
    eventID: `22222222-2222-2222-2222-${String(number).padStart(12, '0')}`,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    ...more,
  };
}

/** Records to mutate: ours, and the collected real ones where they lie beside the project. */
export function recordPool(): readonly JsonObject[] {
  const own = [...wantedCalls, 'DescribeInstances', 'PutRule', 'RunInstances'].map((call, index) =>
    sampleRecord(call, index + 1),
  );
  const pattern = {
    eventPattern: '{"detail":{"eventName":["AuthorizeSecurityGroupIngress"]}}',
    nested: { eventName: 'AuthorizeSecurityGroupIngress' },
  };
  return [...own, sampleRecord('PutRule', 90, { requestParameters: pattern }), ...corpusRecords()];
}

function corpusRecords(): JsonObject[] {
  const folder = new URL('../../../shared/corpus/', import.meta.url);
  return ['sg-core.jsonl', 'sg-attachments.jsonl'].flatMap((name) => {
    const file = new URL(name, folder);
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    return lines.map((line) => (JSON.parse(line) as { record: Json }).record as JsonObject);
  });
}
