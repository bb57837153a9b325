import type { Intaken, Source } from '../../contracts/source.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import { startFastReader } from '../archive/fast/start-fast-reader.ts';
import { slotOf } from '../archive/file-name.ts';
import type { Found } from '../archive/found.ts';
import { itemOf } from '../archive/item-of.ts';
import { startProgress } from '../archive/progress.ts';
import { type ReadLimits, usualLimits } from '../archive/read-limits.ts';
import { readSlowly } from '../archive/read-slowly.ts';
import { readStored } from '../archive/read-stored.ts';
import { writeWire } from '../archive/run/wire.ts';
import { openSidecar } from '../archive/sidecar/open-sidecar.ts';
import type { Seen } from '../archive/sidecar/sidecar.ts';
import type { AwsAccess } from '../aws/access.ts';
import { troubleOf } from '../aws/trouble.ts';
import { type Fetched, fetchObject } from './fetch-object.ts';
import { inOrder } from './in-order.ts';
import { type Listed, listLogs } from './list-logs.ts';
import { mayHoldRecords } from './log-key.ts';
import { firstDayOf, mayHoldWanted } from './prune.ts';
import { createS3Calls, type ListedObject, type S3Calls } from './s3-calls.ts';
import type { S3Place } from './s3-url.ts';

/** What is read of a bucket, and how. */
export interface S3ArchiveParts {
  readonly place: S3Place;
  readonly access: AwsAccess;
  /** The names of the wanted calls. */
  readonly calls: ReadonlySet<string>;
  /** Only these, as the layout of CloudTrail's buckets tells them; all without. */
  readonly accounts?: ReadonlySet<string>;
  readonly regions?: ReadonlySet<string>;
  /** Days that can hold no record from then on are not even listed. */
  readonly since?: Instant;
  /** The folder of the index that makes reruns cheap and lets a broken-off one go on; `null` for none. */
  readonly sidecar: string | null;
  readonly s3?: S3Calls;
  /** Objects that are fetched at once (48 when left out), and bytes of them held in memory. */
  readonly ahead?: number;
  readonly held?: number;
}

const usual = { ahead: 48, held: 64 * 1024 ** 2 };

/** Larger objects are not held in memory but read as they come. */
const largest = 32 * 1024 ** 2;

/** Of one object more than this is not kept in the index: it would have to be held in memory. */
const maxKept = 8 * 1024 ** 2;

/** A day for clocks, as in folders. */
const clockMargin = 24 * 60 * 60 * 1000;

/**
 * CloudTrail's logs in a bucket as an archive: pruned by account, region and day before they are listed, many fetched at
 * once, told in the order of their keys. What cannot be listed or read is told and the rest is read, unless AWS would
 * refuse all of it.
 */
export function openS3Archive(parts: S3ArchiveParts): Source {
  return { read: () => readArchive(parts) };
}

