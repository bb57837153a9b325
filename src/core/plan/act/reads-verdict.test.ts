import { describe, expect, test } from 'vitest';
import { type Reads, readsVerdict } from './reads-verdict.ts';

const settings = { reads: [1000, 3000, 7000], apart: 2000 };
const since = 100_000;
const read = (started: number, good: boolean, ended = started) => ({
  started: since + started,
  ended: since + ended,
  good,
});
const verdict = (parts: Partial<Reads> & Pick<Reads, 'read'>) =>
  readsVerdict({ since, count: 1, goodAt: null, ...parts }, settings);

describe('two good reads', () => {
  test('BM-5 race 15: one good read proves nothing; the second, far enough from the first, does', () => {
    expect(verdict({ read: read(1000, true, 1200) })).toEqual({
      kind: 'again',
      due: since + 3200,
      goodAt: since + 1200,
    });
    expect(verdict({ count: 2, goodAt: since + 1200, read: read(3200, true, 3300) })).toEqual({
      kind: 'verified',
      at: since + 3300,
    });
  });

  test('two reads close together are one: the first keeps counting', () => {
    expect(verdict({ count: 2, goodAt: since + 1200, read: read(3199, true) })).toEqual({
      kind: 'again',
      due: since + 7000,
      goodAt: since + 1200,
    });
  });

  test('a read begun before the last write was answered proves nothing, whatever it shows', () => {
    expect(verdict({ read: read(-1, true, 50) })).toEqual({ kind: 'again', due: since + 3000, goodAt: null });
    expect(verdict({ count: 2, goodAt: since - 5000, read: read(-1, true, 50) })).toMatchObject({ goodAt: null });
    expect(verdict({ read: read(0, true, 50) })).toMatchObject({ goodAt: since + 50 });
  });

  test('a bad read takes the good one before it back', () => {
    expect(verdict({ count: 2, goodAt: since + 1200, read: read(3300, false) })).toEqual({
      kind: 'again',
      due: since + 7000,
      goodAt: null,
    });
  });

  test('bad to the end is not met; good at the end is read once more', () => {
    expect(verdict({ count: 3, read: read(7000, false) })).toEqual({ kind: 'unmet' });
    expect(verdict({ count: 4, goodAt: since + 7000, read: read(9000, false) })).toEqual({ kind: 'unmet' });
    expect(verdict({ count: 3, read: read(7000, true, 7100) })).toEqual({
      kind: 'again',
      due: since + 9100,
      goodAt: since + 7100,
    });
    expect(verdict({ count: 4, goodAt: since + 7100, read: read(9100, true) })).toMatchObject({ kind: 'verified' });
  });

  test('a read that came late is followed no sooner than it ended', () => {
    expect(verdict({ count: 1, read: read(1000, false, 20_000) })).toEqual({
      kind: 'again',
      due: since + 20_000,
      goodAt: null,
    });
  });
});
