import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { systemClock } from '../../src/apps/live/system-clock.ts';
import type { Inbox } from '../../src/contracts/live.ts';
import { watchedNames } from '../../src/core/change/watched.ts';
import { watchStep } from '../../src/flow/live/watch/watch-step.ts';
import { measureDelays } from '../../src/sources/delay/measure-delays.ts';
import { startDelays } from '../../src/sources/delay/start-delays.ts';
import { openFolderInbox } from '../../src/sources/folder/open-folder-inbox.ts';
import type { LiveSource } from '../../src/sources/live/live-source.ts';
import { openLookupInbox } from '../../src/sources/lookup-events/open-lookup-inbox.ts';
import { openSqsInbox } from '../../src/sources/sqs/open-sqs-inbox.ts';
import { nobody } from '../contracts/inbox/nobody.ts';
import { WatchStage } from '../flow/watch-stage.ts';
import { account, region } from '../model/any-calls.ts';
import { withMoto } from '../moto/with-moto.ts';
import { startHistoryServer } from './history-server.ts';

await withMoto((moto) => {
  it.each([
    ['queue, history, folder', [0, 1, 2]],
    ['folder, queue, history', [2, 0, 1]],
    ['history, folder, queue', [1, 2, 0]],
  ])('R1: the same change from three sources is one, whichever comes first: %s', async (_, order) => {
    const stage = new WatchStage();
    const web = stage.group();
    stage.opens(web, 22);
    const record = stage.records.at(-1)!;
    const text = JSON.stringify(record);
    const calls = watchedNames(['perimeter', 'attachment']);

    const access = { region, endpoint: moto().endpoint, credentials: nobody };
    const client = new SQSClient(access);
    const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: `one-change-${order.join('')}` }));
    const envelope = { 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.ec2', detail: record };
    const notice = { Type: 'Notification', TopicArn: 'arn:aws:sns:x', Message: JSON.stringify(envelope) };
    await client.send(new SendMessageCommand({ QueueUrl: QueueUrl!, MessageBody: JSON.stringify(notice) }));

    const history = await startHistoryServer();
    history.lines.push({ id: String(record.eventID), call: String(record.eventName), at: Date.now(), text });
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-one-'));
    writeFileSync(join(folder, 'log.json'), JSON.stringify({ Records: [record] }));

    const clock = systemClock;
    const sources: readonly LiveSource[] = [
      openSqsInbox({ queue: QueueUrl!, access, calls, clock, settings: { wait: 1_000 } }),
      openLookupInbox({
        ...{ sites: [{ account, region, access: { ...access, endpoint: history.endpoint } }], calls, clock },
        cursors: { load: async () => null, save: async () => {} },
        settings: { pace: 5, every: 50, wait: 300 },
      }),
      openFolderInbox({
        ...{ folder, calls, clock, memory: { load: async () => null, save: async () => {} } },
        settings: { every: 20, settle: 20, wait: 300 },
      }),
    ];
    const delays = startDelays();
    for (const at of order) {
      const source = sources[at]!;
      const inbox: Inbox = measureDelays(source, source.name, delays, clock);
      const end = performance.now() + 45_000;
      while (
        (await watchStep({ ...stage.parts(), inbox })) === 'worked' ||
        (source.figures().messages === 0 && performance.now() < end)
      );
      expect(source.figures()).toMatchObject({ messages: 1, inHand: 0, trouble: null });
    }
    expect((await stage.decisions()).length).toBe(1);
    expect((await stage.bodies('decided')).length).toBe(1);
    expect(await stage.rows('record')).toHaveLength(1);
    expect(await stage.bodies('gap')).toEqual([]);
    expect(
      delays
        .figures()
        .map(({ source, count }) => `${source.split(':')[0]} ${count}`)
        .toSorted(),
    ).toEqual(['folder 1', 'lookup-events 1', 'sqs 1']);
    for (const source of sources) await source.close();
    await history.stop();
    client.destroy();
    rmSync(folder, { recursive: true });
  });
});
