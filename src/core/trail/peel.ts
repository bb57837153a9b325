import { isObject, type Json, type JsonObject } from '../leaf/canonical.ts';
import { type Instant, readInstant } from '../leaf/instant.ts';
import { type NamedObject, namedObjects } from './named-objects.ts';
import type { Origin } from './origin.ts';
import { type Holding, holding } from './peel-envelope.ts';
import { readJsonText } from './peel-text.ts';
import { openRow } from './rows/open-row.ts';
import { isTooDeep, maxLevels } from './too-deep.ts';

/** What one JSON value held: records, and parts that should have held one and could not be read. */
export type Peeled =
  | { readonly kind: 'record'; readonly json: JsonObject; readonly from: Origin; readonly receivedAt: Instant | null }
  | {
      readonly kind: 'unreadable';
      readonly reason: string;
      readonly eventId: string | null;
      /** Set for a notification of S3 objects: what it names, for whoever can read them. */
      readonly objects?: readonly NamedObject[];
    };

/** Base64 of gzip to text, bounded by the caller; `null` when it is not that. CloudWatch Logs subscriptions need it. */
export type Inflate = (base64: string) => string | null;

/** Envelopes nest at most four deep in the wild (SQS, SNS, EventBridge, JSON text); this leaves room. */
const maxEnvelopes = 8;

/**
 * Takes CloudTrail records out of whatever envelope holds them: log files, EventBridge, SNS, SQS, CloudWatch Logs
 * subscriptions, LookupEvents, Athena and Lake rows, Elastic, Wazuh, Panther and Splunk documents, nested in any order.
 * Digests, control and test messages hold none and yield nothing; a notification that only names S3 objects is unreadable.
 * Sources: CloudTrail user guide (log files, digests, SNS), EventBridge user guide ("Events from AWS services"), Lambda
 * developer guide (SQS, SNS, S3, CloudWatch Logs events).
 */
export function peel(json: Json, from: Origin, inflate: Inflate): readonly Peeled[] {
  if (isTooDeep(json)) return [unreadable(`expected at most ${maxLevels} levels of brackets, found more`, json)];
  return peelInto(json, { from, receivedAt: null, depth: 0 }, inflate);
}

interface Way {
  readonly from: Origin;
  readonly receivedAt: Instant | null;
  readonly depth: number;
}

function peelInto(json: Json, way: Way, inflate: Inflate): readonly Peeled[] {
  if (way.depth > maxEnvelopes)
    return [unreadable(`expected a record within ${maxEnvelopes} envelopes, found more envelopes`, json)];
  if (Array.isArray(json)) return json.flatMap((element) => peelInto(element, deeper(way), inflate));
  if (typeof json === 'string') return peelText(json, way, inflate);
  if (!isObject(json)) return [unreadable(`expected a CloudTrail record, found \`${String(json)}\``, json)];
  if (Object.hasOwn(json, 'eventName')) return [readDirect(json, way)];
  if (Object.hasOwn(json, 'eventname')) return [readDirect(openRow(json), way)];
  return peelEnvelope(json, holding(json), way, inflate);
}

function peelEnvelope(json: JsonObject, held: Holding, way: Way, inflate: Inflate): readonly Peeled[] {
  switch (held.kind) {
    case 'nothing':
      return [];
    case 'names-objects':
      return [namesObjects(json)];
    case 'unknown':
      return [unreadable(held.reason, json)];
    case 'compressed': {
      const text = inflate(held.text);
      if (text === null) return [unreadable('expected base64 of gzip in `awslogs.data`, found something else', json)];
      return peelText(text, deeper(way), inflate);
    }
    case 'parts': {
      const receivedAt = way.receivedAt ?? held.receivedAt;
      const inner = { from: held.from ?? way.from, receivedAt, depth: way.depth + 1 };
      return held.parts.flatMap((part) => peelInto(part, inner, inflate));
    }
  }
}

function peelText(text: string, way: Way, inflate: Inflate): readonly Peeled[] {
  const read = readJsonText(text);
  if (read.kind === 'unreadable') return [read];
  if (isTooDeep(read.json)) return [unreadable(`expected at most ${maxLevels} levels of brackets, found more`, null)];
  return peelInto(read.json, deeper(way), inflate);
}

function deeper(way: Way): Way {
  return { ...way, depth: way.depth + 1 };
}

/** An object with `eventName` is a record, but for S3's own notifications, which borrow the name. */
function readDirect(json: JsonObject, way: Way): Peeled {
  if (typeof json.eventName !== 'string')
    return unreadable(
      `expected text in \`eventName\`, found \`${(JSON.stringify(json.eventName) ?? 'nothing').slice(0, 40)}\``,
      json,
    );
  if (json.eventSource === 'aws:s3') return namesObjects(json);
  const opened = isMapOfTexts(json.requestParameters) ? openRow(json) : json;
  const received = typeof json.p_parse_time === 'string' ? readInstant(json.p_parse_time) : null;
  return { kind: 'record', json: opened, from: way.from, receivedAt: way.receivedAt ?? received };
}

/** CloudTrail Lake rows have JSON texts where a record has objects. */
function isMapOfTexts(value: Json | undefined): boolean {
  if (typeof value === 'string') return value.trimStart().startsWith('{');
  if (!isObject(value)) return false;
  const members = Object.values(value);
  return (
    members.every((member) => typeof member === 'string') && members.some((member) => /^\s*[{[]/.test(member as string))
  );
}

function namesObjects(json: JsonObject): Peeled {
  const told = unreadable('names s3 objects, not records: read the log files that it names', json);
  return { ...told, objects: namedObjects(json) ?? [] };
}

function unreadable(reason: string, json: Json): Extract<Peeled, { kind: 'unreadable' }> {
  const id = isObject(json) ? (json.eventID ?? json.eventId ?? json.EventId) : null;
  return { kind: 'unreadable', reason, eventId: typeof id === 'string' ? id : null };
}
