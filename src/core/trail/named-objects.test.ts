import { expect, test } from 'vitest';
import type { JsonObject } from '../leaf/canonical.ts';
import { namedObjects } from './named-objects.ts';
import { peel } from './peel.ts';

const s3 = { bucket: { name: 'logs' }, object: { key: 'a/b+c%2Bd%C3%A9.json.gz', size: 12 } };
const created = { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', awsRegion: 'eu-west-1', s3 };

test.each<[string, JsonObject, unknown]>([
  [
    'S3’s own, whose keys are encoded',
    created,
    [{ bucket: 'logs', key: 'a/b c+dé.json.gz', region: 'eu-west-1', size: 12 }],
  ],
  [
    'EventBridge’s, whose keys are not',
    {
      source: 'aws.s3',
      'detail-type': 'Object Created',
      region: 'us-east-1',
      detail: { bucket: { name: 'logs' }, object: { key: 'b+c%2B' } },
    },
    [{ bucket: 'logs', key: 'b+c%2B', region: 'us-east-1', size: null }],
  ],
  [
    'CloudTrail’s own, with several keys',
    { s3Bucket: 'logs', s3ObjectKey: ['a', 'b', 7] },
    ['a', 'b'].map((key) => ({ bucket: 'logs', key, region: null, size: null })),
  ],
  ['one of an object that was removed', { ...created, eventName: 'ObjectRemoved:Delete' }, []],
  ['one that is damaged', { ...created, s3: { bucket: 'logs' } }, []],
  [
    'a key that is not encoded as it should be',
    { ...created, s3: { ...s3, object: { key: 'a%zz' } } },
    [{ bucket: 'logs', key: 'a%zz', region: 'eu-west-1', size: null }],
  ],
  ['a record', { eventSource: 'ec2.amazonaws.com', eventName: 'CreateSecurityGroup' }, null],
])('%s names its objects', (_, json, found) => {
  expect(namedObjects(json)).toEqual(found);
});

test('R1: a notice in any envelope tells its objects beside the sentence that it holds no record', () => {
  const body = JSON.stringify({
    Type: 'Notification',
    TopicArn: 'arn',
    Message: JSON.stringify({ Records: [created] }),
  });
  const parts = peel({ messageId: 'm', receiptHandle: 'h', body }, 'file', () => null);
  expect(parts).toMatchObject([{ kind: 'unreadable', objects: [{ bucket: 'logs' }] }]);
});