async function* readArchive(parts: S3ArchiveParts): AsyncGenerator<readonly Intaken[]> {
  const { place, since, calls } = parts;
  const s3 = parts.s3 ?? createS3Calls(parts.access);
  const limits: ReadLimits = { ...usualLimits, calls, wholeFile: largest };
  const fast = startFastReader(calls, false);
  const sidecar = parts.sidecar === null ? null : await openSidecar(parts.sidecar, calls);
  const progress = startProgress(0, 0);
  let [files, skipped] = [0, 0];
  const counted = (told: ReturnType<typeof progress.tell>) => ({ ...told, files, skipped });

  const seenOf = ({ key, size, tag }: ListedObject): Seen => ({ path: urlOf(place.bucket, key), size, modified: tag });

  async function* wanted(): AsyncGenerator<Listed> {
    for await (const listed of listAll(parts, s3)) {
      const slot = listed.kind === 'object' && since !== undefined ? slotOf(listed.object.key) : null;
      const early = slot !== null && slot + clockMargin < since!;
      if (listed.kind === 'object' && (early || !mayHoldRecords(listed.object.key))) skipped++;
      else {
        files++;
        yield listed;
      }
    }
  }

  const fetch = async (listed: Listed): Promise<Fetched | null> => {
    if (listed.kind === 'obstacle') return { kind: 'failed', trouble: listed.trouble };
    const { object } = listed;
    if (sidecar?.knows(seenOf(object))) return null;
    if (object.size > largest) return { kind: 'too-large', bytes: object.size };
    return fetchObject(s3, { bucket: place.bucket, key: object.key }, largest);
  };

  async function* readOne(object: ListedObject, fetched: Fetched | null): AsyncGenerator<readonly Found[]> {
    if (fetched === null) {
      const found = sidecar?.recall(seenOf(object)) ?? null;
      if (found !== null) return yield found;
      return yield* readOne(object, await fetchObject(s3, { bucket: place.bucket, key: object.key }, largest));
    }
    switch (fetched.kind) {
      case 'failed':
        return yield [{ kind: 'unreadable', number: null, reason: fetched.trouble.why, eventId: null }];
      case 'too-large':
        return yield* readSlowly(() => stream(s3, place.bucket, object.key), limits);
      case 'fetched':
        yield* readStored(fetched.stored, limits, fast);
    }
  }

  const tasks = inOrder(wanted(), fetch, {
    most: parts.ahead ?? usual.ahead,
    heaviest: parts.held ?? usual.held,
    weight: (listed) => (listed.kind === 'object' ? Math.min(listed.object.size, largest) : 0),
  });
  try {
    for await (const { task, result } of tasks) {
      const key = task.kind === 'object' ? task.object.key : task.prefix;
      const object = task.kind === 'object' ? task.object : { key, size: 0, tag: '' };
      const keep = task.kind === 'object' && result !== null ? startKeeping() : null;
      for await (const found of readOne(object, result)) {
        keep?.add(found);
        const items = found.map((each) => itemOf(each, urlOf(place.bucket, key)));
        progress.count(items);
        if (items.length > 0) yield items;
      }
      const wires = keep?.wires() ?? null;
      if (wires !== null) sidecar?.keep(seenOf(object), wires);
      const told = progress.finishFile(object.size);
      const notices = sidecar?.takeNotices() ?? [];
      const more: Intaken[] = notices.map((text) => noticeOf(sidecar!.file, text));
      if (told !== null) more.push(counted(told));
      if (more.length > 0) yield more;
      if (result?.kind === 'failed' && (result.trouble.kind === 'credentials' || result.trouble.kind === 'clock')) {
        const reason = `the rest was not read: ${result.trouble.why}`;
        yield [
          {
            kind: 'unreadable',
            place: { file: urlOf(place.bucket, place.prefix), number: null },
            reason,
            eventId: null,
          },
        ];
        break;
      }
    }
  } finally {
    sidecar?.close();
    if (parts.s3 === undefined) s3.close();
  }
  yield [counted(progress.tell())];
}

/** A prefix that does not end at a `/` is a key, or the name of a folder; never the start of a longer name. */
async function* listAll({ place, accounts, regions, since }: S3ArchiveParts, s3: S3Calls): AsyncGenerator<Listed> {
  const { bucket, prefix } = place;
  const firstDay = since === undefined ? null : firstDayOf(since);
  const asked = { accounts: accounts ?? null, regions: regions ?? null, firstDay };
  const wants = (each: string): boolean => mayHoldWanted(each, asked);
  const isFolder = prefix === '' || prefix.endsWith('/');
  let some = false;
  if (!isFolder) {
    const only = { calls: s3, bucket, wants: () => false };
    for await (const listed of listLogs(only, prefix)) {
      if (listed.kind === 'object' && listed.object.key !== prefix) continue;
      some = true;
      yield listed;
      if (listed.kind === 'obstacle') return;
    }
  }
  for await (const listed of listLogs({ calls: s3, bucket, wants }, isFolder ? prefix : `${prefix}/`)) {
    some = true;
    yield listed;
  }
  if (some) return;
  const why = `expected CloudTrail logs below \`${urlOf(bucket, prefix)}\`, found none of the wanted accounts, regions and days`;
  yield { kind: 'obstacle', prefix, trouble: { kind: 'absent', why } };
}

/** Reads an object anew each time it is asked; why it cannot be read is thrown as words. */
async function* stream(s3: S3Calls, bucket: string, key: string): AsyncGenerator<Uint8Array> {
  try {
    yield* (await s3.get(bucket, key)).bytes;
  } catch (error) {
    throw new Error(troubleOf(error, `s3:GetObject on ${urlOf(bucket, key)}`).why);
  }
}

/** Gathers what was found in an object, unless it is too much or the object as a whole had a fault: it may be mended. */
function startKeeping() {
  let [wires, size]: [string[] | null, number] = [[], 0];
  return {
    add(found: readonly Found[]) {
      if (wires === null) return;
      const wire = writeWire(found);
      size += wire.length;
      if (size > maxKept || found.some((each) => each.kind === 'unreadable' && each.number === null)) wires = null;
      else wires.push(wire);
    },
    wires: () => wires,
  };
}

function noticeOf(file: string, text: string): Intaken {
  return { kind: 'notice', place: { file, number: null }, text };
}

function urlOf(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}
