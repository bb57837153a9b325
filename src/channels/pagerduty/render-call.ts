import type { Alert } from '../../core/alert/alert.ts';
import { writeInstant } from '../../core/leaf/instant.ts';
import type { Severity } from '../../core/policy/scale.ts';
import { bareLine } from '../bare-line.ts';
import { type FittedAlert, fitAlert } from '../fit-alert.ts';
import { linkOf } from '../link-of.ts';
import { unlinkAlert } from '../unlink-alert.ts';
import type { PagerDutyAction } from './plan-calls.ts';

/** A request to the Events API v2: where it goes, below the host, and its body. The routing key stands in it already. */
export interface PagerDutyCall {
  readonly path: 'v2/enqueue' | 'v2/change/enqueue';
  readonly body: string;
}

/** PagerDuty takes 512 KB; some room is left for what it may add. */
const mostBytes = 480_000;
const mostOfKey = 255;
const mostOfSummary = 1024;

const severityThere: Readonly<Record<Severity, string>> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
  none: 'info',
};

/**
 * Writes one call (PagerDuty/developer-docs, events-API-v2: `dedup_key` at most 255 characters, `summary` 1024, a body 512 KB;
 * a change event has neither severity nor dedup key). Texts are plain there but
 * for addresses, which PagerDuty makes links of.
 */
export function renderCall(action: PagerDutyAction, alert: Alert, routingKey: string): PagerDutyCall {
  if (action === 'acknowledge' || action === 'resolve') {
    const body = { routing_key: routingKey, event_action: action, dedup_key: bareLine(alert.key, mostOfKey) };
    return { path: 'v2/enqueue', body: JSON.stringify(body) };
  }
  const write = (fitted: FittedAlert) =>
    JSON.stringify(action === 'change' ? changeOf(fitted, routingKey) : triggerOf(fitted, routingKey));
  const body = write(fitAlert(unlinkAlert(alert), mostBytes, (fitted) => Buffer.byteLength(write(fitted))));
  return { path: action === 'change' ? 'v2/change/enqueue' : 'v2/enqueue', body };
}

function triggerOf(fitted: FittedAlert, routingKey: string): object {
  const { alert } = fitted;
  const { place } = alert;
  return {
    routing_key: routingKey,
    event_action: 'trigger',
    dedup_key: bareLine(alert.key, mostOfKey),
    payload: {
      summary: summaryOf(alert),
      source: sourceOf(alert),
      severity: severityThere[alert.severity],
      timestamp: writeInstant(alert.at),
      ...given('component', place?.owner ?? null),
      ...given('group', place?.environment ?? null),
      ...given('class', alert.checks[0] ?? null),
      custom_details: detailsOf(fitted),
    },
    ...linksOf(alert),
    client: 'Portcullis',
  };
}

function changeOf(fitted: FittedAlert, routingKey: string): object {
  const { alert } = fitted;
  return {
    routing_key: routingKey,
    payload: {
      summary: bareLine(`${summaryOf(alert)} · ${alert.status}`, mostOfSummary),
      source: sourceOf(alert),
      timestamp: writeInstant(alert.at),
      custom_details: detailsOf(fitted),
    },
    ...linksOf(alert),
  };
}

function summaryOf({ headline, place }: Alert): string {
  const where = place === null ? '' : ` · ${place.accountName ?? place.account} ${place.region}`;
  return bareLine(`${headline}${where}`, mostOfSummary);
}

function sourceOf({ place }: Alert): string {
  return place?.arn ?? place?.on ?? place?.account ?? 'portcullis';
}

function detailsOf({ alert, cut }: FittedAlert): object {
  const facts = new Map<string, string>();
  for (const { label, lines } of alert.facts) {
    const before = facts.get(label);
    facts.set(label, [...(before === undefined ? [] : [before]), ...lines].join('\n'));
  }
  const { decisions, incidents } = alert.ids;
  return Object.fromEntries([
    ['Status', alert.status],
    ...facts,
    ...some(
      'Since',
      alert.history.map(({ at, say }) => `${writeInstant(at)} ${say}`),
    ),
    ...some(
      'Next',
      alert.offers.map(({ say, command }) => `${say}: ${command}`),
    ),
    ...some('Playbook', alert.playbook === null ? [] : [alert.playbook]),
    ...some('Checks', alert.checks),
    ...some(
      'People',
      alert.people.map(({ as, name }) => `${as}: ${name}`),
    ),
    ...some('Ids', [...decisions, ...incidents]),
    ...some('Suppressed', alert.suppressed === 0 ? [] : [`${alert.suppressed} more of the same were not sent`]),
    ...some('Shortened', cut ? ['this message was too long: the commands under Next tell all'] : []),
  ]);
}

function some(label: string, lines: readonly string[]): readonly (readonly [string, string])[] {
  return lines.length === 0 ? [] : [[label, lines.join('\n')]];
}

function linksOf({ playbook }: Alert): object {
  const href = linkOf(playbook);
  return href === null ? {} : { links: [{ href, text: 'Playbook' }] };
}

function given(key: string, value: string | null): object {
  return value === null ? {} : { [key]: value };
}
