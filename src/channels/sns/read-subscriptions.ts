import type { SnsSettings } from '../../contracts/channel-settings.ts';
import { openClients } from '../aws/open-clients.ts';
import { whatAwsSaid } from '../aws/what-aws-said.ts';
import { bareLine } from '../bare-line.ts';
import { topicPlace } from './topic-place.ts';

/** Whom a topic reaches. Endpoints are shortened: an address of mail to its domain, a number to its last digits. */
export type Subscriptions =
  | { readonly kind: 'read'; readonly confirmed: readonly Subscriber[]; readonly pending: readonly Subscriber[] }
  | { readonly kind: 'unread'; readonly why: string };

/** One subscription. */
export interface Subscriber {
  readonly protocol: string;
  readonly endpoint: string;
}

/** Pages of a hundred; whoever has more than this has no lack of recipients. */
const mostPages = 20;

/**
 * Lists the subscriptions of a topic, and which of them wait for a confirmation: those receive nothing, and nobody is told
 * (SNS developer guide, "Confirm an Amazon SNS subscription"; they are dropped after 48 hours).
 */
export async function readSubscriptions(
  settings: Pick<SnsSettings, 'topic' | 'role'>,
  { signal, now }: { readonly signal: AbortSignal; readonly now: number },
): Promise<Subscriptions> {
  const clients = openClients(async (how) => new (await import('./sns-client.ts')).SNSClient(how));
  const { topic } = settings;
  const { region, role } = topicPlace(settings);
  const [confirmed, pending]: [Subscriber[], Subscriber[]] = [[], []];
  try {
    const client = await clients.get(region, role);
    const { ListSubscriptionsByTopicCommand } = await import('./sns-client.ts');
    let next: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const ask = { TopicArn: topic, ...(next === undefined ? {} : { NextToken: next }) };
      const answer = await client.send(new ListSubscriptionsByTopicCommand(ask), { abortSignal: signal });
      for (const { SubscriptionArn = '', Protocol = '', Endpoint = '' } of answer.Subscriptions ?? []) {
        const one = { protocol: bareLine(Protocol, 40), endpoint: shorten(Protocol, Endpoint) };
        if (SubscriptionArn.startsWith('arn:')) confirmed.push(one);
        else if (SubscriptionArn === 'PendingConfirmation') pending.push(one);
      }
      next = answer.NextToken;
      if (next === undefined || next === '') break;
    }
    return { kind: 'read', confirmed, pending };
  } catch (error) {
    return { kind: 'unread', why: whatAwsSaid(error, { action: 'sns:ListSubscriptionsByTopic', on: topic, now }).why };
  } finally {
    clients.close();
  }
}

/**
 * What is wrong with whom a topic reaches, in a sentence; `null` where somebody is reached and nobody waits. For `doctor`
 * and `notify test`.
 */
export function saySubscriptions(topic: string, subscriptions: Subscriptions): string | null {
  if (subscriptions.kind === 'unread') return subscriptions.why;
  const { confirmed, pending } = subscriptions;
  const waiting = pending.slice(0, 5).map(({ protocol, endpoint }) => `${protocol} ${endpoint}`);
  const more = pending.length > 5 ? ` and ${pending.length - 5} more` : '';
  if (pending.length > 0)
    return `expected confirmed subscriptions of \`${topic}\`, got ${pending.length} that wait for it and receive nothing (${waiting.join(', ')}${more}): open the link in the mail that AWS sent them`;
  if (confirmed.length === 0)
    return `expected a subscription of \`${topic}\`, got none: nobody is told; subscribe somebody`;
  return null;
}

function shorten(protocol: string, endpoint: string): string {
  if (protocol.startsWith('email')) return bareLine(endpoint, 200).replace(/^[^@]*@/, '…@');
  if (protocol === 'sms') return `…${bareLine(endpoint, 40).slice(-3)}`;
  return protocol.startsWith('http') && URL.canParse(endpoint) ? new URL(endpoint).host : bareLine(endpoint, 200);
}
