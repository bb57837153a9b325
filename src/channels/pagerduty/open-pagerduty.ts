import type { Channel, Delivered, Delivery } from '../../contracts/channel.ts';
import type { PagerDutySettings } from '../../contracts/channel-settings.ts';
import type { ChannelParts } from '../channel-parts.ts';
import { type Answer, postJson } from '../http/post-json.ts';
import { type Came, whatCame } from '../http/what-came.ts';
import { neverRejects } from '../never-rejects.ts';
import { openSecret } from '../open-secret.ts';
import { type PagerDutyAction, planCalls } from './plan-calls.ts';
import { renderCall } from './render-call.ts';

const regions = { us: 'https://events.pagerduty.com/', eu: 'https://events.eu.pagerduty.com/' };

/** PagerDuty asks for "a few minutes" after a 429 and says no number itself. */
const usualPause = 120_000;

/**
 * PagerDuty by its Events API v2. It merges by `dedup_key`, so that a delivery may be repeated.
 */
export function openPagerDuty({ secret, region }: PagerDutySettings, parts: ChannelParts): Channel {
  const place = parts.places?.pagerduty ?? regions[region];
  return {
    memory: 'key',
    takes: ['first', 'update', 'again'],
    deliver: neverRejects(async (delivery, signal) => {
      const opened = await openSecret(parts.secrets, secret, signal);
      if (opened.kind !== 'opened') return opened;
      const key = opened.text;
      for (const [at, action] of actionsFor(delivery, key).entries()) {
        const { path, body } = renderCall(action, delivery.alert, key);
        const post = { url: new URL(path, place).href, body };
        const came = readAnswer(await postJson(post, { ...parts, signal, now: delivery.now }));
        if (came.kind === 'refused' && came.whole) parts.secrets.forget(secret);
        // What went before it has arrived.
        if (came.kind === 'later') return { ...came, maybe: came.maybe || at > 0 };
        if (came.kind === 'refused') return came;
      }
      return { kind: 'done', ref: delivery.alert.key };
    }),
  };
}

/** Keys of rulesets start with `R` and take no change events: there an alert is opened and resolved at once. */
function actionsFor(delivery: Delivery, key: string): readonly PagerDutyAction[] {
  const actions = planCalls(delivery);
  return key.startsWith('R') && actions.includes('change') ? ['trigger', 'resolve'] : actions;
}

function readAnswer(answer: Answer): Came {
  const came = whatCame(answer);
  if (answer.kind !== 'answered') return came;
  if (answer.status === 429 && came.kind === 'later') return { ...came, after: came.after ?? usualPause };
  if (answer.status !== 400) return came;
  const isKey = /routing.?key/i.test(answer.body);
  const why = isKey
    ? 'PagerDuty does not know the integration key (400): set the key of an Events API v2 integration as the channel’s secret'
    : 'PagerDuty does not take this event (400)';
  return { kind: 'refused', why, whole: isKey } satisfies Delivered;
}
