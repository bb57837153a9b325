import { afterEach, describe, expect, test } from 'vitest';
import { openSns } from '../../../src/channels/sns/open-sns.ts';
import { readSubscriptions, saySubscriptions } from '../../../src/channels/sns/read-subscriptions.ts';
import { renderPublication } from '../../../src/channels/sns/render.ts';
import { smsText } from '../../../src/channels/sns/sms-text.ts';
import { deliveryOf } from '../../contracts/channel/channel-contract.ts';
import { type AwsStandIn, startAws, useAws, xmlRefusal } from '../aws/aws-stand-in.ts';
import { acknowledgedAlert, hostileAlert, openAlert, revertedAlert, sampleAlerts } from '../sample-alerts.ts';
import { snsSettings, startSns } from './sns-bench.ts';
import { publishedOf } from './sns-faults.ts';

const open: AwsStandIn[] = [];
afterEach(async () => {
  for (const aws of open.splice(0)) await aws.close();
});

const soon = () => AbortSignal.timeout(30_000);

async function heard(): Promise<AwsStandIn> {
  const aws = await startSns();
  open.push(aws);
  useAws(aws.endpoint);
  return aws;
}

describe('a text message', () => {
  test('R67: says how bad, where, what, who and what became of it in 160 characters', () => {
    expect(smsText(revertedAlert, false)).toBe(
      'CRIT shop-prod: IPv4 Internet->ssh on prod-web by alice@example.com. Reverted and verified after 14 s. chg_7f3k2m9p4q',
    );
    for (const alert of Object.values(sampleAlerts))
      for (const repeated of [true, false]) {
        const text = smsText(alert, repeated);
        expect(text).toMatch(/^[A-Za-z0-9 @$_!"#%&'()*+,\-./:;<=>?]{20,160}$/);
      }
  });

  test('R67: is made of the GSM alphabet whatever a group is called', () => {
    const place = { ...openAlert.place!, name: 'prod‑wéb→日本 https://192.0.2.1/x {a|b}~' };
    expect(smsText({ ...openAlert, place }, false)).toContain('on prod-web->??.. by');
    expect(smsText(hostileAlert, true)).toContain('(repeated)');
  });
});

describe('a publication to SNS', () => {
  test('R70: has one body for each kind of subscriber, and attributes that their filters can ask', () => {
    const { subject, message, attributes } = renderPublication(deliveryOf(openAlert), snsSettings);
    const bodies = JSON.parse(message) as Record<string, string>;
    expect(Object.keys(bodies).sort()).toEqual(['default', 'email', 'http', 'https', 'lambda', 'sms', 'sqs']);
    expect(subject).toBe(
      '[CRITICAL][shop-prod] The whole IPv4 Internet can reach tcp 22 (ssh) on prod-web - OPEN for 2...',
    );
    expect(bodies.email).toContain('Plan a revert\n    portcullis revert --plan chg_7f3k2m9p4q --out plan.json');
    expect(JSON.parse(bodies.sqs!)).toMatchObject({ $schema: 'portcullis:message:1', type: 'message.first' });
    expect(attributes).toEqual({
      ...{ kind: 'incident', what: 'first', severity: 'critical', action: 'none', account: '111122223333' },
      ...{ region: 'eu-west-1', environment: 'prod' },
    });
  });

  test('for Amazon Q is a custom notification with its thread, title and next steps', () => {
    const { message } = renderPublication(deliveryOf(openAlert), { ...snsSettings, format: 'amazon-q' });
    const bodies = JSON.parse(message) as Record<string, string>;
    const told = JSON.parse(bodies.https!) as Record<string, never>;
    expect(told).toMatchObject({
      ...{ version: '1.0', source: 'custom', metadata: { threadId: openAlert.id } },
      content: {
        textType: 'client-markdown',
        title: 'CRITICAL · The whole IPv4 Internet can reach tcp 22 (ssh) on prod-web',
        nextSteps: expect.arrayContaining(['Show the change: portcullis explain chg_7f3k2m9p4q']),
      },
    });
    const hostile = renderPublication(deliveryOf(hostileAlert), { ...snsSettings, format: 'amazon-q' }).message;
    expect((JSON.parse(hostile) as Record<string, string>).https).not.toMatch(
      /<!|<@|<https|\*bold|`|\]\(|@here|https:/,
    );
  });

  test('to a FIFO topic keeps each message in order and is known when it comes twice', async () => {
    const aws = await heard();
    const channel = openSns({ ...snsSettings, topic: `${snsSettings.topic}.fifo` });
    await channel.deliver(deliveryOf(openAlert), soon());
    await channel.deliver(deliveryOf(openAlert, { repeated: true }), soon());
    await channel.deliver(deliveryOf({ ...openAlert, revision: 4 }, { what: 'again', interrupts: 2 }), soon());
    expect(aws.calls.map(publishedOf).map(({ group, copy }) => [group, copy])).toEqual([
      ...[
        [openAlert.id, openAlert.id],
        [openAlert.id, openAlert.id],
        [openAlert.id, `${openAlert.id}.i2`],
      ],
    ]);
    channel.close?.();
  });

  test('says nothing in between, for a subscriber may be a phone, but that it is over', async () => {
    const aws = await heard();
    const channel = openSns(snsSettings);
    const middle = deliveryOf(acknowledgedAlert, { what: 'update', news: acknowledgedAlert.history });
    expect((await channel.deliver(middle, soon())).kind).toBe('done');
    expect(aws.calls).toEqual([]);
    const end = deliveryOf(revertedAlert, { what: 'update', news: revertedAlert.history });
    expect((await channel.deliver(end, soon())).kind).toBe('done');
    expect(aws.calls.map(publishedOf).map(({ attributes }) => attributes.action)).toEqual(['closed']);
    channel.close?.();
  });

  test('goes to the region of the topic, by the role that the channel names', async () => {
    const aws = await heard();
    const channel = openSns({ ...snsSettings, role: 'PortcullisNotify' });
    expect((await channel.deliver(deliveryOf(openAlert), soon())).kind).toBe('done');
    expect(aws.calls.map(({ action, key, region }) => [action, key, region])).toEqual([
      ['AssumeRole', 'AKIAPLANTED', 'eu-central-1'],
      ['Publish', 'ASIA111122223333', 'eu-central-1'],
    ]);
    expect(aws.calls[0]?.input.RoleArn).toBe('arn:aws:iam::111122223333:role/PortcullisNotify');
    channel.close?.();
  });
});

describe('the subscriptions of a topic', () => {
  const page = (members: string, next = '') =>
    `<ListSubscriptionsByTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListSubscriptionsByTopicResult><Subscriptions>${members}</Subscriptions>${next}</ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`;
  const member = (arn: string, protocol: string, endpoint: string) =>
    `<member><TopicArn>${snsSettings.topic}</TopicArn><Protocol>${protocol}</Protocol><SubscriptionArn>${arn}</SubscriptionArn><Owner>111122223333</Owner><Endpoint>${endpoint}</Endpoint></member>`;

  async function read(pages: readonly string[]) {
    const aws = await startAws(({ input }) => ({ body: pages[Number(input.NextToken ?? 0)]! }), {
      key: xmlRefusal('AuthorizationError', 403),
    });
    open.push(aws);
    useAws(aws.endpoint);
    if (pages.length === 0) aws.fail('key');
    return await readSubscriptions(snsSettings, { signal: soon(), now: 0 });
  }

  test('R80, R156: those that nobody confirmed are found, on every page, and shown with what to do', async () => {
    const confirmed = member(`${snsSettings.topic}:1`, 'sqs', 'arn:aws:sqs:eu-central-1:111122223333:q');
    const found = await read([
      page(confirmed, '<NextToken>1</NextToken>'),
      page(member('PendingConfirmation', 'email', 'alice@example.com') + member('Deleted', 'sms', '+15550100123')),
    ]);
    expect(found).toEqual({
      kind: 'read',
      confirmed: [{ protocol: 'sqs', endpoint: 'arn:aws:sqs:eu-central-1:111122223333:q' }],
      pending: [{ protocol: 'email', endpoint: '…@example.com' }],
    });
    expect(await openSns(snsSettings).unreached?.(soon(), 0)).toBe(saySubscriptions(snsSettings.topic, found));
    expect(saySubscriptions(snsSettings.topic, found)).toMatch(
      /1 that wait for it.*\(email …@example\.com\): open the link/,
    );
  });

  test('R156: a topic with confirmed subscriptions alone is well; one without any tells nobody', async () => {
    const well = await read([page(member(`${snsSettings.topic}:1`, 'sms', '+15550100123'))]);
    expect(saySubscriptions(snsSettings.topic, well)).toBeNull();
    const none = await read([page('')]);
    expect(saySubscriptions(snsSettings.topic, none)).toContain('nobody is told');
  });

  test('that may not be read say which permission is missing', async () => {
    const found = await read([]);
    expect(saySubscriptions(snsSettings.topic, found)).toContain('permission for `sns:ListSubscriptionsByTopic`');
  });
});
