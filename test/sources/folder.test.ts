import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/apps/live/system-clock.ts';
import type { Intaken } from '../../src/contracts/source.ts';
import { openFolderInbox } from '../../src/sources/folder/open-folder-inbox.ts';
import type { LiveSource } from '../../src/sources/live/live-source.ts';

const opened: LiveSource[] = [];
const made: string[] = [];
afterEach(async () => {
  for (const inbox of opened.splice(0)) await inbox.close();
  for (const path of made.splice(0)) rmSync(path, { recursive: true, force: true });
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'portcullis-grows-'));
  made.push(path);
  return path;
}

function remembering() {
  const kept: { text: string | null } = { text: null };
  return {
    kept,
    memory: {
      load: async () => kept.text,
      save: async (text: string) => {
        kept.text = text;
      },
    },
  };
}

function open(path: string, memory = remembering().memory): LiveSource {
  const inbox = openFolderInbox({
    ...{ folder: path, calls: new Set(['RevokeSecurityGroupIngress']), clock: systemClock, memory },
    settings: { every: 10, settle: 30, unfinished: 60, wait: 150 },
  });
  opened.push(inbox);
  return inbox;
}

function line(n: number): string {
  return `${JSON.stringify({ eventID: `e-${n}`, eventName: 'RevokeSecurityGroupIngress', eventSource: 'ec2.amazonaws.com' })}\n`;
}

function lines(from: number, to: number): string {
  let text = '';
  for (let n = from; n < to; n++) text += line(n);
  return text;
}

/** Takes until so many have come, and then until nothing more comes. */
async function drain(inbox: LiveSource, least: number, keep = true): Promise<readonly Intaken[]> {
  const all: Intaken[] = [];
  const end = performance.now() + 45_000;
  for (let quiet = 0; quiet < 2 || (all.length < least && performance.now() < end); ) {
    const answer = await inbox.take(10);
    if (answer.kind !== 'taken') throw new Error(answer.why);
    quiet = answer.messages.length === 0 ? quiet + 1 : 0;
    for (const { receipt, intaken } of answer.messages) {
      all.push(...intaken);
      if (keep) await inbox.done(receipt);
    }
  }
  return all;
}

function ids(all: readonly Intaken[]): readonly string[] {
  return all.map((each) => (each.kind === 'record' ? String((each.json as { eventID: string }).eventID) : each.kind));
}

const named = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `e-${from + n}`);

describe('a folder', () => {
  it('gives lines as they are written, each once, in order, with their numbers', async () => {
    const path = folder();
    const inbox = open(path);
    writeFileSync(join(path, 'a.ndjson'), lines(0, 50));
    const first = await drain(inbox, 50);
    expect(ids(first)).toEqual(named(0, 50));
    appendFileSync(join(path, 'a.ndjson'), lines(50, 53));
    const more = await drain(inbox, 3);
    expect(ids(more)).toEqual(named(50, 53));
    expect(more[2]).toMatchObject({ place: { file: join(path, 'a.ndjson'), number: 53 } });
  });

  it('half a line waits for its end; one that never gets it is told', async () => {
    const path = folder();
    const inbox = open(path);
    const whole = line(1);
    writeFileSync(join(path, 'a.ndjson'), line(0) + whole.slice(0, 20));
    expect(ids(await drain(inbox, 2))).toEqual(['e-0', 'unreadable']);
    appendFileSync(join(path, 'a.ndjson'), whole.slice(20));
    expect(ids(await drain(inbox, 1))).toEqual(['e-1']);
  });

  it('R1: a restart goes on after what was done; what was only handed over comes again', async () => {
    const path = folder();
    const { memory } = remembering();
    writeFileSync(join(path, 'a.ndjson'), lines(0, 30));
    const first = open(path, memory);
    expect(ids(await drain(first, 30)).length).toBe(30);
    appendFileSync(join(path, 'a.ndjson'), lines(30, 40));
    await drain(first, 10, false);
    await first.close();
    expect(ids(await drain(open(path, memory), 10))).toEqual(named(30, 40));
  });

  it('a file that is rotated away, cut or replaced is told from one that grows', async () => {
    const path = folder();
    const { memory } = remembering();
    const inbox = open(path, memory);
    writeFileSync(join(path, 'log.ndjson'), lines(0, 5));
    await drain(inbox, 5);
    renameSync(join(path, 'log.ndjson'), join(path, 'log.ndjson.1'));
    appendFileSync(join(path, 'log.ndjson.1'), lines(5, 6));
    writeFileSync(join(path, 'log.ndjson'), lines(6, 8));
    expect(new Set(ids(await drain(inbox, 3)))).toEqual(new Set(named(5, 8)));
    truncateSync(join(path, 'log.ndjson'), 0);
    await drain(inbox, 0);
    appendFileSync(join(path, 'log.ndjson'), line(9));
    expect(ids(await drain(inbox, 1))).toEqual(['e-9']);
    await inbox.close();
    // Another content under the same inode, as long as before.
    writeFileSync(join(path, 'log.ndjson'), line(7));
    expect(ids(await drain(open(path, memory), 1))).toContain('e-7');
  });

  it('takes packed files, log files of any layout and deep folders, and leaves out what is being written or is no record', async () => {
    const path = folder();
    mkdirSync(join(path, 'AWSLogs/111122223333/CloudTrail-Digest'), { recursive: true });
    const record = JSON.parse(line(1)) as unknown;
    writeFileSync(join(path, 'AWSLogs/a.json.gz'), gzipSync(JSON.stringify({ Records: [record] })));
    writeFileSync(join(path, 'AWSLogs/111122223333/CloudTrail-Digest/d.json.gz'), gzipSync('{"logFiles":[]}'));
    writeFileSync(join(path, 'b.json'), JSON.stringify({ Records: [JSON.parse(line(2))] }, null, 2));
    writeFileSync(join(path, 'c.json.tmp'), line(3));
    writeFileSync(join(path, 'd.csv'), 'neither,records\n1,2\n');
    const found = await drain(open(path), 3);
    expect(ids(found).filter((id) => id !== 'unreadable')).toEqual(['e-1', 'e-2']);
    expect(found.filter(({ kind }) => kind === 'unreadable')).toMatchObject([{ place: { file: join(path, 'd.csv') } }]);
  });

  it('a folder that is not there is said, and found once it is', async () => {
    const path = join(folder(), 'later');
    const inbox = open(path);
    expect(await inbox.take(1)).toMatchObject({ kind: 'unavailable', why: expect.stringContaining(`\`${path}\``) });
    mkdirSync(path);
    writeFileSync(join(path, 'a.ndjson'), line(0));
    expect(ids(await drain(inbox, 1))).toEqual(['e-0']);
    expect(inbox.figures().trouble).toBe(null);
  });

  it('a memory that is damaged is as good as none: what is there is handed over again', async () => {
    const path = folder();
    writeFileSync(join(path, 'a.ndjson'), lines(0, 2));
    const { kept, memory } = remembering();
    kept.text = '{"version":1,"files":{"1:2":{"path":7}}';
    expect(ids(await drain(open(path, memory), 2))).toEqual(named(0, 2));
  });
});
