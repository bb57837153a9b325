import type { Delivered, Delivery } from '../../contracts/channel.ts';
import { isOver } from '../../core/alert/is-over.ts';
import { postJson, type Sending } from '../http/post-json.ts';
import { whatCame } from '../http/what-came.ts';
import { renderShort, renderSlack } from './render.ts';
import type { SlackMessage } from './slack-block.ts';
import { readCode, type SlackCame, sayRefusal } from './slack-error.ts';

/**
 * Tells by an incoming webhook, which can neither edit nor answer in a thread: what is first or interrupts people anew is posted
 * whole; of what happens later only the end is told, in a line.
 */
export async function deliverByWebhook(url: string, sending: Sending, delivery: Delivery): Promise<Delivered> {
  const { alert, what } = delivery;
  if (what === 'update' && !isOver(alert)) return { kind: 'done', ref: null };
  const whole = what === 'update' ? renderShort(delivery) : renderSlack(delivery);
  const came = await post(url, sending, whole);
  const last = came.kind === 'too-long' && what !== 'update' ? await post(url, sending, renderShort(delivery)) : came;
  switch (last.kind) {
    case 'done':
      return { kind: 'done', ref: null };
    case 'too-long':
      return { kind: 'refused', why: `${last.why}: send it again once that is mended`, whole: false };
    case 'missing':
      return {
        kind: 'refused',
        why: 'expected Slack to take the message, got that something is missing',
        whole: false,
      };
    default:
      return last;
  }
}

async function post(url: string, sending: Sending, { text, blocks }: SlackMessage): Promise<SlackCame> {
  const body = JSON.stringify({ text, blocks, unfurl_links: false, unfurl_media: false });
  const answer = await postJson({ url, body }, sending);
  const came = whatCame(answer);
  const code = answer.kind === 'answered' ? readCode(answer.body) : null;
  if (came.kind === 'done' || code === null) return came;
  const said = sayRefusal(code, answer.kind === 'answered' ? answer.retryAfter : null);
  // A code that is not known says less than the status does.
  return said.kind === 'refused' && !said.whole ? came : said;
}
