import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../leaf/canonical.ts';
import { peel } from './peel.ts';

const record: JsonObject = {
  eventVersion: '1.10',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'CreateSecurityGroup',
  eventID: 'e-1',
};
const text = JSON.stringify(record);
const bridge: JsonObject = {
  version: '0',
  id: 'd-1',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.ec2',
  time: '2026-01-31T09:14:07Z',
  detail: record,
};
const inflate = (base64: string): string | null =>
  base64 === 'good'
    ? JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', timestamp: 1, message: text }] })
    : null;

function all(json: Json): string[] {
  return peel(json, 'file', inflate).map((part) =>
    part.kind === 'record' ? `${part.from} ${part.json.eventID} ${part.receivedAt}` : part.reason,
  );
}

const envelopes: Readonly<Record<string, readonly [Json, string]>> = {
  'a log file': [{ Records: [record] }, 's3 e-1 null'],
  EventBridge: [bridge, 'eventbridge e-1 null'],
  'SNS around EventBridge': [
    {
      Records: [
        {
          EventSource: 'aws:sns',
          Sns: {
            Type: 'Notification',
            Subject: null,
            Timestamp: '2026-01-31T09:15:00.000Z',
            Message: JSON.stringify(bridge),
          },
        },
      ],
    },
    `eventbridge e-1 ${Date.UTC(2026, 0, 31, 9, 15)}`,
  ],
  'SQS around SNS around EventBridge': [
    {
      Records: [
        {
          messageId: 'm',
          receiptHandle: 'h',
          eventSource: 'aws:sqs',
          attributes: { SentTimestamp: '1769850907000' },
          body: JSON.stringify({ Type: 'Notification', TopicArn: 'arn', Message: JSON.stringify(bridge) }),
        },
      ],
    },
    'eventbridge e-1 1769850907000',
  ],
  'SQS as the command line prints it': [
    { Messages: [{ MessageId: 'm', ReceiptHandle: 'h', Body: JSON.stringify(bridge) }] },
    'eventbridge e-1 null',
  ],
  'a CloudWatch Logs subscription': [{ awslogs: { data: 'good' } }, 'file e-1 null'],
  LookupEvents: [
    { Events: [{ EventId: 'e-1', EventName: 'CreateSecurityGroup', ReadOnly: 'false', CloudTrailEvent: text }] },
    'lookup e-1 null',
  ],
  Wazuh: [{ integration: 'aws', aws: record }, 'file e-1 null'],
  Elastic: [{ '@timestamp': 'x', event: { original: text } }, 'file e-1 null'],
  'an Elastic hit': [{ hits: { hits: [{ _source: { 'event.original': text } }] } }, 'file e-1 null'],
  Splunk: [{ preview: false, result: { _raw: text } }, 'file e-1 null'],
  Panther: [
    { ...record, p_event_time: 'x', p_parse_time: '2026-01-31 09:20:00.000000000' },
    `file e-1 ${Date.UTC(2026, 0, 31, 9, 20)}`,
  ],
  'an Athena row in JSON': [
    { eventname: 'CreateSecurityGroup', eventid: 'e-1', requestparameters: '{"a":1}' },
    'file e-1 null',
  ],
  'text of JSON, four deep': [JSON.stringify(JSON.stringify(JSON.stringify(JSON.stringify(record)))), 'file e-1 null'],
};

for (const [name, [json, expected]] of Object.entries(envelopes)) {
  test(`R31: a record is found in ${name}`, () => expect(all(json)).toEqual([expected]));
}

const empty: Readonly<Record<string, Json>> = {
  'a digest': { digestS3Object: 'x', logFiles: [{ s3Bucket: 'b' }] },
  'an Insights record': {
    eventCategory: 'Insight',
    insightDetails: { state: 'Start', eventName: 'CreateSecurityGroup' },
  },
  'an empty log file': { Records: [] },
  'a control message': {
    messageType: 'CONTROL_MESSAGE',
    logEvents: [{ id: '1', timestamp: 1, message: 'CWL CONTROL MESSAGE: Checking health of destination' }],
  },
  'a test message of S3': { Service: 'Amazon S3', Event: 's3:TestEvent' },
  'a validation message of CloudTrail': {
    Type: 'Notification',
    TopicArn: 'arn',
    Message: 'CloudTrail validation message.',
  },
  'a schedule on EventBridge': { 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} },
};

for (const [name, json] of Object.entries(empty)) {
  test(`R31: ${name} holds no record and is no fault`, () => expect(all(json)).toEqual([]));
}

test('BM-8: a notification that only names log files says so', () => {
  const s3 = {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: 'b' }, object: { key: 'AWSLogs%2F..json.gz' } },
      },
    ],
  };
  for (const json of [
    s3,
    { s3Bucket: 'b', s3ObjectKey: ['AWSLogs/x.json.gz'] },
    { Type: 'Notification', TopicArn: 'arn', Message: '{"s3Bucket":"b","s3ObjectKey":["k"]}' },
  ]) {
    expect(all(json)).toEqual(['names s3 objects, not records: read the log files that it names']);
  }
});

test('BM-8: what holds no record that we know is unreadable, with its event id', () => {
  expect(peel({ eventName: 7, eventID: 'e-7' }, 'file', inflate)).toEqual([
    { kind: 'unreadable', reason: 'expected text in `eventName`, found `7`', eventId: 'e-7' },
  ]);
  expect(all({ a: 1, b: 2 })).toEqual([
    'expected a CloudTrail record or a known envelope, found an object with `a`, `b`',
  ]);
  expect(all({ awslogs: { data: 'bad' } })).toEqual([
    'expected base64 of gzip in `awslogs.data`, found something else',
  ]);
  expect(all(null)).toEqual(['expected a CloudTrail record, found `null`']);
  expect(peel({ messageId: 'm', body: '{"eventID":"e-9", cut' }, 'file', inflate)).toMatchObject([
    { kind: 'unreadable', eventId: 'e-9' },
  ]);
});

test('BM-8: envelopes and brackets without end are refused, not followed', () => {
  let deep: Json = record;
  for (let level = 0; level < 12; level++) deep = { Records: [deep] };
  expect(all(deep)).toEqual(['expected a record within 8 envelopes, found more envelopes']);
  expect(all({ ...record, x: JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as Json })).toEqual([
    'expected at most 256 levels of brackets, found more',
  ]);
});

test('R31: the good records of a list are found beside the bad', () => {
  expect(all({ Records: [record, 5, { ...record, eventID: 'e-2' }] })).toEqual([
    's3 e-1 null',
    'expected a CloudTrail record, found `5`',
    's3 e-2 null',
  ]);
});
