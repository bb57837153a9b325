import { accountId, describe, object, opened, text } from '../group/read/field.ts';
import { isObject, type Json, type JsonObject, writeCanonical } from '../leaf/canonical.ts';
import { digestName } from '../leaf/digest.ts';
import { type Instant, readInstant } from '../leaf/instant.ts';
import { partitionOf } from './partition-of.ts';
import { readActor } from './read-actor.ts';
import type { Intake, Place, Result, TrailRecord, Unreadable } from './record.ts';
import { isTooDeep, maxLevels } from './too-deep.ts';

/**
 * Reads one CloudTrail record (contents: AWS CloudTrail user guide, "CloudTrail record contents", eventVersion 1.11).
 * Tolerates every version and re-export seen; refuses, with the reason, what has no name, service or time.
 */
export function readRecord(json: Json, place: Place, intake: Intake = fromFile): TrailRecord | Unreadable {
  if (!isObject(json))
    return refuse(place, null, `expected a CloudTrail record (a JSON object), found ${describe(json)}`);
  const eventId = text(json, 'eventID') ?? text(json, 'eventId');
  if (isTooDeep(json)) return refuse(place, eventId, `expected at most ${maxLevels} levels of brackets, found more`);
  const source = text(json, 'eventSource');
  const call = text(json, 'eventName');
  const at = readTime(json.eventTime);
  if (call === null) return refuse(place, eventId, 'expected `eventName`, found none');
  if (source === null) return refuse(place, eventId, `expected \`eventSource\` beside \`${call}\`, found none`);
  if (at === null)
    return refuse(
      place,
      eventId,
      `expected \`eventTime\` such as 2026-01-31T09:14:07Z, found ${describe(json.eventTime)}`,
    );
  const error = readError(json);
  const addendum = object(json, 'addendum');
  const actor = readActor(json);
  const region = text(json, 'awsRegion') ?? 'unknown';
  return {
    kind: 'record',
    intake,
    eventId: eventId ?? `digest:${digestName(writeCanonical(json))}`,
    sharedEventId: text(json, 'sharedEventID'),
    at,
    service: source.replace(/\.amazonaws\.com(\.cn)?$/, ''),
    call,
    account: accountId(text(json, 'recipientAccountId')) ?? actor.account ?? 'unknown',
    region,
    partition: readPartition(json, region),
    result: readResult(error),
    error,
    actor,
    request: opened(json.requestParameters) ?? null,
    response: opened(json.responseElements) ?? null,
    addendum: addendum && {
      reason: text(addendum, 'reason') ?? 'unknown',
      originalEventId: text(addendum, 'originalEventID'),
    },
  };
}

const fromFile: Intake = { source: 'file', receivedAt: null };

function refuse(place: Place, eventId: string | null, reason: string): Unreadable {
  return { kind: 'unreadable', place, reason, eventId };
}

/** LookupEvents and re-exports give seconds or milliseconds since 1970 where the log has ISO text. */
function readTime(value: Json | undefined): Instant | null {
  if (typeof value === 'string') return readInstant(value);
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0 || value > 8e15) return null;
  return value < 1e11 ? Math.round(value * 1000) : Math.round(value);
}

/** Success is the absence of an error code; response flags differ by API and say nothing reliable. */
function readError(json: JsonObject): TrailRecord['error'] {
  const code = text(json, 'errorCode');
  return code === null || code === 'None' || code === 'null' ? null : { code, message: text(json, 'errorMessage') };
}

/** A dry run that would have succeeded says so in its error code; one that would have failed looks like any denial. */
function readResult(error: TrailRecord['error']): Result {
  if (error === null) return 'applied';
  return /(^|\.)DryRunOperation$/.test(error.code) ? 'dry-run' : 'failed';
}

function readPartition(json: JsonObject, region: string): string {
  const arn = text(object(json, 'userIdentity') ?? {}, 'arn');
  const named = arn === null ? null : /^arn:(aws[a-z-]*):/.exec(arn);
  if (named) return named[1]!;
  return partitionOf(region);
}
