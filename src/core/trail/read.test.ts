import { describe, expect, test } from 'vitest';
import { recordOf } from '../../../test/records/tell-call.ts';
import type { Json, JsonObject } from '../leaf/canonical.ts';
import { readRecord } from './read.ts';
import type { TrailRecord } from './record.ts';

const place = { file: 'log.json.gz', number: 7 };

function read(more: JsonObject = {}): TrailRecord {
  const record = readRecord(recordOf('AuthorizeSecurityGroupIngress', { groupId: 'sg-1' }, null, more), place);
  if (record.kind === 'unreadable') throw new Error(record.reason);
  return record;
}

function refusal(json: Json) {
  const record = readRecord(json, place);
  return record.kind === 'unreadable' ? record : null;
}

describe('a record is read', () => {
  test('R27: with its call, service, time, account, region, result and parameters', () => {
    expect(read()).toMatchObject({
      kind: 'record',
      eventId: '0a1b2c3d-0000-4000-8000-000000000001',
      call: 'AuthorizeSecurityGroupIngress',
      service: 'ec2',
      at: Date.UTC(2026, 0, 25, 9, 14, 7),
      account: '111122223333',
      region: 'eu-central-1',
      partition: 'aws',
      result: 'applied',
      request: { groupId: 'sg-1' },
      response: null,
    });
  });

  test('R25: its account is the one that received it, else its caller’s, else said to be unknown', () => {
    expect(read({ recipientAccountId: '444455556666' }).account).toBe('444455556666');
    expect(read({ recipientAccountId: undefined }).account).toBe('111122223333');
    expect(read({ recipientAccountId: undefined, userIdentity: { type: 'AWSService' } }).account).toBe('unknown');
  });

  test('R24: its region is its own, said to be unknown where it has none', () => {
    expect(read({ awsRegion: 'ap-southeast-7' }).region).toBe('ap-southeast-7');
    expect(read({ awsRegion: undefined }).region).toBe('unknown');
  });

  test.each([
    ['2026-01-25T09:14:07Z'],
    ['2026-01-25 09:14:07.000000000'],
    ['2026-01-25T10:14:07+01:00'],
    [1769332447],
    [1769332447000],
  ])('its time may come as %j', (eventTime) => {
    expect(read({ eventTime }).at).toBe(Date.UTC(2026, 0, 25, 9, 14, 7));
  });

  test('an event id in another spelling counts; without any, its content names it, in whatever order', () => {
    expect(read({ eventID: undefined, eventId: 'e-1' }).eventId).toBe('e-1');
    const bare = recordOf('DeleteVpc', { vpcId: 'vpc-1' }, null, { eventID: undefined });
    const turned = Object.fromEntries(Object.entries(bare).reverse());
    const names = [bare, turned, { ...bare, eventTime: '2026-01-25T09:14:08Z' }].map(
      (json) => (readRecord(json, place) as TrailRecord).eventId,
    );
    expect(names[0]).toMatch(/^digest:[a-z2-7]{26}$/);
    expect(names[1]).toBe(names[0]);
    expect(names[2]).not.toBe(names[0]);
  });

  test('parameters that are JSON text, as Athena exports them, are opened; cut text stays what it is', () => {
    expect(read({ requestParameters: '{"groupId":"sg-2"}' }).request).toEqual({ groupId: 'sg-2' });
    expect(read({ requestParameters: '{"groupId":"sg-2' }).request).toBe('{"groupId":"sg-2');
  });

  test.each([
    ['Client.DryRunOperation', 'dry-run'],
    ['DryRunOperation', 'dry-run'],
    ['Client.UnauthorizedOperation', 'failed'],
    ['AccessDenied', 'failed'],
    ['Server.InternalError', 'failed'],
    ['', 'applied'],
    [null, 'applied'],
    ['None', 'applied'],
    ['null', 'applied'],
    [undefined, 'applied'],
  ])('BM-4: an error code %j makes a call %s', (errorCode, result) => {
    expect(read({ errorCode, errorMessage: 'said' }).result).toBe(result);
  });

  test('an addendum and a shared event id are kept', () => {
    const addendum = { reason: 'DELIVERY_DELAY' };
    expect(read({ addendum, sharedEventID: 's-1' })).toMatchObject({
      sharedEventId: 's-1',
      addendum: { reason: 'DELIVERY_DELAY', originalEventId: null },
    });
  });
});

describe('BM-8: what is no record is refused with the reason, the place and the event id', () => {
  test.each<[Json, string]>([
    [null, 'expected a CloudTrail record (a JSON object), found `null`'],
    ['x', 'expected a CloudTrail record (a JSON object), found `x`'],
    [[], 'expected a CloudTrail record (a JSON object), found `[]`'],
    [{}, 'expected `eventName`, found none'],
    [{ eventName: 'X' }, 'expected `eventSource` beside `X`, found none'],
    [
      { eventName: 'X', eventSource: 'ec2.amazonaws.com' },
      'expected `eventTime` such as 2026-01-31T09:14:07Z, found none',
    ],
    [
      { eventName: 'X', eventSource: 'ec2.amazonaws.com', eventTime: 'soon' },
      'expected `eventTime` such as 2026-01-31T09:14:07Z, found `soon`',
    ],
    [
      { eventName: 'X', eventSource: 'ec2.amazonaws.com', eventTime: -1 },
      'expected `eventTime` such as 2026-01-31T09:14:07Z, found `-1`',
    ],
  ])('%j', (json, reason) => {
    expect(refusal(json)).toEqual({ kind: 'unreadable', place, reason, eventId: null });
  });

  test('the event id is told where there is one', () => {
    expect(refusal({ eventID: 'e-1' })?.eventId).toBe('e-1');
  });

  test('brackets without end are refused, and kept as text where they come as text', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`) as Json;
    expect(refusal(recordOf('DeleteVpc', deep))?.reason).toBe('expected at most 256 levels of brackets, found more');
    const text = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(read({ requestParameters: text }).request).toBe(text);
  });
});
