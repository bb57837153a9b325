import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/apps/live/system-clock.ts';
import type { Intaken } from '../../src/contracts/source.ts';
import type { LiveSource } from '../../src/sources/live/live-source.ts';
import { type LookupArchiveParts, openLookupArchive } from '../../src/sources/lookup-events/open-lookup-archive.ts';
import { type LookupInboxParts, openLookupInbox } from '../../src/sources/lookup-events/open-lookup-inbox.ts';
import { nobody } from '../contracts/inbox/nobody.ts';
import { type HistoryServer, startHistoryServer } from './history-server.ts';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const calls = new Set(['RevokeSecurityGroupIngress']);
const eu = { account: '111122223333', region: 'eu-west-1' };
const us = { account: '111122223333', region: 'us-east-1' };

const opened: { stop?(): Promise<void>; close?(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await (each.close ?? each.stop)?.call(each);
});

async function server(pageSize?: number): Promise<HistoryServer> {
  const started = await startHistoryServer(pageSize);
  opened.push(started);
  return started;
}

function siteAt(history: HistoryServer, site = eu) {
  return { ...site, access: { region: site.region, endpoint: history.endpoint, credentials: nobody } };
}

function add(history: HistoryServer, id: string, at: number, call = 'RevokeSecurityGroupIngress'): void {
  const time = new Date(Math.floor(at / 1000) * 1000).toISOString().replace('.000Z', 'Z');
  const record = {
    eventID: id,
    eventName: call,
    eventSource: 'ec2.amazonaws.com',
    eventTime: time,
    awsRegion: 'eu-west-1',
  };
  history.lines.push({ id, call, at, text: JSON.stringify(record) });
}

/** A cursor that outlives the inbox. */
function cursors(at: number | null = null) {
  const kept = { at, saved: [] as number[] };
  const store: LookupInboxParts['cursors'] = {
    load: async () => kept.at,
    save: async (_, until) => {
      kept.at = until;
      kept.saved.push(until);
    },
  };
  return { kept, store };
}

function open(history: HistoryServer, more: Partial<LookupInboxParts>): LiveSource {
  const inbox = openLookupInbox({
    ...{ sites: [siteAt(history)], calls, clock: systemClock, cursors: cursors().store },
    ...more,
    settings: { pace: 5, every: 20, wait: 100, ...more.settings },
  });
  opened.push(inbox);
  return inbox;
}

const atLeast = (count: number) => (ids: readonly string[]) => new Set(ids).size >= count;

/** Takes until it is enough, and then until nothing more comes; acknowledges what `keep` says. */
async function drain(
  inbox: LiveSource,
  isEnough: (ids: readonly string[]) => boolean,
  keep: (id: string) => boolean = () => true,
): Promise<readonly string[]> {
  const ids: string[] = [];
  const end = performance.now() + 45_000;
  for (let quiet = 0; quiet < 2 || (!isEnough(ids) && performance.now() < end); ) {
    const answer = await inbox.take(10);
    if (answer.kind !== 'taken') throw new Error(answer.why);
    quiet = answer.messages.length === 0 ? quiet + 1 : 0;
    for (const { receipt, intaken } of answer.messages) {
      const own = intaken.map(idOf);
      ids.push(...own);
      if (own.every(keep)) await inbox.done(receipt);
    }
  }
  return ids;
}

function idOf(each: Intaken): string {
  return each.kind === 'record' ? String((each.json as { eventID: string }).eventID) : each.kind;
}

