import { ListSubscriptionsByTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';

/** All that is asked of SNS. Loaded with the first message. */
export { ListSubscriptionsByTopicCommand, PublishCommand, SNSClient };
