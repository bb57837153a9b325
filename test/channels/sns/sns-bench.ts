import { openSns } from '../../../src/channels/sns/open-sns.ts';
import type { SnsSettings } from '../../../src/contracts/channel-settings.ts';
import type { ChannelBench, OpenBench } from '../../contracts/channel/channel-bench.ts';
import { type AwsStandIn, plantedKey, startAws, stsAnswer, useAws, xmlRefusal } from '../aws/aws-stand-in.ts';
import { findSnsFaults, publishedOf } from './sns-faults.ts';

/** A channel of SNS, as a policy has it. */
export const snsSettings: SnsSettings = {
  ...{ kind: 'sns', name: 'sns.security', fallback: null, role: null, format: 'text' },
  topic: 'arn:aws:sns:eu-central-1:111122223333:security',
};

/** SNS that takes what the real one takes, and what it says when it does not. */
export async function startSns(complaints: string[] = []): Promise<AwsStandIn> {
  return await startAws(
    (call) => {
      if (call.action !== 'Publish') return stsAnswer(call);
      complaints.push(...findSnsFaults(call));
      return {
        body: '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId></PublishResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></PublishResponse>',
      };
    },
    {
      busy: xmlRefusal('Throttled', 429, { 'retry-after': '7' }),
      down: xmlRefusal('InternalError', 500),
      key: xmlRefusal('AuthorizationError', 403),
      gone: xmlRefusal('NotFound', 404),
    },
  );
}

/** A topic of SNS in one of its forms takes part in the contract of channels. */
export function snsBench(settings: SnsSettings): ChannelBench {
  return {
    open: async (): Promise<OpenBench> => {
      const complaints: string[] = [];
      const aws = await startSns(complaints);
      useAws(aws.endpoint);
      const published = () => aws.calls.filter(({ action }) => action === 'Publish').map(publishedOf);
      return {
        channel: openSns(settings),
        shown: () =>
          published().map(({ subject, bodies }) => [subject, bodies.email ?? '', bodies.https, bodies.sms].join('\n')),
        standing: () => published().length,
        complaints: () => complaints,
        fail: (trouble) => aws.fail(trouble),
        secrets: [plantedKey, 'planted-role-secret'],
        close: () => aws.close(),
      };
    },
  };
}
