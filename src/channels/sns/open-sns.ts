import type { Channel, Delivered, Delivery } from '../../contracts/channel.ts';
import type { SnsSettings } from '../../contracts/channel-settings.ts';
import { isOver } from '../../core/alert/is-over.ts';
import { openClients } from '../aws/open-clients.ts';
import { whatAwsSaid } from '../aws/what-aws-said.ts';
import { neverRejects } from '../never-rejects.ts';
import { readSubscriptions, saySubscriptions } from './read-subscriptions.ts';
import { renderPublication } from './render.ts';
import { topicPlace } from './topic-place.ts';

/**
 * A topic of SNS. A FIFO topic keeps the order of each message and knows a copy, but for five minutes only (SNS
 * developer guide, "Message deduplication"), which is less than a message may be tried for: so nothing is relied upon to
 * merge, and what may be a copy says so. What happens in between is only published when it closes, since a
 * subscriber may be a phone; Amazon Q threads all of it.
 */
export function openSns(settings: SnsSettings): Channel {
  const clients = openClients(async (how) => new (await import('./sns-client.ts')).SNSClient(how));
  const { topic, format } = settings;
  const place = topicPlace(settings);

  async function publish(delivery: Delivery, signal: AbortSignal): Promise<Delivered> {
    const { subject, message, attributes, group, copy } = renderPublication(delivery, settings);
    try {
      const client = await clients.get(place.region, place.role);
      const { PublishCommand } = await import('./sns-client.ts');
      const ask = {
        ...{ TopicArn: topic, Subject: subject, Message: message, MessageStructure: 'json' },
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([key, value]) => [key, { DataType: 'String', StringValue: value }]),
        ),
        ...(topic.endsWith('.fifo') ? { MessageGroupId: group, MessageDeduplicationId: copy } : {}),
      };
      await client.send(new PublishCommand(ask), { abortSignal: signal });
      return { kind: 'done', ref: null };
    } catch (error) {
      return whatAwsSaid(error, { action: 'sns:Publish', on: topic, now: delivery.now });
    }
  }

  return {
    ...{ memory: 'none', takes: ['first', 'update', 'again'] },
    deliver: neverRejects(async (delivery, signal) => {
      const { alert, what } = delivery;
      if (what === 'update' && format === 'text' && !isOver(alert)) return { kind: 'done', ref: null };
      return await publish(delivery, signal);
    }),
    unreached: async (signal, now) => saySubscriptions(topic, await readSubscriptions(settings, { signal, now })),
    close: () => clients.close(),
  };
}
