import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../src/core/plan/decision.ts';
import { authorize, portcullis, type RawRecord } from './small-archive.ts';

const opened = authorize('sg-0123456789abcdef0', 'sgr-01', 22, '0.0.0.0/0', { at: '2026-03-03T09:14:07Z' });

const ways: Readonly<Record<string, (record: RawRecord) => Buffer>> = {
  'log-file.json.gz': (record) => gzipSync(JSON.stringify({ Records: [record] })),
  'eventbridge.json': (record) =>
    Buffer.from(
      JSON.stringify({
        ...{ version: '0', id: 'a', 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.ec2' },
        ...{
          account: '111122223333',
          time: '2026-03-03T09:14:09Z',
          region: 'eu-west-1',
          resources: [],
          detail: record,
        },
      }),
    ),
  'lookup-events.json': (record) =>
    Buffer.from(
      JSON.stringify({
        Events: [{ EventId: record.eventID, EventName: record.eventName, CloudTrailEvent: JSON.stringify(record) }],
      }),
    ),
};

describe('one change that comes by three ways', () => {
  it('R176: is the same decision from each of them, but for the way it came', async () => {
    const decisions = await Promise.all(Object.keys(ways).map((way) => scan(archiveOf(way))));
    const [first, ...others] = decisions.map(({ decisions: [each] }) => withoutWay(each!));
    for (const other of others) expect(other).toEqual(first);
    expect(decisions.map(({ decisions: [each] }) => each!.records[0]!.source)).toEqual(['s3', 'eventbridge', 'lookup']);
  });

  it('R176: is one change when all of them bring it', async () => {
    const { decisions, summary } = await scan(archiveOf(...Object.keys(ways)));
    expect(decisions).toHaveLength(1);
    expect(summary.read.copies).toBe(2);
  });
});

describe('with nothing but a log', () => {
  it('R97: the detective control works alone: no policy, no AWS account, no network', async () => {
    const { decisions } = await scan(archiveOf('log-file.json.gz'));
    expect(decisions.map((each) => [each.kind, each.effects[0]!.gained[0]!.services])).toEqual([
      ['rules-added', ['tcp/22']],
    ]);
  });
});

function archiveOf(...names: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-ways-'));
  for (const name of names) writeFileSync(join(folder, name), ways[name]!(opened));
  return folder;
}

async function scan(folder: string): Promise<{ decisions: Decision[]; summary: { read: { copies: number } } }> {
  return JSON.parse((await portcullis(['scan', folder, '--json', '--no-cache'])).out);
}

function withoutWay({ records, ...rest }: Decision) {
  return { ...rest, records: records.map(({ source: _source, receivedAt: _receivedAt, ...record }) => record) };
}
