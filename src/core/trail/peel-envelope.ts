import { isObject, type Json, type JsonObject } from '../leaf/canonical.ts';
import { type Instant, readInstant } from '../leaf/instant.ts';
import { namedObjects } from './named-objects.ts';
import type { Origin } from './origin.ts';

/** What an envelope holds: parts that may be envelopes again, a compressed text, nothing by design, or nobody knows. */
export type Holding =
  | {
      readonly kind: 'parts';
      readonly parts: readonly Json[];
      readonly from: Origin | null;
      readonly receivedAt: Instant | null;
    }
  | { readonly kind: 'compressed'; readonly text: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'names-objects' }
  | { readonly kind: 'unknown'; readonly reason: string };

type Opener = (json: JsonObject) => Holding | null;

/** Tells what an object that is itself no record holds, by its shape; the first opener that knows it decides. */
export function holding(json: JsonObject): Holding {
  for (const open of openers) {
    const held = open(json);
    if (held !== null) return held;
  }
  const keys = Object.keys(json)
    .slice(0, 5)
    .map((key) => `\`${key.slice(0, 40)}\``);
  return {
    kind: 'unknown',
    reason: `expected a CloudTrail record or a known envelope, found an object with ${keys.length === 0 ? 'no members' : keys.join(', ')}`,
  };
}

const nothing: Holding = { kind: 'nothing' };

/** EventBridge: `detail` is the record for the three kinds "via CloudTrail"; other kinds (schedules, state changes) are no records. */
const openEventBridge: Opener = (json) => {
  const type = json['detail-type'];
  if (typeof type !== 'string' || json.detail === undefined) return null;
  if (namedObjects(json) !== null) return { kind: 'names-objects' };
  if (!type.endsWith(' via CloudTrail') || type === 'AWS Insight via CloudTrail')
    return isRecordLike(json.detail) ? parts([json.detail], 'eventbridge') : nothing;
  return parts([json.detail], 'eventbridge');
};

/** A log file, a Lambda event, or an S3 notification: all use `Records`, and its elements tell which. */
const openRecords: Opener = (json) => {
  if (json.Records === undefined) return null;
  if (isEmptyList(json.Records)) return nothing;
  return Array.isArray(json.Records)
    ? parts(json.Records, 's3')
    : { kind: 'unknown', reason: 'expected a list in `Records`, found something else' };
};

const openSns: Opener = (json) => {
  const message = isObject(json.Sns)
    ? json.Sns
    : typeof json.TopicArn === 'string' || json.Type === 'Notification'
      ? json
      : null;
  if (message === null || typeof message.Message !== 'string') return null;
  if (/^(SubscriptionConfirmation|UnsubscribeConfirmation)$/.test(String(message.Type))) return nothing;
  if (/^CloudTrail validation message/i.test(message.Message)) return nothing;
  return parts([message.Message], null, instant(message.Timestamp));
};

const openSqs: Opener = (json) => {
  if (Array.isArray(json.Messages)) return parts(json.Messages, null);
  const known = json.messageId ?? json.MessageId ?? json.receiptHandle ?? json.ReceiptHandle;
  const body = json.body ?? json.Body;
  if (known === undefined || typeof body !== 'string') return null;
  const attributes = isObject(json.attributes) ? json.attributes : isObject(json.Attributes) ? json.Attributes : {};
  return parts([body], null, instant(attributes.SentTimestamp));
};

const openS3Notice: Opener = (json) => {
  if (json.Event === 's3:TestEvent') return nothing;
  if (json.s3Bucket !== undefined && json.s3ObjectKey !== undefined) return { kind: 'names-objects' };
  return isObject(json.s3) && json.eventSource === 'aws:s3' ? { kind: 'names-objects' } : null;
};

const openCloudWatchLogs: Opener = (json) => {
  if (isObject(json.awslogs) && typeof json.awslogs.data === 'string')
    return { kind: 'compressed', text: json.awslogs.data };
  if (json.messageType === 'CONTROL_MESSAGE') return nothing;
  if (Array.isArray(json.logEvents)) return parts(json.logEvents, null);
  if (Array.isArray(json.events) && json.events.some((line) => isObject(line) && typeof line.message === 'string'))
    return parts(json.events, null);
  const isLine =
    typeof json.message === 'string' &&
    (json.timestamp !== undefined || json.id !== undefined || json['@timestamp'] !== undefined);
  if (!isLine) return null;
  return String(json.message).startsWith('CWL CONTROL MESSAGE')
    ? nothing
    : parts([json.message!], null, instant(json.ingestionTime));
};

const openLookup: Opener = (json) => {
  if (typeof json.CloudTrailEvent === 'string') return parts([json.CloudTrailEvent], 'lookup');
  if (!Array.isArray(json.Events)) return null;
  return json.Events.length === 0 ? nothing : parts(json.Events, 'lookup');
};

/**
 * Digest files stand among the logs and list them, and Insights records tell rates of calls, not calls (CloudTrail user guide,
 * "CloudTrail digest file structure", "CloudTrail record contents for Insights events").
 */
const openDigest: Opener = (json) => {
  const isDigest = Array.isArray(json.logFiles) || json.digestS3Object !== undefined;
  return isDigest || isObject(json.insightDetails) ? nothing : null;
};

/** Documents of log stores: Elastic, OpenSearch, Splunk, Wazuh keep the record as text or object under a name of their own. */
const openDocument: Opener = (json) => {
  const flat = json['event.original'] ?? json._raw;
  if (typeof flat === 'string') return parts([flat], null);
  if (isObject(json.event) && json.event.original !== undefined) return parts([json.event.original], null);
  for (const name of [
    '_source',
    'result',
    'fields',
    'data',
    'hits',
    'record',
    'aws',
    'detail',
    'event',
    'cloudtrail',
  ]) {
    const inner = json[name];
    if (isRecordLike(inner)) return parts([inner!], null);
  }
  for (const name of ['_source', 'result', 'data', 'hits']) {
    const inner = json[name];
    if (isObject(inner)) return parts([inner], null);
    if (Array.isArray(inner)) return inner.length === 0 ? nothing : parts(inner, null);
  }
  return null;
};

const openers: readonly Opener[] = [
  openEventBridge,
  openRecords,
  openSns,
  openSqs,
  openS3Notice,
  openCloudWatchLogs,
  openLookup,
  openDigest,
  openDocument,
];

function parts(held: readonly Json[], from: Origin | null, receivedAt: Instant | null = null): Holding {
  return { kind: 'parts', parts: held, from, receivedAt };
}

function isRecordLike(value: Json | undefined): boolean {
  return isObject(value) && (typeof value.eventName === 'string' || typeof value.eventname === 'string');
}

function isEmptyList(value: Json): boolean {
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

/** ISO text, or milliseconds since 1970 as number or digits. */
function instant(value: Json | undefined): Instant | null {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (typeof value !== 'string') return null;
  return /^\d{12,14}$/.test(value) ? Number(value) : readInstant(value);
}
