import { describe, expect, test } from 'vitest';
import { spillOf, tell } from '../../test/builders/read-records.ts';
import { rule, World } from '../../test/builders/world.ts';

/** A group with one rule; its records. */
function small() {
  const world = new World();
  const web = world.group('web');
  web.opens('tcp', 22, '0.0.0.0/0');
  return world.records;
}

test('R99: what is counted in is counted out: records, copies and unreadable add up', async () => {
  const records = [...small(), ...small(), {}, { eventName: 'CreateTags' }, 7 as never];
  const { tally, unreadable } = await tell(records);
  expect(tally).toMatchObject({ records: 2, copies: 2, unreadable: 3, changes: 2, attempts: 0 });
  expect(unreadable.map((each) => each.place.number)).toEqual([5, 6, 7]);
});

test('BM-8: a record that cannot be read is told with its place and reason, and the rest is read', async () => {
  const [made, opened] = small();
  const { decisions, unreadable } = await tell([made!, { ...opened!, eventTime: 'yesterday' }, opened!]);
  expect(decisions).toHaveLength(2);
  expect(unreadable).toMatchObject([{ place: { file: 'records.json', number: 2 }, eventId: opened!.eventID }]);
  expect(unreadable[0]!.reason).toContain('`eventTime`');
});

test('BM-8: a rule that cannot be read is told, never taken as harmless', async () => {
  const [made, opened] = small();
  const items = [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: 'everywhere' }] } }];
  const odd = {
    ...opened!,
    requestParameters: { groupId: 'sg-00000000000000000', ipPermissions: { items } },
    responseElements: { _return: true },
  };
  const { decisions, unreadable } = await tell([made!, odd]);
  expect(unreadable[0]!.reason).toContain('`everywhere`');
  expect(decisions[1]!.effects[0]!.gained.flatMap((row) => row.peers)).toContain('0.0.0.0/0');
});

test('one action that two accounts recorded is one record', async () => {
  const [made, opened] = small();
  const shared = { ...opened!, sharedEventID: 'shared-1' };
  const other = { ...shared, eventID: 'another-id', recipientAccountId: '123456789012' };
  for (const records of [
    [made!, shared, other],
    [other, made!, shared],
  ]) {
    const { decisions, tally } = await tell(records);
    expect(decisions).toHaveLength(2);
    expect(decisions[1]!.account.id).toBe('111122223333');
    expect(tally).toMatchObject({ records: 2, copies: 1 });
  }
});

test('a correction takes the place of the record that it corrects, whichever comes first', async () => {
  const [made, opened] = small();
  const corrected = {
    ...opened!,
    eventID: 'correction-1',
    errorCode: 'Client.UnauthorizedOperation',
    addendum: { reason: 'UPDATED_DATA', originalEventID: opened!.eventID as string },
  };
  const told = await Promise.all([tell([made!, opened!, corrected]), tell([corrected, opened!, made!])]);
  for (const { decisions } of told) {
    expect(decisions).toHaveLength(2);
    expect(decisions[1]).toMatchObject({ late: true, call: { result: 'failed' }, effects: [] });
  }
  expect(told[1].decisions).toEqual(told[0].decisions);
});

describe('two contents under one event id', () => {
  const [made, opened] = small();
  const forged = { ...opened!, eventName: 'RevokeSecurityGroupIngress' };
  const third = { ...opened!, eventTime: '2026-01-31T10:00:00Z' };

  test('both are kept and told, and the doubt is told too', async () => {
    const { decisions, unreadable, tally } = await tell([made!, opened!, forged]);
    expect(decisions.map((each) => each.kind).sort()).toEqual(['group-created', 'rules-added', 'rules-removed']);
    expect(unreadable).toMatchObject([{ eventId: opened!.eventID }]);
    expect(tally).toMatchObject({ records: 3, copies: 0 });
  });

  test('their ids do not depend on which comes first, nor on copies', async () => {
    const orders = [
      [made!, opened!, forged, third],
      [third, forged, opened!, made!],
      [forged, third, made!, opened!, third, forged],
    ];
    const [one, ...others] = await Promise.all(orders.map((records) => tell(records)));
    for (const other of others) expect(other.decisions).toEqual(one!.decisions);
    expect(others[1]!.tally).toMatchObject({ records: 4, copies: 2 });
  });
});

test('a call that changes nothing is counted and kept nowhere', async () => {
  const world = new World();
  world.call('DescribeSecurityGroups', { request: {} });
  const { spill, tally } = await spillOf(world.records);
  expect(tally).toMatchObject({ records: 1, changes: 0, attempts: 0, first: null });
  expect([...spill.subjects('group')]).toEqual([]);
  spill.close();
});

test('the tally tells the time of the first and the last change', async () => {
  const world = new World();
  const web = world.group('web');
  world.wait(3599);
  web.does('authorize', rule('tcp', 22, '10.0.0.0/8'));
  const { tally } = await tell([...world.records].reverse());
  expect(tally.last! - tally.first!).toBe(3_600_000);
});
