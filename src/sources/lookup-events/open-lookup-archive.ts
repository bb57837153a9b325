import type { Clock } from '../../contracts/live.ts';
import type { Intaken, Source } from '../../contracts/source.ts';
import { type Instant, writeInstant } from '../../core/leaf/instant.ts';
import type { Found } from '../archive/found.ts';
import { itemOf } from '../archive/item-of.ts';
import { startProgress } from '../archive/progress.ts';
import { writeWire } from '../archive/run/wire.ts';
import { openSidecar } from '../archive/sidecar/open-sidecar.ts';
import type { Seen, Sidecar } from '../archive/sidecar/sidecar.ts';
import { passes, type Trouble, troubleOf } from '../aws/trouble.ts';
import { inOrder } from '../s3/in-order.ts';
import { type HistorySite, nameOf } from './history-site.ts';
import { createLookupCalls, type HistoryOf, type LookupCalls } from './lookup-calls.ts';
import { openLine } from './open-line.ts';
import { type Pacer, startPacer, usualPace } from './start-pacer.ts';

/** Which part of which histories is read. */
export interface LookupArchiveParts {
  readonly sites: readonly HistorySite[];
  readonly since: Instant;
  readonly until: Instant;
  readonly calls: ReadonlySet<string>;
  readonly clock: Clock;
  readonly of?: HistoryOf;
  /** Milliseconds between two calls of one account and region; 500 when left out. */
  readonly pace?: number;
  /** The folder of the index in which whole days are kept, so that a broken-off run goes on; `null` for none. */
  readonly sidecar: string | null;
  readonly lookup?: (site: HistorySite) => LookupCalls;
}

const day = 24 * 60 * 60 * 1000;

/** How far Event history reaches back (CloudTrail user guide, "Working with CloudTrail Event history"). */
export const historyDays = 90;

/** Sites and days that are read at once; the pace is kept for each site. */
const atOnce = 32;

/** Tries of one page before its day is given up. */
const attempts = 8;

interface DayOf {
  readonly at: number;
  readonly site: HistorySite;
  readonly from: Instant;
  readonly to: Instant;
}

type Read =
  | { readonly kind: 'read'; readonly found: readonly Found[]; readonly bytes: number }
  | { readonly kind: 'recalled'; readonly found: readonly Found[] }
  | { readonly kind: 'failed'; readonly trouble: Trouble }
  | { readonly kind: 'passed-over' };

/**
 * The Event history of accounts and regions as an archive, day by day, the oldest first: a first run that needs no more than
 * `cloudtrail:LookupEvents`. Progress counts days of sites. A site that refuses is told once and passed over.
 */
export function openLookupArchive(parts: LookupArchiveParts): Source {
  return { read: () => readHistory(parts) };
}

async function* readHistory(parts: LookupArchiveParts): AsyncGenerator<readonly Intaken[]> {
  const { sites, calls, clock, until } = parts;
  const earliest = clock.now() - historyDays * day;
  const since = Math.max(parts.since, earliest);
  if (parts.since < earliest - day) yield [tooEarly(earliest)];
  const reading = sites.map((site) => ({
    lookup: parts.lookup?.(site) ?? createLookupCalls(site.access ?? { region: site.region }, parts.of ?? 'writes'),
    pacer: startPacer(clock, parts.pace ?? usualPace),
    dead: null as Trouble | null,
  }));
  const sidecar = parts.sidecar === null ? null : await openSidecar(parts.sidecar, calls);
  const days = daysOf(sites, since, until);
  const progress = startProgress(days.length, 0);

  async function readDay(task: DayOf): Promise<Read> {
    const { lookup, pacer, dead } = reading[task.at]!;
    const seen = seenOf(task, clock.now(), parts.of ?? 'writes');
    const known = seen !== null && sidecar?.knows(seen) ? sidecar.recall(seen) : null;
    if (known !== null) return { kind: 'recalled', found: known };
    if (dead !== null) return { kind: 'passed-over' };
    const read = await readLines(task, { lookup, pacer, calls });
    if (read.kind === 'failed' && !passes(read.trouble)) {
      if (reading[task.at]!.dead !== null) return { kind: 'passed-over' };
      reading[task.at]!.dead = read.trouble;
    }
    if (read.kind === 'read' && seen !== null) sidecar?.keep(seen, [writeWire(read.found)]);
    return read;
  }

  try {
    for await (const { task, result } of inOrder(days, readDay, {
      ...{ most: Math.min(atOnce, sites.length * 2), heaviest: Number.POSITIVE_INFINITY },
      weight: () => 1,
    })) {
      const items = itemsOf(task, result);
      progress.count(items);
      progress.finishFile(result.kind === 'read' ? result.bytes : 0);
      yield [...items, ...notices(sidecar), progress.tell()];
    }
  } finally {
    sidecar?.close();
    for (const { lookup } of reading) lookup.close();
  }
  yield [...notices(sidecar), progress.tell()];
}

