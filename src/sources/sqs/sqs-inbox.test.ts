import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../contracts/live.ts';
import type { Json } from '../../core/leaf/canonical.ts';
import type { LiveSource } from '../live/live-source.ts';
import type { NamedRead, NamedReader } from '../s3/read-named.ts';
import { openSqsInbox } from './open-sqs-inbox.ts';
import { readQueueUrl } from './queue-url.ts';
import type { Entry, Received, SqsCalls } from './sqs-calls.ts';
import type { SqsSettings } from './sqs-settings.ts';

const queue = 'https://sqs.eu-west-1.amazonaws.com/111122223333/changes';

function record(eventID: string): { readonly [key: string]: Json } {
  return {
    ...{ eventID, eventName: 'RevokeSecurityGroupIngress', eventSource: 'ec2.amazonaws.com' },
    ...{ eventTime: '2026-01-31T09:14:07Z', awsRegion: 'eu-west-1', recipientAccountId: '111122223333' },
  };
}

function received(id: string, body: Json = record(id), count = 1): Received {
  return { id, handle: `${id}/${count}`, body: JSON.stringify(body), sentAt: 1_000, count };
}

/** A queue by hand: what each receive gives, what was deleted and hidden, what fails. */
class Stage {
  time = 0;
  readonly deleted: string[] = [];
  readonly hidden: { readonly handle: string; readonly seconds: number }[] = [];
  readonly batches: number[] = [];
  readonly receives: (readonly Received[] | Error)[] = [];
  refuseOnce = new Set<string>();
  named: (key: string) => NamedRead = () => ({ kind: 'read', intaken: [] });
  readonly opened: LiveSource[] = [];
  private readonly sleepers: { readonly until: number; readonly wake: () => void }[] = [];

