import { isObject, type Json, type JsonObject } from '../leaf/canonical.ts';

/** An S3 object that a notification names: the records are in there, not in the notification. */
export interface NamedObject {
  readonly bucket: string;
  readonly key: string;
  /** Where the bucket is, as far as the notification says so. */
  readonly region: string | null;
  /** Bytes as stored, as far as they are told. */
  readonly size: number | null;
}

/**
 * The objects that a notification names; `null` for what is no such notification. Those of objects that were removed name
 * none. Sources: S3 user guide, "Event message structure" (keys are URL-encoded, `+` for a space) and "Using
 * EventBridge" (they are not); CloudTrail user guide, "Configuring Amazon SNS notifications for CloudTrail".
 */
export function namedObjects(json: JsonObject): readonly NamedObject[] | null {
  return namedByTrail(json) ?? namedByBucket(json) ?? namedByBridge(json);
}

function namedByTrail({ s3Bucket, s3ObjectKey }: JsonObject): readonly NamedObject[] | null {
  if (s3Bucket === undefined || s3ObjectKey === undefined) return null;
  const keys: readonly Json[] = Array.isArray(s3ObjectKey) ? s3ObjectKey : [s3ObjectKey];
  return keys.flatMap((key) =>
    typeof key === 'string' && typeof s3Bucket === 'string'
      ? [{ bucket: s3Bucket, key, region: null, size: null }]
      : [],
  );
}

function namedByBucket(json: JsonObject): readonly NamedObject[] | null {
  if (json.eventSource !== 'aws:s3') return null;
  if (!isObject(json.s3) || !/^(s3:)?ObjectCreated:/.test(String(json.eventName ?? 'ObjectCreated:'))) return [];
  return named(json.s3, json.awsRegion, unescapeKey);
}

function namedByBridge(json: JsonObject): readonly NamedObject[] | null {
  if (json.source !== 'aws.s3' || json['detail-type'] !== 'Object Created' || !isObject(json.detail)) return null;
  return named(json.detail, json.region, (key) => key);
}

function named(json: JsonObject, region: Json | undefined, read: (key: string) => string): readonly NamedObject[] {
  const { bucket, object } = json;
  if (!isObject(bucket) || !isObject(object)) return [];
  if (typeof bucket.name !== 'string' || typeof object.key !== 'string') return [];
  return [
    {
      bucket: bucket.name,
      key: read(object.key),
      region: typeof region === 'string' && region !== '' ? region : null,
      size: typeof object.size === 'number' ? object.size : null,
    },
  ];
}

/** A key that is not encoded as it should be is taken as it stands. */
function unescapeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}
