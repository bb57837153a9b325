import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetFindingsCommand, SecurityHubClient } from '@aws-sdk/client-securityhub';
import { CreateEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { CreateTopicCommand, SetSubscriptionAttributesCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { beforeAll, describe, expect, test } from 'vitest';
import { awsSecretStores } from '../../../src/aws/secrets/secret-stores.ts';
import { openSes } from '../../../src/channels/email/open-ses.ts';
import { openSecurityHub } from '../../../src/channels/security-hub/open-security-hub.ts';
import { openSns } from '../../../src/channels/sns/open-sns.ts';
import { readSubscriptions, saySubscriptions } from '../../../src/channels/sns/read-subscriptions.ts';
import type { SnsSettings } from '../../../src/contracts/channel-settings.ts';
import { deliveryOf } from '../../contracts/channel/channel-contract.ts';
import { useMoto } from '../../moto/moto-account.ts';
import { withMoto } from '../../moto/with-moto.ts';
import { sesSettings } from '../email/ses-bench.ts';
import { acknowledgedAlert, openAlert, revertedAlert } from '../sample-alerts.ts';

const region = 'eu-central-1';
const soon = () => AbortSignal.timeout(120_000);

await withMoto((moto) => {
  beforeAll(() => useMoto(moto()));

  /** A topic with a queue that hears it. */
  async function topicWithQueue(name: string, fifo: boolean): Promise<{ settings: SnsSettings; queue: string }> {
    const attributes = fifo ? { FifoTopic: 'true' } : {};
    const sns = new SNSClient({ region });
    const made = await sns.send(new CreateTopicCommand({ Name: name, Attributes: attributes }));
    const asked = { QueueName: name, ...(fifo ? { Attributes: { FifoQueue: 'true' } } : {}) };
    const { QueueUrl = '' } = await new SQSClient({ region }).send(new CreateQueueCommand(asked));
    const topic = made.TopicArn ?? '';
    const endpoint = topic.replace(':sns:', ':sqs:');
    await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint: endpoint }));
    return {
      settings: { kind: 'sns', name: 'sns', fallback: null, topic, role: null, format: 'text' },
      queue: QueueUrl,
    };
  }

  async function heard(queue: string): Promise<readonly Record<string, never>[]> {
    const ask = { QueueUrl: queue, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] };
    const { Messages = [] } = await new SQSClient({ region }).send(new ReceiveMessageCommand(ask));
    return Messages.map(({ Body }) => JSON.parse(Body ?? '') as Record<string, never>);
  }

  describe('channels against moto', () => {
    test('R70: SNS hands a message to its subscribers, each in its form', async () => {
      const { settings, queue } = await topicWithQueue('security', false);
      const channel = openSns(settings);
      expect((await channel.deliver(deliveryOf(openAlert), soon())).kind).toBe('done');
      const [message] = await heard(queue);
      expect(message).toMatchObject({ Type: 'Notification', Subject: expect.stringMatching(/^\[CRITICAL\]/) });
      expect(JSON.parse(String(message!.Message))).toMatchObject({ type: 'message.first', data: { id: openAlert.id } });
      expect(message!.MessageAttributes).toMatchObject({ severity: { Type: 'String', Value: 'critical' } });
      channel.close?.();
    });

    test('R70: filters of subscriptions choose by severity', async () => {
      const { settings, queue } = await topicWithQueue('filtered', false);
      const sns = new SNSClient({ region });
      const endpoint = settings.topic.replace(':sns:', ':sqs:');
      const asked = { TopicArn: settings.topic, Protocol: 'sqs', Endpoint: endpoint, ReturnSubscriptionArn: true };
      const { SubscriptionArn } = await sns.send(new SubscribeCommand(asked));
      const filter = { AttributeName: 'FilterPolicy', AttributeValue: JSON.stringify({ severity: ['critical'] }) };
      await sns.send(new SetSubscriptionAttributesCommand({ SubscriptionArn, ...filter }));
      const channel = openSns(settings);
      await channel.deliver(deliveryOf({ ...openAlert, severity: 'low' }), soon());
      await channel.deliver(deliveryOf(openAlert), soon());
      expect((await heard(queue)).map(({ Subject }) => String(Subject).slice(0, 10))).toEqual(['[CRITICAL]']);
      channel.close?.();
    });

    test('a FIFO topic takes the same message once', async () => {
      const { settings, queue } = await topicWithQueue('security.fifo', true);
      const channel = openSns(settings);
      for (const repeated of [false, true])
        expect((await channel.deliver(deliveryOf(openAlert, { repeated }), soon())).kind).toBe('done');
      expect((await heard(queue)).length).toBe(1);
      channel.close?.();
    });

    test('R156: the subscriptions of a topic can be read, and a topic that is not there says what to do', async () => {
      const { settings } = await topicWithQueue('subscribed', false);
      const found = await readSubscriptions(settings, { signal: soon(), now: 0 });
      expect(found).toMatchObject({ kind: 'read', confirmed: [{ protocol: 'sqs' }], pending: [] });
      expect(saySubscriptions(settings.topic, found)).toBeNull();
      const gone = { ...settings, topic: `${settings.topic}-gone` };
      const came = await openSns(gone).deliver(deliveryOf(openAlert), soon());
      expect(came).toMatchObject({ kind: 'refused', whole: true, why: expect.stringContaining('to be there') });
    });

    test('R66: SES takes the mail of a sender that is verified, and no other', async () => {
      const channel = openSes(sesSettings);
      expect(await channel.deliver(deliveryOf(openAlert), soon())).toMatchObject({ kind: 'refused', whole: false });
      await new SESv2Client({ region }).send(
        new CreateEmailIdentityCommand({ EmailIdentity: 'portcullis@example.com' }),
      );
      const first = await channel.deliver(deliveryOf(openAlert), soon());
      expect(first).toMatchObject({
        kind: 'done',
        ref: expect.stringMatching(/^<[\w-]+@eu-central-1\.amazonses\.com>$/),
      });
      channel.close?.();
    });

    test('Security Hub has one finding for all of a message, in the account that it is about', async () => {
      const role = 'PortcullisFindings';
      const channel = openSecurityHub({ kind: 'security-hub', name: 'hub', fallback: null, region: null, role });
      const first = await channel.deliver(deliveryOf(openAlert), soon());
      const ref = first.kind === 'done' ? first.ref : null;
      await channel.deliver(deliveryOf(acknowledgedAlert, { what: 'update', ref }), soon());
      const closed = { ...revertedAlert, updatedAt: acknowledgedAlert.updatedAt + 60_000 };
      expect(await channel.deliver(deliveryOf(closed, { what: 'update', ref }), soon())).toMatchObject({
        kind: 'done',
      });
      const asked = { RoleArn: `arn:aws:iam::111122223333:role/${role}`, RoleSessionName: 'reader' };
      const { Credentials: keys } = await new STSClient({ region: 'eu-west-1' }).send(new AssumeRoleCommand(asked));
      const credentials = {
        ...{ accessKeyId: keys!.AccessKeyId!, secretAccessKey: keys!.SecretAccessKey! },
        sessionToken: keys!.SessionToken!,
      };
      const there = await new SecurityHubClient({ region: 'eu-west-1', credentials }).send(new GetFindingsCommand({}));
      expect(there.Findings).toMatchObject([
        { Id: openAlert.key, AwsAccountId: '111122223333', RecordState: 'ARCHIVED' },
      ]);
      channel.close?.();
    });

    test('secrets are read from Systems Manager and Secrets Manager', async () => {
      const put = { Name: '/portcullis/slack', Value: 'planted-a', Type: 'SecureString' as const };
      await new SSMClient({ region }).send(new PutParameterCommand(put));
      await new SecretsManagerClient({ region }).send(
        new CreateSecretCommand({ Name: 'portcullis/pd', SecretString: 'planted-b' }),
      );
      const { stores, close } = awsSecretStores({ now: () => Date.now() }, region);
      expect(await stores.ssm('/portcullis/slack')).toEqual({ kind: 'read', text: 'planted-a' });
      expect(await stores.secretsmanager('portcullis/pd')).toEqual({ kind: 'read', text: 'planted-b' });
      for (const came of [await stores.ssm('/none'), await stores.secretsmanager('none')])
        expect(came).toMatchObject({ kind: 'refused', why: expect.stringContaining('keep the secret there') });
      close();
    });
  });
});
