import type { Delivered, Delivery } from '../../contracts/channel.ts';
import { postJson, type Sending } from '../http/post-json.ts';
import { whatCame } from '../http/what-came.ts';
import { renderMessage } from './render-message.ts';
import { signWebhook } from './sign-webhook.ts';

/**
 * Sends our own JSON, signed as Standard Webhooks 1.0 want it. The id is that of the message and its revision, the same for
 * each attempt, so that a receiver who keeps ids takes each once.
 */
export async function deliverMessage(
  url: string,
  keys: readonly Buffer[],
  delivery: Delivery,
  sending: Sending,
): Promise<Delivered> {
  const body = renderMessage(delivery);
  const { id, revision } = delivery.alert;
  const headers = signWebhook(`${id.replace(/[^\w-]/g, '_')}-${revision}`, delivery.now, body, keys);
  const came = whatCame(await postJson({ url, body, headers }, sending));
  return came.kind === 'done' ? { kind: 'done', ref: null } : came;
}
