import { describe, expect, it } from 'vitest';
import { compareTags, readTags } from './read-tags.ts';

describe('what a title proves', () => {
  it('a title may carry several numbers, each counted once', () => {
    expect(readTags('R5, R6 and R5: an all-traffic rule (BM-2, scenario 3)')).toEqual([
      'R5',
      'R6',
      'BM-2',
      'scenario 3',
    ]);
  });

  it('a number inside a word is none', () => {
    expect(readTags('CR5 R5x SBM-2 scenarios 3')).toEqual([]);
  });

  it('numbers are printed in their own order, not as text', () => {
    expect(['scenario 2', 'R10', 'BM-1', 'R9'].sort(compareTags)).toEqual(['R9', 'R10', 'BM-1', 'scenario 2']);
  });
});
