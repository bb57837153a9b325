import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Wire, WireRequest } from '../client/wire.ts';
import { inspectIdentity } from './inspect-identity.ts';
import { inspectQueue } from './inspect-queue.ts';
import { inspectTrails } from './inspect-trails.ts';
import { queueAge } from './queue-age.ts';
import { tryLookup } from './try-lookup.ts';

const now = Date.parse('2026-03-09T00:00:00Z');
const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };

interface Answer {
  readonly status?: number;
  readonly body: unknown;
  readonly date?: string;
}

/** A wire that answers by the call's name, and nothing else. */
function accessTo(answer: (call: string) => Answer, asked: string[] = []) {
  const wire: Wire = {
    handle: async (request: WireRequest, sending: object = {}) => {
      const target = String(request.headers['x-amz-target'] ?? '');
      const form = /Action=(\w+)/.exec(String(request.body ?? ''))?.[1];
      const call = form ?? target.split('.').at(-1) ?? '';
      asked.push(`${call} ${request.hostname}`);
      const { status = 200, body, date } = answer(call);
      const { journey } = sending as { journey?: { sent: boolean; date: string | null } };
      if (journey !== undefined) [journey.sent, journey.date] = [true, date ?? null];
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return { response: { statusCode: status, headers: {}, body: Readable.from([Buffer.from(text)]) as never } };
    },
    destroy: () => {},
    metadata: { handlerProtocol: 'http/1.1' },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
  return { region: 'us-east-1', keys, who: 'role `Reader`', wire, clock: { now: () => now, monotonic: () => 0 } };
}

const denied: Answer = { status: 400, body: { __type: 'AccessDeniedException', message: 'You shall not' } };
const arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/management';

describe('trails, as they are looked at', () => {
  it('R143: one of another region is asked there whether it is on and what it keeps', async () => {
    const asked: string[] = [];
    const access = accessTo((call): Answer => {
      if (call === 'DescribeTrails')
        return { body: { trailList: [{ Name: 'management', TrailARN: arn, HomeRegion: 'eu-west-1' }] } };
      if (call === 'GetTrailStatus') return { body: { IsLogging: true, LatestDeliveryError: '' } };
      return { body: { EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] } };
    }, asked);
    const { trails, tried } = await inspectTrails(access);
    expect(trails).toEqual([
      { name: 'management', arn, home: 'eu-west-1', logging: true, keeps: 'writes', undelivered: null },
    ]);
    expect(tried.map(({ permission, tried: { kind } }) => `${permission} ${kind}`)).toEqual([
      'cloudtrail:DescribeTrails allowed',
      'cloudtrail:GetTrailStatus allowed',
      'cloudtrail:GetEventSelectors allowed',
    ]);
    expect(asked.slice(1).every((each) => each.includes('eu-west-1'))).toBe(true);
  });

  it('R124: what is refused is named, and a trail that cannot be looked into is not called off', async () => {
    expect(await inspectTrails(accessTo(() => denied))).toMatchObject({
      trails: null,
      tried: [{ tried: { kind: 'missing' } }],
    });
    const list = { body: { trailList: [{ Name: 'management', TrailARN: arn, HomeRegion: 'us-east-1' }] } };
    const { trails } = await inspectTrails(accessTo((call) => (call === 'DescribeTrails' ? list : denied)));
    expect(trails).toMatchObject([{ logging: null, keeps: null }]);
    expect(await tryLookup(accessTo(() => denied))).toMatchObject({
      permission: 'cloudtrail:LookupEvents',
      tried: { kind: 'missing' },
    });
  });
});

describe('our credentials and the clock', () => {
  const who = `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/alice</Arn>
    <UserId>A</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
  const date = new Date(now + 600_000).toUTCString();

  it('one answer tells who we are and how far our clock is off; a refusal tells the time, too', async () => {
    const { identity, clock } = await inspectIdentity(accessTo(() => ({ body: who, date })));
    expect(identity).toMatchObject({ kind: 'answered', result: { account: '111122223333' } });
    expect(clock).toEqual({ behind: 600_000, took: 0 });
    const error =
      '<ErrorResponse><Error><Type>Sender</Type><Code>ExpiredToken</Code><Message>old</Message></Error></ErrorResponse>';
    const refused = await inspectIdentity(accessTo(() => ({ status: 403, body: error, date })));
    expect(refused.identity).toMatchObject({ kind: 'refused', code: 'ExpiredToken' });
    expect(refused.clock?.behind).toBe(600_000);
  });
});

describe('a queue, as it is looked at', () => {
  const url = 'https://sqs.us-east-1.amazonaws.com/111122223333/portcullis';

  it('tells how much waits, how long it is kept and when it is given up', async () => {
    const Attributes = {
      ...{ QueueArn: 'arn:aws:sqs:us-east-1:111122223333:portcullis', ApproximateNumberOfMessages: '7' },
      ...{ MessageRetentionPeriod: '345600', VisibilityTimeout: '30', RedrivePolicy: '{"maxReceiveCount":"5"}' },
    };
    expect(
      await inspectQueue(
        url,
        accessTo(() => ({ body: { Attributes } })),
      ),
    ).toMatchObject({
      result: { waiting: 7, kept: 345_600_000, hidden: 30_000, givenUpAfter: 5, oldest: null },
    });
    const odd = { body: { Attributes: { RedrivePolicy: 'no JSON' } } };
    expect(
      await inspectQueue(
        url,
        accessTo(() => odd),
      ),
    ).toMatchObject({ result: { givenUpAfter: null, waiting: 0 } });
  });

  it('the age of its oldest message is what CloudWatch told last, or nothing where that may not be read', async () => {
    expect(
      await queueAge(
        'portcullis',
        accessTo(() => denied),
      ),
    ).toBeNull();
  });
});
