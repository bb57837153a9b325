import { describe, expect, it } from 'vitest';
import { readFixture } from './read-fixture.ts';

const snapshot = { takenAt: '2026-01-31T09:00:00Z', SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'web' }] };

describe('a fixture', () => {
  it('has a snapshot, records, or both', () => {
    expect(readFixture({ snapshot })).toMatchObject({ records: [], snapshot: { groups: [{ id: 'sg-1' }] } });
    expect(readFixture({ records: [{}] })).toEqual({ snapshot: null, records: [{}] });
    expect(readFixture({ snapshot, records: [{}] })).toMatchObject({ records: [{}] });
  });

  it.each([
    [[], 'expected an object with `snapshot` or `records`'],
    [{}, 'found neither'],
    [{ records: {} }, 'expected a list of CloudTrail records at `records`'],
    [{ record: [] }, 'found `record`'],
    [{ snapshot: { SecurityGroups: [] } }, 'in `snapshot`: expected `takenAt`'],
    [{ snapshot: { ...snapshot, NetworkInterfaces: [{}] } }, 'in `snapshot`: expected an interface'],
  ])('%j is none', (json, reason) => {
    expect(readFixture(json)).toEqual({ misread: expect.stringContaining(reason) });
  });
});
