import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '../../../core/leaf/canonical.ts';
import type { ServerSource } from '../../../settings/server-settings.ts';
import { Complaint } from '../complaint.ts';

/** Puts a record where the first source that takes any finds it: a file in its folder, or a message in its queue. */
export function sendRecordTo(sources: readonly ServerSource[]): (record: JsonObject) => Promise<void> {
  for (const source of sources) {
    if (source.kind === 'folder') return (record) => intoFolder(source.folder, record);
    if (source.kind === 'sqs') return (record) => intoQueue(source.queue, record);
  }
  throw new Complaint(
    'expected a source of kind `sqs` or `folder` to inject into: Event history and stdin take nothing',
  );
}

async function intoFolder(folder: string, record: JsonObject): Promise<void> {
  writeFileSync(
    join(folder, `portcullis-drill-${String(record.eventID)}.json`),
    JSON.stringify({ Records: [record] }),
    {
      flag: 'wx',
    },
  );
}

/** As EventBridge brings it (EventBridge user guide, "AWS service events via CloudTrail"). */
async function intoQueue(QueueUrl: string, record: JsonObject): Promise<void> {
  const { SQSClient, SendMessageCommand } = await import('@aws-sdk/client-sqs');
  const region = /\bsqs[.-]([a-z]{2,4}(?:-[a-z]+)+-\d)/.exec(QueueUrl)?.[1] ?? String(record.awsRegion);
  const client = new SQSClient({ region });
  const body = {
    ...{ version: '0', id: record.eventID, 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.ec2' },
    ...{ account: record.recipientAccountId, time: record.eventTime, region: record.awsRegion, resources: [] },
    detail: record,
  };
  try {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(body) }));
  } finally {
    client.destroy();
  }
}
