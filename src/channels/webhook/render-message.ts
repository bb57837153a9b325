import type { Delivery } from '../../contracts/channel.ts';
import type { Alert } from '../../core/alert/alert.ts';
import { writeInstant } from '../../core/leaf/instant.ts';
import { type FittedAlert, fitAlert } from '../fit-alert.ts';

/** Standard Webhooks asks for less than 20 KB. */
const mostBytes = 20_000;

/**
 * Writes a message as JSON, `portcullis:message:1` (see `messageSchema`): all that an alert says, with times in ISO 8601. What
 * would be longer than 20,000 bytes is shortened, and `cut` says so.
 */
export function renderMessage({ alert, what, news, repeated }: Delivery): string {
  const write = (fitted: FittedAlert) => JSON.stringify(messageOf(fitted, what, news.length, repeated));
  return write(fitAlert(alert, mostBytes, (fitted) => Buffer.byteLength(write(fitted))));
}

function messageOf({ alert, cut }: FittedAlert, what: Delivery['what'], news: number, repeated: boolean): object {
  return {
    $schema: 'portcullis:message:1',
    type: `message.${what}`,
    timestamp: writeInstant(alert.updatedAt),
    data: {
      id: alert.id,
      key: alert.key,
      kind: alert.kind,
      revision: alert.revision,
      severity: alert.severity,
      state: alert.state,
      at: writeInstant(alert.at),
      updatedAt: writeInstant(alert.updatedAt),
      headline: alert.headline,
      status: alert.status,
      short: alert.short,
      facts: alert.facts.map(({ label, lines }) => ({ label, lines })),
      place: alert.place === null ? null : placeOf(alert.place),
      who: alert.who,
      suspicious: alert.suspicious ?? false,
      checks: alert.checks,
      history: alert.history.map(({ at, say }) => ({ at: writeInstant(at), say })),
      news: Math.min(news, alert.history.length),
      people: alert.people.map(({ as, name, slack, mail }) => ({ as, name, slack, mail })),
      offers: alert.offers.map(({ id, say, command }) => ({ id, say, command })),
      playbook: alert.playbook,
      decisions: alert.ids.decisions,
      incidents: alert.ids.incidents,
      suppressed: alert.suppressed,
      repeated,
      cut,
    },
  };
}

function placeOf(place: NonNullable<Alert['place']>): object {
  const { partition, account, accountName, region, on, name, arn, vpc, environment, owner } = place;
  return { partition, account, accountName, region, on, name, arn, vpc, environment, owner };
}
