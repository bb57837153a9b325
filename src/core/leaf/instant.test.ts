import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readInstant, writeInstant } from './instant.ts';

const first = Date.UTC(1000, 0, 1);
const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

describe('instants', () => {
  test('what is written is read back, to the millisecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: first, max: last }), (at) => void expect(readInstant(writeInstant(at))).toBe(at)),
      { numRuns: 2000 },
    );
  });

  test('what is read in canonical form is written back', () => {
    for (const text of [
      '2026-01-31T09:14:07Z',
      '2024-02-29T23:59:59Z',
      '1970-01-01T00:00:00Z',
      '2026-01-31T09:14:07.250Z',
    ]) {
      expect(writeInstant(readInstant(text)!)).toBe(text);
    }
  });

  test.each([
    ['2026-01-31', '2026-01-31T00:00:00Z'],
    ['2026-01-31T09:14', '2026-01-31T09:14:00Z'],
    ['2026-01-31 09:14:07', '2026-01-31T09:14:07Z'],
    ['2020-04-30 23:51:06.000000000', '2020-04-30T23:51:06Z'],
    ['2026-01-31T09:14:07,5Z', '2026-01-31T09:14:07.500Z'],
    ['2026-01-31T09:14:07.123456789Z', '2026-01-31T09:14:07.123Z'],
    ['2026-01-31T00:30:00+01:00', '2026-01-30T23:30:00Z'],
    ['2026-01-31T00:30:00-0930', '2026-01-31T10:00:00Z'],
    [' 2026-01-31T09:14:07Z\n', '2026-01-31T09:14:07Z'],
  ])('%j is %s', (text, wanted) => {
    expect(writeInstant(readInstant(text)!)).toBe(wanted);
  });

  test.each([
    '',
    'yesterday',
    '2026-02-29',
    '2026-02-30T00:00:00Z',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-01-31T24:00:00Z',
    '2026-01-31T09:60:00Z',
    '2026-01-31T09:14:60Z',
    '0026-01-31',
    '26-01-31',
    '2026-1-31',
    '2026-01-31T09',
    '2026-01-31T09:14:07Q',
    '2026-01-31T09:14:07+25:00',
    '2026-01-31T09:14:07+01:75',
    '2026-01-31T09:14:07Zzz',
  ])('%j is no instant', (text) => {
    expect(readInstant(text)).toBeNull();
  });

  test('no text makes the reader throw', () => {
    fc.assert(fc.property(fc.string(), (text) => void readInstant(text)));
  });
});
