import type { Json, JsonObject } from '../../../core/leaf/canonical.ts';
import { type Instant, writeInstant } from '../../../core/leaf/instant.ts';
import { digitsOf } from '../ids.ts';

/** A number from 0 up to 1, drawn anew at each call. */
export type Chance = () => number;

/** How well a way of delivery works. `loss` and `twice` are shares of records; delays are milliseconds. */
export interface Route {
  readonly kind: 'eventbridge' | 's3';
  readonly least: number;
  readonly most: number;
  readonly loss: number;
  readonly twice: number;
}

/** Seconds by rule, best effort: lost now and then, doubled now and then. */
export const eventBridge: Route = { kind: 'eventbridge', least: 2_000, most: 60_000, loss: 0.001, twice: 0.01 };

/** Log files: three to ten minutes late, nothing lost, now and then in two files. */
export const logFiles: Route = { kind: 's3', least: 60_000, most: 300_000, loss: 0, twice: 0.02 };

/** A record on its way: when it comes in, and the body it comes in. */
export interface Delivery {
  readonly at: Instant;
  readonly body: JsonObject;
}

/** Bytes beyond which EventBridge is not sent an event. */
const mostEvent = 256 * 1024;

/** Every five minutes CloudTrail writes files. */
const slot = 300_000;

/**
 * When one record arrives, and how often: late by chance, most of them early on, and so in any order; reads never come
 * through EventBridge, nor does what is too large for it (EventBridge user guide, "AWS service events via CloudTrail").
 * Always draws the same number of chances, so that one route's luck does not change another's.
 */
export function deliver(record: JsonObject, sent: Instant, route: Route, chance: Chance): readonly Delivery[] {
  const [lost, doubled, late, later] = [chance(), chance(), chance(), chance()];
  const isLost = lost < route.loss || (route.kind === 'eventbridge' && !passesEventBridge(record));
  if (isLost) return [];
  const delays = doubled < route.twice ? [late, later] : [late];
  return delays.map((luck, copy) => {
    const at = sent + route.least + Math.round(luck * luck * (route.most - route.least));
    if (route.kind === 's3') return { at: Math.ceil(at / slot) * slot, body: { Records: [record] } };
    return { at, body: eventOf(record, copy) };
  });
}

/** The log files that deliveries of one route come in: one a slot, its records in no order. */
export function gatherLogFiles(
  deliveries: readonly Delivery[],
  chance: Chance,
): readonly (Delivery & { readonly key: string })[] {
  return [...Map.groupBy(deliveries, ({ at }) => at)].map(([at, alike]) => {
    const records = alike
      .flatMap(({ body }) => body.Records as readonly JsonObject[])
      .map((record) => ({ record, place: chance() }))
      .sort((one, other) => one.place - other.place)
      .map(({ record }) => record);
    return { at, body: { Records: records }, key: keyOf(records[0]!, at) };
  });
}

function passesEventBridge(record: JsonObject): boolean {
  return record.readOnly !== true && new TextEncoder().encode(JSON.stringify(record)).length <= mostEvent;
}

/** The id of an EventBridge event is of its delivery, not of the record in it. */
function eventOf(record: JsonObject, copy: number): JsonObject {
  const digits = digitsOf(`${text(record.eventID)} ${copy}`, 32);
  return {
    version: '0',
    id: digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${text(record.eventSource).split('.')[0]}`,
    account: text(record.recipientAccountId),
    time: text(record.eventTime),
    region: text(record.awsRegion),
    resources: [],
    detail: record,
  };
}

/** CloudTrail's name of a log file (CloudTrail user guide, "CloudTrail log file name format"). */
function keyOf(record: JsonObject, at: Instant): string {
  const [account, region] = [text(record.recipientAccountId), text(record.awsRegion)];
  const stamp = writeInstant(at).replace(/[-:]/g, '').slice(0, 13);
  const day = writeInstant(at).slice(0, 10).replaceAll('-', '/');
  const unique = digitsOf(`${account} ${region} ${stamp}`, 16);
  return `AWSLogs/${account}/CloudTrail/${region}/${day}/${account}_CloudTrail_${region}_${stamp}Z_${unique}.json.gz`;
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