function itemsOf({ site, from }: DayOf, read: Read): Intaken[] {
  const file = `${nameOf(site)} ${writeInstant(from).slice(0, 10)}`;
  if (read.kind === 'passed-over') return [];
  if (read.kind !== 'failed') return read.found.map((found) => itemOf(found, file));
  return [{ kind: 'unreadable', place: { file, number: null }, reason: read.trouble.why, eventId: null }];
}

async function readLines(
  task: DayOf,
  {
    lookup,
    pacer,
    calls,
  }: { readonly lookup: LookupCalls; readonly pacer: Pacer; readonly calls: ReadonlySet<string> },
): Promise<Read> {
  const found: Found[] = [];
  let [token, failures, bytes]: [string | null, number, number] = [null, 0, 0];
  for (;;) {
    await pacer.turn();
    try {
      const { lines, next } = await lookup.page({ from: task.from, to: task.to, token });
      [failures, token] = [0, next];
      pacer.faster();
      for (const line of lines) {
        bytes += line.text.length;
        for (const each of openLine(line, { file: '', calls, receivedAt: null }))
          if (each.kind === 'record') found.push({ ...each, number: found.length + 1, text: null });
          else if (each.kind === 'unreadable')
            found.push({ kind: 'unreadable', number: found.length + 1, reason: each.reason, eventId: each.eventId });
      }
      if (next === null) return { kind: 'read', found, bytes };
    } catch (error) {
      const trouble = troubleOf(error, `cloudtrail:LookupEvents in ${task.site.account}/${task.site.region}`);
      if (trouble.kind === 'throttled') pacer.slower();
      if (!passes(trouble) || ++failures >= attempts) return { kind: 'failed', trouble };
    }
  }
}

/** Whole days of UTC, but for the first and the last; all sites of a day before the next day. */
function daysOf(sites: readonly HistorySite[], since: Instant, until: Instant): readonly DayOf[] {
  const days: DayOf[] = [];
  for (let from = since; from < until; from = (Math.floor(from / day) + 1) * day) {
    // EndTime is inclusive and counts whole seconds: the next day must not be read twice.
    const to = Math.min(until, (Math.floor(from / day) + 1) * day - 1_000);
    for (const [at, site] of sites.entries()) days.push({ at, site, from, to: Math.max(from, to) });
  }
  return days;
}

/** A day to which no line can be added any more is remembered under its bounds. */
function seenOf({ site, from, to }: DayOf, now: Instant, of: HistoryOf): Seen | null {
  if (to > now - day) return null;
  return { path: `${nameOf(site)} ${of} ${from}`, size: to - from, modified: 'whole' };
}

function notices(sidecar: Sidecar | null): readonly Intaken[] {
  return (sidecar?.takeNotices() ?? []).map((text) => ({
    ...{ kind: 'notice' as const, text },
    place: { file: sidecar!.file, number: null },
  }));
}

function tooEarly(earliest: Instant): Intaken {
  const text = `Event history reaches back ${historyDays} days, to ${writeInstant(earliest).slice(0, 10)}: older records are in the logs of a trail, if there is one`;
  return { kind: 'notice', place: { file: 'lookup-events', number: null }, text };
}
