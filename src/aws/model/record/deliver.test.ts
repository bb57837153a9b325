import { describe, expect, test } from 'vitest';
import { startSeeded } from '../../../../test/archive/seeded.ts';
import { AtWork, tcp } from '../../../../test/model/at-work.ts';
import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { peel } from '../../../core/trail/peel.ts';
import { readRecord } from '../../../core/trail/read.ts';
import { type Chance, type Delivery, deliver, eventBridge, gatherLogFiles, logFiles, type Route } from './deliver.ts';

/** Chance from a seed. */
function seeded(seed: number): Chance {
  const { below } = startSeeded(seed);
  return () => below(2 ** 30) / 2 ** 30;
}

const at = new AtWork();
const GroupId = at.group('web');
const { record } = at.ask('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: [tcp(22, '192.0.2.0/24')] });
const look = at.ask('DescribeSecurityGroups', {}).record;

function many(route: Route, count = 2000): readonly (readonly Delivery[])[] {
  const chance = seeded(7);
  return Array.from({ length: count }, () => deliver(record, at.at, route, chance));
}

function found(body: JsonObject): readonly string[] {
  return peel(body, 'file', () => null).map((peeled) => {
    const read = peeled.kind === 'record' ? readRecord(peeled.json, { file: 'x', number: 1 }) : null;
    return read !== null && 'call' in read ? read.call : 'unreadable';
  });
}

describe('delivery', () => {
  test('BM-10: loses and doubles as many as it is told, and never more than twice', () => {
    const got = many({ ...eventBridge, loss: 0.1, twice: 0.2 });
    const share = (copies: number) => got.filter((each) => each.length === copies).length / got.length;
    expect(share(0)).toBeCloseTo(0.1, 1);
    expect(share(2)).toBeCloseTo(0.18, 1);
    expect(share(0) + share(1) + share(2)).toBe(1);
  });

  test('is late within its bounds, so that what was sent first may come last', () => {
    const delays = many(eventBridge).flatMap((each) => each.map((delivery) => delivery.at - at.at));
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(eventBridge.least);
    expect(Math.max(...delays)).toBeLessThanOrEqual(eventBridge.most);
    const files = many(logFiles).flatMap((each) => each.map((delivery) => delivery.at - at.at));
    expect(Math.max(...files)).toBeLessThanOrEqual(600_000);
    expect(new Set(many(logFiles).flatMap((each) => each.map((delivery) => delivery.at % 300_000)))).toEqual(
      new Set([0]),
    );
  });

  test('is the same for the same chance', () => {
    expect(many(eventBridge, 50)).toEqual(many(eventBridge, 50));
  });

  test('comes in envelopes that the product opens', () => {
    const [[one]] = many({ ...eventBridge, loss: 0, twice: 0 }, 1) as [readonly [Delivery]];
    expect(one.body).toMatchObject({ source: 'aws.ec2', account: '111122223333', region: 'eu-west-1' });
    expect(one.body.id).not.toBe(record.eventID);
    expect(found(one.body)).toEqual(['AuthorizeSecurityGroupIngress']);
  });

  test('looks come in log files and not through EventBridge', () => {
    const sure = { loss: 0, twice: 0 };
    expect(deliver(look, at.at, { ...eventBridge, ...sure }, () => 0.5)).toEqual([]);
    const [file] = deliver(look, at.at, { ...logFiles, ...sure }, () => 0.5);
    expect(found(file!.body)).toEqual(['DescribeSecurityGroups']);
  });

  test('one log file a slot holds all of it, in no order, under CloudTrail’s name', () => {
    const records = Array.from({ length: 40 }, (_, n) => ({ ...record, eventID: String(n) }));
    const chance = seeded(3);
    const sent = records.flatMap((each) => deliver(each, at.at, { ...logFiles, twice: 0 }, chance));
    const files = gatherLogFiles(sent, chance);
    const ids = files.flatMap(({ body }) =>
      (body.Records as readonly JsonObject[]).map(({ eventID }) => String(eventID)),
    );
    expect(ids.toSorted()).toEqual(records.map(({ eventID }) => eventID).toSorted());
    expect(ids).not.toEqual(ids.toSorted((one, other) => Number(one) - Number(other)));
    for (const { key } of files)
      expect(key).toMatch(
        /^AWSLogs\/111122223333\/CloudTrail\/eu-west-1\/2026\/01\/31\/111122223333_CloudTrail_eu-west-1_20260131T\d{4}Z_[0-9a-f]{16}\.json\.gz$/,
      );
  });
});