  readonly clock: Clock = {
    now: () => 1_700_000_000_000 + this.time,
    monotonic: () => this.time,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        signal?.addEventListener('abort', () => resolve(), { once: true });
        this.sleepers.push({ until: this.time + milliseconds, wake: resolve });
      }),
  };

  open(settings: Partial<SqsSettings> = {}): LiveSource {
    const sqs: SqsCalls = {
      receive: async () => {
        const next = this.receives.shift() ?? [];
        if (next instanceof Error) throw next;
        return next;
      },
      remove: async (entries) => {
        this.batches.push(entries.length);
        const refused = entries.filter(({ handle }) => this.refuseOnce.delete(handle));
        for (const { handle } of entries) if (!refused.some((one) => one.handle === handle)) this.deleted.push(handle);
        return refused.map(({ id }) => ({ id, code: 'InternalError', final: false }));
      },
      hide: async (entries: readonly Entry[]) => {
        for (const { handle, seconds } of entries) this.hidden.push({ handle, seconds: seconds ?? 0 });
        return [];
      },
      close: () => {},
    };
    const named: NamedReader = { read: async ({ key }) => this.named(key), close: () => {} };
    const calls = new Set(['RevokeSecurityGroupIngress']);
    const inbox = openSqsInbox({ queue, calls, clock: this.clock, sqs, named, settings: { wait: 0, ...settings } });
    this.opened.push(inbox);
    return inbox;
  }

  /** Moves time on and lets everything happen that then does. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (;;) {
      await settle();
      const due = this.sleepers.filter(({ until }) => until <= end).toSorted((a, b) => a.until - b.until)[0];
      if (due === undefined) break;
      this.sleepers.splice(this.sleepers.indexOf(due), 1);
      this.time = Math.max(this.time, due.until);
      due.wake();
    }
    this.time = end;
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) await Promise.resolve();
}

async function taken(inbox: LiveSource) {
  const answer = await inbox.take(10);
  if (answer.kind !== 'taken') throw new Error(answer.why);
  return answer.messages;
}

const stages: Stage[] = [];
function stage(): Stage {
  const made = new Stage();
  stages.push(made);
  return made;
}
afterEach(async () => {
  for (const each of stages.splice(0)) {
    const closing = Promise.all(each.opened.map((inbox) => inbox.close()));
    await each.pass(100_000);
    await closing;
  }
});

describe('a queue', () => {
  it('R1: what is in hand is kept hidden from others, but not for ever', async () => {
    const at = stage();
    const inbox = at.open({ visibility: 60_000, longest: 100_000 });
    at.receives.push([received('m-1')]);
    const [message] = await taken(inbox);
    await at.pass(60_000);
    expect(at.hidden).toContainEqual({ handle: 'm-1/1', seconds: 60 });
    const told = at.hidden.length;
    await at.pass(200_000);
    expect(at.hidden.length - told).toBeLessThanOrEqual(2);
    at.receives.push([received('m-1', record('m-1'), 2)]);
    const [again] = await taken(inbox);
    expect(again!.receipt).not.toBe(message!.receipt);
    expect(await inbox.done(message!.receipt)).toEqual({ kind: 'fenced' });
    expect(await inbox.done(again!.receipt)).toEqual({ kind: 'settled' });
  });

  it('R32: a storm of copies is handed over once, and every copy is deleted', async () => {
    const at = stage();
    const inbox = at.open();
    at.receives.push([received('m-1')]);
    const [message] = await taken(inbox);
    for (let n = 2; n <= 400; n++) {
      at.receives.push([received('m-1', record('m-1'), n)]);
      expect(await taken(inbox)).toEqual([]);
    }
    await inbox.done(message!.receipt);
    await at.pass(1_000);
    expect(at.deleted).toEqual(['m-1/400']);
    for (let n = 401; n <= 500; n++) at.receives.push([received('m-1', record('m-1'), n)]);
    for (let n = 401; n <= 500; n++) expect(await taken(inbox)).toEqual([]);
    await at.pass(1_000);
    expect(at.deleted.length).toBe(101);
    expect(inbox.figures()).toMatchObject({ messages: 1, again: 499, inHand: 0 });
  });

  it('what is done is deleted in batches, and what one entry of a batch was refused is tried again', async () => {
    const at = stage();
    const inbox = at.open();
    at.refuseOnce.add('m-3/1');
    at.receives.push(Array.from({ length: 10 }, (_, n) => received(`m-${n}`)));
    for (const { receipt } of await taken(inbox)) await inbox.done(receipt);
    await at.pass(1_000);
    expect(at.batches).toEqual([10, 1]);
    expect(at.deleted.toSorted()).toEqual(Array.from({ length: 10 }, (_, n) => `m-${n}/1`));
  });

  it('what could not be kept is given back for a while that grows', async () => {
    const at = stage();
    const inbox = at.open();
    for (const count of [1, 4, 30]) {
      at.receives.push([received('m-1', record('m-1'), count)]);
      const [message] = await taken(inbox);
      await inbox.back!(message!.receipt);
    }
    expect(at.hidden.map(({ seconds }) => seconds)).toEqual([1, 8, 300]);
    expect(at.deleted).toEqual([]);
  });

  it('a message that is never done is told as poison, the same way each time, and stays in the queue', async () => {
    const at = stage();
    const inbox = at.open({ poisonAfter: 5 });
    const told: unknown[] = [];
    for (const count of [6, 7]) {
      at.receives.push([received('m-1', record('m-1'), count)]);
      const [message] = await taken(inbox);
      expect(message!.intaken).toMatchObject([{ kind: 'record' }, { kind: 'unreadable', place: { number: null } }]);
      told.push(message!.intaken[1]);
      await inbox.back!(message!.receipt);
    }
    expect(told[0]).toEqual(told[1]);
    expect(inbox.figures().poison).toBe(2);
    expect(at.deleted).toEqual([]);
  });

  it('a message that nobody can read is told and, once that is kept, deleted', async () => {
    const at = stage();
    const inbox = at.open();
    at.receives.push([{ ...received('m-1'), body: 'not JSON, `eventID` or not' }]);
    const [message] = await taken(inbox);
    expect(message!.intaken).toMatchObject([{ kind: 'unreadable', place: { file: 'sqs:changes message m-1' } }]);
    await inbox.done(message!.receipt);
    await at.pass(1_000);
    expect(at.deleted).toEqual(['m-1/1']);
  });

  it('reads the objects that S3 and CloudTrail name, through SNS and encoded keys', async () => {
    const at = stage();
    const inbox = at.open();
    const asked: string[] = [];
    at.named = (key) => {
      asked.push(key);
      const place = { file: key, number: 1 };
      return { kind: 'read', intaken: [{ kind: 'record', json: record('e-1'), place, from: 's3', receivedAt: 1 }] };
    };
    const s3 = { bucket: { name: 'logs' }, object: { key: 'AWSLogs/a+b%2Bc.json.gz', size: 10 } };
    const notice = { Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', awsRegion: 'eu-west-1', s3 }] };
    const trail = { s3Bucket: 'logs', s3ObjectKey: ['one.json.gz', 'two.json.gz'] };
    const bridge = {
      source: 'aws.s3',
      'detail-type': 'Object Created',
      region: 'eu-west-1',
      detail: { bucket: { name: 'logs' }, object: { key: 'a+b.json.gz' } },
    };
    at.receives.push([
      received('m-1', notice),
      received('m-2', { Type: 'Notification', TopicArn: 'arn', Message: JSON.stringify(trail) }),
      received('m-3', bridge),
      received('m-4', { Records: [{ eventSource: 'aws:s3', eventName: 'ObjectRemoved:Delete', s3 }] }),
      received('m-5', { Service: 'Amazon S3', Event: 's3:TestEvent' }),
    ]);
    const messages = await taken(inbox);
    expect(asked.toSorted()).toEqual(['AWSLogs/a b+c.json.gz', 'a+b.json.gz', 'one.json.gz', 'two.json.gz']);
    const held = messages.map(({ receipt, intaken }) => `${receipt.split('#')[0]} ${intaken.length}`);
    expect(held.toSorted()).toEqual(['m-1 1', 'm-2 2', 'm-3 1', 'm-4 0', 'm-5 0']);
  });

  it('an object that may not be read is told, and its message is not deleted until it was read', async () => {
    const at = stage();
    const inbox = at.open();
    const why = 'the KMS key refused `s3:GetObject on s3://logs/k`';
    at.named = () => ({ kind: 'failed', file: 's3://logs/k', trouble: { kind: 'key', why } });
    at.receives.push([received('m-1', { s3Bucket: 'logs', s3ObjectKey: ['k'] })]);
    const [message] = await taken(inbox);
    expect(message!.intaken).toMatchObject([{ kind: 'unreadable', reason: why }]);
    expect(await inbox.done(message!.receipt)).toEqual({ kind: 'settled' });
    await at.pass(1_000);
    expect(at.deleted).toEqual([]);
    expect(at.hidden).toEqual([{ handle: 'm-1/1', seconds: 900 }]);
  });

  it('an object that cannot be had just now delays its message, no other', async () => {
    const at = stage();
    const inbox = at.open();
    const trouble = { kind: 'throttled', why: 'AWS asks to slow down' } as const;
    at.named = () => ({ kind: 'failed', file: 's3://logs/k', trouble });
    at.receives.push([received('m-1', { s3Bucket: 'logs', s3ObjectKey: ['k'] }), received('m-2')]);
    const messages = await taken(inbox);
    expect(messages.map(({ receipt }) => receipt.split('#')[0])).toEqual(['m-2']);
    expect(at.hidden).toEqual([{ handle: 'm-1/1', seconds: 1 }]);
  });

  it('expired credentials are said with what to do, tried again more and more rarely, and forgotten when it works', async () => {
    const at = stage();
    const inbox = at.open();
    const expired = Object.assign(new Error('The security token included in the request is expired'), {
      name: 'ExpiredToken',
      $metadata: { httpStatusCode: 403 },
    });
    at.receives.push(expired);
    expect(await inbox.take(10)).toMatchObject({
      kind: 'unavailable',
      why: expect.stringContaining('have expired: renew'),
    });
    // It rests: no call is made before a second is over.
    at.receives.push([received('m-1')]);
    expect(await inbox.take(10)).toMatchObject({ kind: 'unavailable' });
    expect(at.receives.length).toBe(1);
    await at.pass(1_500);
    expect((await taken(inbox)).length).toBe(1);
    expect(inbox.figures().trouble).toBe(null);
  });

  it('R1: when it is closed, what was not done is free for others at once and what was done is deleted', async () => {
    const at = stage();
    const inbox = at.open();
    at.receives.push([received('m-1'), received('m-2'), received('m-3')]);
    const answer = await inbox.take(2);
    if (answer.kind !== 'taken') throw new Error(answer.why);
    await inbox.done(answer.messages[0]!.receipt);
    const closing = inbox.close();
    await at.pass(10_000);
    await closing;
    expect(at.deleted).toEqual(['m-1/1']);
    expect(at.hidden.filter(({ seconds }) => seconds === 0).map(({ handle }) => handle)).toEqual(['m-2/1', 'm-3/1']);
  });

  it('a URL that is none is said, and nothing is asked', async () => {
    const inbox = openSqsInbox({ queue: 'changes', calls: new Set(), clock: stage().clock });
    expect(await inbox.take(1)).toMatchObject({ kind: 'unavailable', why: expect.stringContaining('got `changes`') });
    expect(inbox.figures().trouble).toContain('expected the URL of an SQS queue');
  });
});

it.each([
  [queue, { name: 'changes', region: 'eu-west-1' }],
  ['https://sqs.cn-north-1.amazonaws.com.cn/111122223333/a.fifo', { name: 'a.fifo', region: 'cn-north-1' }],
  ['https://us-east-1.queue.amazonaws.com/111122223333/a', { name: 'a', region: 'us-east-1' }],
  ['https://sqs-fips.us-gov-west-1.amazonaws.com/111122223333/a', { name: 'a', region: 'us-gov-west-1' }],
  ['http://127.0.0.1:5000/111122223333/a', { name: 'a', region: null }],
  ['arn:aws:sqs:eu-west-1:111122223333:a', null],
  ['changes', null],
])('the URL %s names a queue', (url, found) => {
  expect(readQueueUrl(url)).toEqual(found);
});