describe('the Event history, followed', () => {
  it('R30: a restart goes on from what was done, reads nothing twice that is older, and loses nothing', async () => {
    const history = await server(10);
    const now = Date.now();
    for (let n = 0; n < 40; n++) add(history, `e-${n}`, now - 10 * hour + n * 15 * minute);
    const { kept, store } = cursors(now - 11 * hour);
    const first = open(history, { cursors: store });
    const seen = new Set(await drain(first, atLeast(20), (id) => Number(id.slice(2)) < 20));
    expect(seen.size).toBeGreaterThanOrEqual(20);
    // The span of the first line that was not done holds the cursor back.
    expect(kept.at!).toBeLessThan(now - 10 * hour + 20 * 15 * minute);
    await first.close();
    const wanted = Array.from({ length: 20 }, (_, n) => `e-${20 + n}`);
    const isOver = (ids: readonly string[]) => wanted.every((id) => ids.includes(id)) && kept.at! > now - minute;
    const rest = new Set(await drain(open(history, { cursors: store }), isOver));
    for (const id of wanted) expect(rest).toContain(id);
    expect(rest.size).toBeLessThan(30);
    expect(kept.at!).toBeGreaterThan(now - minute);
  });

  it('a line that appears late, behind others that were done, is still found', async () => {
    const history = await server();
    const inbox = open(history, {});
    add(history, 'e-1', Date.now() - 1_000);
    expect(await drain(inbox, atLeast(1))).toEqual(['e-1']);
    add(history, 'e-2', Date.now() - 10 * minute);
    expect(await drain(inbox, atLeast(1))).toEqual(['e-2']);
  });

  it('calls that nobody watches are not handed over', async () => {
    const history = await server();
    add(history, 'e-1', Date.now() - 1_000, 'CreateBucket');
    add(history, 'e-2', Date.now() - 1_000);
    expect(await drain(open(history, {}), atLeast(1))).toEqual(['e-2']);
  });

  it('AWS is asked no faster than twice a second, and more slowly once it says so', async () => {
    const history = await server(10);
    history.apart = 200;
    const now = Date.now();
    for (let n = 0; n < 45; n++) add(history, `e-${n}`, now - n * 1_000);
    const started = Date.now();
    const inbox = open(history, { settings: { pace: 100, wait: 3_000 } });
    const seen = new Set<string>();
    // A machine that is slow asks too fast only later.
    while ((seen.size < 45 || history.throttled === 0) && Date.now() - started < 100_000) {
      const answer = await inbox.take(10);
      if (answer.kind === 'taken')
        for (const { receipt, intaken } of answer.messages) {
          for (const each of intaken) seen.add(idOf(each));
          await inbox.done(receipt);
        }
    }
    expect(seen.size).toBe(45);
    expect(history.throttled).toBeGreaterThan(0);
    const apart = history.asked.slice(1).map(({ at }, n) => at - history.asked[n]!.at);
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(95);
  }, 120_000);

  it('a missing permission is said with its name, and does not keep other regions from being read', async () => {
    const [bad, good] = [await server(), await server()];
    for (let n = 0; n < 50; n++)
      bad.refusals.push({ code: 'AccessDeniedException', message: 'not authorized', status: 400 });
    add(good, 'e-1', Date.now() - 1_000);
    const both = open(bad, { sites: [siteAt(bad), siteAt(good, us)] });
    expect(await drain(both, atLeast(1))).toEqual(['e-1']);
    expect(both.figures().trouble).toContain('`cloudtrail:LookupEvents in 111122223333/eu-west-1` is not allowed');
    const alone = open(bad, {});
    expect(await alone.take(1)).toMatchObject({ kind: 'unavailable', why: expect.stringContaining('is not allowed') });
  });

  it('a page token that AWS forgot begins its span anew', async () => {
    const history = await server(10);
    for (let n = 0; n < 25; n++) add(history, `e-${n}`, Date.now() - n * 1_000 - 1_000);
    const inbox = open(history, {});
    const first = await inbox.take(10);
    history.refusals.push({ code: 'InvalidNextTokenException', message: 'expired' });
    if (first.kind !== 'taken') throw new Error(first.why);
    for (const { receipt } of first.messages) await inbox.done(receipt);
    expect(new Set(await drain(inbox, atLeast(15))).size).toBe(15);
  });
});

describe('the Event history as an archive', () => {
  const read = async (history: HistoryServer, more: Partial<LookupArchiveParts> = {}) => {
    const all: Intaken[] = [];
    const source = openLookupArchive({
      ...{ sites: [siteAt(history)], since: Date.now() - 5 * day, until: Date.now(), calls, clock: systemClock },
      ...{ pace: 2, sidecar: null },
      ...more,
    });
    for await (const batch of source.read()) all.push(...batch);
    return all;
  };
  const records = (all: readonly Intaken[]) => all.filter(({ kind }) => kind === 'record').map(idOf);

  it('is read with one permission, each line once, all sites, in a fixed order', async () => {
    const [one, two] = [await server(7), await server(7)];
    for (let n = 0; n < 60; n++) {
      add(one, `a-${n}`, Date.now() - n * 2 * hour - minute);
      add(two, `b-${n}`, Date.now() - n * 2 * hour - minute);
    }
    const sites = [siteAt(one), siteAt(two, us)];
    const all = await read(one, { sites });
    expect(records(all).toSorted()).toEqual(
      ['a', 'b'].flatMap((side) => Array.from({ length: 60 }, (_, n) => `${side}-${n}`)).toSorted(),
    );
    expect(records(await read(one, { sites }))).toEqual(records(all));
    const last = all.at(-1);
    expect(last).toMatchObject({ kind: 'progress', records: 120 });
    expect(last?.kind === 'progress' && last.files === last.filesDone).toBe(true);
  });

  it('whole days that were read before are not asked for again', async () => {
    const history = await server();
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-lookup-'));
    const until = Date.now();
    const since = Math.floor(until / day) * day - 4 * day;
    for (let n = 0; n < 40; n++) add(history, `e-${n}`, since + n * 2 * hour);
    const first = records(await read(history, { since, until, sidecar: folder }));
    const asked = history.asked.length;
    expect(records(await read(history, { since, until, sidecar: folder }))).toEqual(first);
    expect(history.asked.length - asked).toBeLessThanOrEqual(2);
    rmSync(folder, { recursive: true });
  });

  it('a region that refuses is told once, and throttles and faults of AWS cost time only', async () => {
    const [bad, good] = [await server(), await server()];
    for (let n = 0; n < 50; n++) bad.refusals.push({ code: 'AccessDeniedException', message: 'an SCP says no' });
    good.refusals.push({ code: 'ThrottlingException', message: 'Rate exceeded' });
    good.refusals.push({ code: 'InternalError', message: 'oops', status: 500 });
    add(good, 'e-1', Date.now() - day);
    const all = await read(good, { sites: [siteAt(bad), siteAt(good, us)] });
    expect(records(all)).toEqual(['e-1']);
    expect(all.filter(({ kind }) => kind === 'unreadable')).toMatchObject([
      { reason: expect.stringContaining('an SCP says no') },
    ]);
  });

  it('what lies beyond 90 days is said to be in no history', async () => {
    const all = await read(await server(), { since: Date.now() - 200 * day, until: Date.now() - 88 * day });
    expect(all[0]).toMatchObject({ kind: 'notice', text: expect.stringContaining('reaches back 90 days') });
  });
});
