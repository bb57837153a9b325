import { describe, expect, test } from 'vitest';
import { changeWith } from '../../../test/builders/change.ts';
import { rule } from '../../../test/oracle/universe.ts';
import type { Change } from '../change/change.ts';
import { type Effect, noEffect } from '../reach/bounds.ts';
import { nothing, reachOf } from '../reach/reach.ts';
import { writeRows } from '../reach/rows.ts';
import { type DecisionParts, writeDecision, writeEffect } from './write-decision.ts';

const created = changeWith({ kind: 'group-deleted' });

function written(changes: readonly Change[], parts: Partial<DecisionParts> = {}) {
  return writeDecision({
    ...{ id: 'chg_1', changes, ids: changes.map((_, at) => `chg_${at + 1}`), rules: [], tags: null, name: null },
    ...{ vpc: null, basis: 'exact', told: () => ({ effects: [], say: 'said', short: 'short', exposure: 0 }) },
    ...parts,
  });
}

describe('the name and VPC of a group', () => {
  test('are those that the record tells, unless more is known', () => {
    expect(written([created]).on).toMatchObject({ name: 'web', vpc: 'vpc-1' });
    expect(written([created], { name: 'api', vpc: 'vpc-2' }).on).toMatchObject({ name: 'api', vpc: 'vpc-2' });
  });
});

describe('the records behind a decision', () => {
  const told = (parts: Parameters<typeof changeWith>[0]) => written([changeWith(parts)]);

  test('are told with when and how they came', () => {
    const intake = { source: 's3', receivedAt: Date.UTC(2026, 0, 31, 9, 20) } as const;
    expect(told({ kind: 'group-deleted', record: { intake, sharedEventId: 'shared-1' } }).records).toEqual([
      {
        ...{ eventId: 'event-1', sharedEventId: 'shared-1', source: 's3', at: '2026-01-31T09:14:07Z' },
        receivedAt: '2026-01-31T09:20:00Z',
      },
    ]);
    expect(created.record.intake.receivedAt).toBeNull();
    expect(written([created]).records).toMatchObject([{ receivedAt: null }]);
  });

  test('what a look showed has none; what EC2 did on the side has that of the call', () => {
    expect(told({ kind: 'group-deleted', origin: 'observed' })).toMatchObject({ origin: 'observed', records: [] });
    expect(told({ kind: 'group-deleted', origin: 'implied' }).records).toHaveLength(1);
  });

  test('one that CloudTrail sent late makes the decision late, though others came in time', () => {
    const late = changeWith({
      kind: 'group-deleted',
      record: { addendum: { reason: 'DELIVERY_DELAY', originalEventId: null } },
    });
    expect([written([created]).late, written([late]).late, written([created, late]).late]).toEqual([false, true, true]);
  });

  test('a refused call is told with its error', () => {
    const error = { code: 'Client.UnauthorizedOperation', message: null };
    expect(told({ kind: 'group-deleted', record: { result: 'failed', error } }).call).toMatchObject({
      ...{ result: 'failed', error },
    });
  });
});

test('exposure is told to the hundredth', () => {
  const told = () => ({ effects: [], say: 'said', short: 'short', exposure: 12.3456 });
  expect(written([created], { told }).exposure).toBe(12.35);
});

test('what it came to is written once, and only when somebody reads it', () => {
  let times = 0;
  const told = () => ({ effects: [], say: `said ${++times}`, short: 'short', exposure: 0 });
  const decision = written([created], { told });
  expect(times).toBe(0);
  expect([decision.say, JSON.parse(JSON.stringify(decision)).say, { ...decision }.say]).toEqual(
    Array(3).fill('said 1'),
  );
});

describe('what only some changes have', () => {
  const list = { kind: 'list-edited', act: 'modified', version: 1, removed: ['192.0.2.0/24'] } as const;
  const added = [{ cidr: '198.51.100.0/24', description: 'office' }];
  const groups = [
    { id: 'sg-1', name: 'web' },
    { id: null, name: 'db' },
  ];
  const attached = { kind: 'attached', groups, complete: true, latent: false } as const;
  const keys = ['tags', 'entries', 'groups'] as const;

  test.each<[Parameters<typeof changeWith>[0], object]>([
    [
      { kind: 'tags-changed', rule: null, set: { env: 'prod' }, removed: ['owner'] },
      { tags: { set: { env: 'prod' }, removed: ['owner'] } },
    ],
    [{ ...list, added, entries: 'known' }, { entries: { added: ['198.51.100.0/24'], removed: ['192.0.2.0/24'] } }],
    [{ ...list, added: [], entries: 'unknown' }, { entries: null }],
    [attached, { groups: { names: ['sg-1', 'db'], complete: true, latent: false } }],
    [
      { ...attached, kind: 'detached', complete: false },
      { groups: { names: ['sg-1', 'db'], complete: false, latent: false } },
    ],
    [{ kind: 'group-deleted' }, {}],
  ])('%j', (parts, own) => {
    const decision = written([changeWith(parts)]);
    expect(Object.fromEntries(keys.filter((key) => key in decision).map((key) => [key, decision[key]]))).toEqual(own);
    const net = written([changeWith(parts), created]);
    expect(keys.filter((key) => key in net)).toEqual([]);
    expect(net.changes).toEqual(['chg_1', 'chg_2']);
  });
});

describe('the row of an effect', () => {
  const on = { group: null, interface: 'eni-1', before: 'known' } as const;
  const open = reachOf([rule('tcp', 22, '0.0.0.0/0')]);
  const half = reachOf([rule('tcp', 22, '0.0.0.0/1')]);

  test('has lower bounds only where they differ, of both sides', () => {
    const exact: Effect = { gained: { atLeast: open, atMost: open }, lost: noEffect.lost };
    expect(writeEffect(exact, on)).toEqual({ ...on, gained: writeRows(open), lost: [], certain: null });
    const unsure: Effect = {
      gained: { atLeast: half, atMost: open },
      lost: { atLeast: nothing, atMost: half, unknown: false },
    };
    expect(writeEffect(unsure, on)).toEqual({
      ...{ ...on, gained: writeRows(open), lost: writeRows(half) },
      certain: { gained: writeRows(half), lost: [] },
    });
  });

  test('BM-7: says nothing of what was lost where nobody tells it', () => {
    const untold: Effect = { ...noEffect, lost: { atLeast: nothing, atMost: half, unknown: true } };
    expect(writeEffect(untold, on)).toMatchObject({ lost: null, certain: { gained: [], lost: [] } });
  });

  test('names what caused it, where something did', () => {
    const gains: Effect = { gained: { atLeast: open, atMost: open }, lost: noEffect.lost };
    const causes = [{ reach: open, cause: 'pl-1' }];
    expect(writeEffect(gains, on, causes).gained).toMatchObject([{ cause: 'pl-1' }]);
    expect(writeEffect(gains, on).gained).toMatchObject([{ cause: null }]);
  });
});
