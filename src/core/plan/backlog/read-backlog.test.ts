import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../leaf/canonical.ts';
import { readBacklog } from './read-backlog.ts';

const group = { id: 'sg-1', name: 'web', vpc: 'vpc-1', account: '111122223333', region: 'eu-west-1' };
const entry = {
  ...{ group, check: 'ssh', rule: 'ingress tcp/22 0.0.0.0/0', opens: null, severity: 'critical' },
  ...{ environment: 'prod', owner: 'orders', since: '2026-01-01T09:00:00Z', by: 'alice', due: '2026-02-07' },
};
const file = (...entries: readonly Json[]): JsonObject => ({
  ...{ $schema: 'portcullis:backlog:1', taken: '2026-01-31T09:00:00Z', policy: 'sha256:1', entries },
});
const read = (parts: { readonly [key: string]: Json }) => readBacklog(file({ ...entry, ...parts }));
const first = (parts: { readonly [key: string]: Json }) => {
  const backlog = read(parts);
  return 'misread' in backlog ? backlog.misread : backlog.entries[0];
};

test('a backlog is read with all that its entries tell', () => {
  expect(readBacklog(file(entry, { ...entry, check: 'rdp' }))).toEqual({
    ...{ taken: '2026-01-31T09:00:00Z', policy: 'sha256:1', entries: [entry, { ...entry, check: 'rdp' }] },
  });
  expect(readBacklog(file())).toMatchObject({ entries: [] });
});

test('what an entry leaves out is not known', () => {
  const bare = { group: { name: 'web' }, check: 'ssh', rule: null, severity: 'low', due: '2026-02-07' };
  expect(readBacklog(file(bare))).toMatchObject({
    entries: [
      {
        group: { id: null, name: 'web', vpc: null, account: null, region: null },
        ...{ rule: null, opens: null, environment: null, owner: null, since: null, by: null },
      },
    ],
  });
  expect(first({ owner: 7 })).toMatchObject({ owner: null });
  expect(first({ group: { id: 'sg-1' } })).toMatchObject({ group: { id: 'sg-1', name: null } });
});

describe('what a prefix list opened', () => {
  test('is counts as text, however large', () => {
    const opens = { ipv4: '8388608', networks64: '9'.repeat(40) };
    expect(first({ opens })).toMatchObject({ opens });
  });

  test('is unknown where it is not told as two counts', () => {
    for (const opens of [
      { unknown: true },
      {},
      { ipv4: '1' },
      { networks64: '1' },
      { ipv4: 1, networks64: '1' },
      { ipv4: '-1', networks64: '1' },
      { ipv4: '1', networks64: '1e9' },
      { ipv4: '9'.repeat(41), networks64: '1' },
    ])
      expect(first({ opens })).toMatchObject({ opens: { unknown: true } });
  });

  test('is nothing to compare where the entry says nothing of it', () => {
    for (const opens of [null, 'all']) expect(first({ opens })).toMatchObject({ opens: null });
  });
});

describe('a backlog is not read', () => {
  test.each<[string, Json, string]>([
    ['that is no object', 'backlog', 'expected a backlog: an object'],
    ['of another schema', { ...file(entry), $schema: 'portcullis:backlog:2' }, 'expected a backlog: an object'],
    ['without a time', { ...file(entry), taken: 1769850000 }, 'expected a time such as'],
    ['with a time that is none', { ...file(entry), taken: 'today' }, 'expected a time such as'],
    ['without a policy', { ...file(entry), policy: null }, 'expected the digest of a policy'],
    ['whose entries are no list', { ...file(entry), entries: { 0: entry } }, 'expected a list at `entries`'],
  ])('%s', (_, json, reason) => {
    expect(readBacklog(json)).toEqual({ misread: expect.stringContaining(reason) });
  });

  test.each<[string, Json]>([
    ['that is no object', 'ssh'],
    ['that is nothing', null],
    ['whose group is nothing', { ...entry, group: null }],
    ['with a list of due dates', { ...entry, due: ['2026-02-07'] }],
    ['without a group', { ...entry, group: 'sg-1' }],
    ['whose group has neither id nor name', { ...entry, group: { vpc: 'vpc-1' } }],
    ['without a check', { ...entry, check: null }],
    ['without a due date', { ...entry, due: null }],
    ['with a due date that has a time', { ...entry, due: '2026-02-07T09:00:00Z' }],
    ['with text before the due date', { ...entry, due: 'on 2026-02-07' }],
    ['with a day that no month has', { ...entry, due: '2026-02-31' }],
    ['whose rule is no text', { ...entry, rule: 22 }],
    ['of a severity that there is not', { ...entry, severity: 'severe' }],
  ])('with an entry %s: it is told which', (_, broken) => {
    expect(readBacklog(file(entry, broken, entry))).toEqual({
      misread: expect.stringContaining('in entry 2 of the backlog'),
    });
  });
});
