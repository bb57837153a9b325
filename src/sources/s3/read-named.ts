import type { Intaken } from '../../contracts/source.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import type { NamedObject } from '../../core/trail/named-objects.ts';
import type { FastReader } from '../archive/fast/fast-reader.ts';
import { startFastReader } from '../archive/fast/start-fast-reader.ts';
import { itemOf } from '../archive/item-of.ts';
import { usualLimits } from '../archive/read-limits.ts';
import { readStored } from '../archive/read-stored.ts';
import type { AwsAccess } from '../aws/access.ts';
import type { Trouble } from '../aws/trouble.ts';
import { startTurns } from '../live/start-turns.ts';
import { fetchObject } from './fetch-object.ts';
import { mayHoldRecords } from './log-key.ts';
import { createS3Calls, type S3Calls } from './s3-calls.ts';

/** What an object that a notification named holds, or why that is not known. */
export type NamedRead =
  | { readonly kind: 'read'; readonly intaken: readonly Intaken[] }
  | { readonly kind: 'failed'; readonly file: string; readonly trouble: Trouble };

/** Reads objects that notifications name. */
export interface NamedReader {
  read(object: NamedObject, receivedAt: Instant | null): Promise<NamedRead>;
  close(): void;
}

/** CloudTrail's log files stay far below this (they hold five minutes of one region); what is larger is for `scan`. */
const largest = 32 * 1024 ** 2;
const maxInflated = 1024 ** 3;

/** Records that one object may bring into memory at once. */
const maxRecords = 100_000;

/** No ARN and no alias, which lead elsewhere (S3 user guide, "General purpose bucket naming rules"). */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** Objects that are in memory at once. */
const atOnce = 4;

/**
 * Starts a reader of the wanted calls; objects that can hold no records by their key are passed over without a call. `buckets`
 * are those that may be named (`null`: any): whoever can write to a queue could have others read.
 */
export function startNamedReader(
  access: AwsAccess,
  { calls, buckets }: { readonly calls: ReadonlySet<string>; readonly buckets: ReadonlySet<string> | null },
  make: (access: AwsAccess) => S3Calls = createS3Calls,
): NamedReader {
  const clients = new Map<string, S3Calls>();
  const limits = { ...usualLimits, calls, maxInflated, wholeFile: largest };
  const inTurn = startTurns(atOnce);
  let fast: FastReader | null = null;
  const clientOf = (region: string): S3Calls => {
    const known = clients.get(region);
    if (known !== undefined) return known;
    const made = make({ ...access, region });
    clients.set(region, made);
    return made;
  };
  async function read({ bucket, key, region }: NamedObject, receivedAt: Instant | null): Promise<NamedRead> {
    const file = `s3://${bucket}/${key}`;
    if (!mayHoldRecords(key)) return { kind: 'read', intaken: [] };
    if (!bucketName.test(bucket) || (buckets !== null && !buckets.has(bucket)))
      return {
        kind: 'read',
        intaken: [unreadable(file, 'stands in a bucket that messages may not name: it was not read')],
      };
    const fetched = await fetchObject(clientOf(isRegion(region) ? region : access.region), { bucket, key }, largest);
    if (fetched.kind === 'failed') return { kind: 'failed', file, trouble: fetched.trouble };
    if (fetched.kind === 'too-large') return { kind: 'read', intaken: [tooMuch(file, `${largest} bytes`)] };
    fast ??= startFastReader(calls, false);
    const intaken: Intaken[] = [];
    for await (const found of readStored(fetched.stored, limits, fast)) {
      for (const each of found) intaken.push(itemOf(each, file, receivedAt));
      if (intaken.length > maxRecords) {
        intaken.push(tooMuch(file, `${maxRecords} records`));
        break;
      }
    }
    return { kind: 'read', intaken };
  }

  return {
    read: (object, receivedAt) => inTurn(() => read(object, receivedAt)),
    close() {
      for (const client of clients.values()) client.close();
    },
  };
}

/** A name that came in a message decides no more than which of AWS's own hosts is asked. */
function isRegion(region: string | null): region is string {
  return region !== null && /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(region);
}

function tooMuch(file: string, most: string): Intaken {
  return unreadable(file, `holds more than ${most}, the rest was not read: read it with \`portcullis scan ${file}\``);
}

function unreadable(file: string, reason: string): Intaken {
  return { kind: 'unreadable', place: { file, number: null }, reason, eventId: null };
}
