import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeWatchedCalls } from '../../scripts/write-watched-calls.ts';
import { watchedCalls } from '../../src/core/change/watched.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'watched-calls.md'), 'utf8');

describe('docs/watched-calls.md', () => {
  it('R2: the set of watched calls is explicit, and its page is what the code watches', () => {
    expect(page).toBe(writeWatchedCalls(watchedCalls));
    expect(watchedCalls.filter(({ call }) => !page.includes(`\`${call}\``))).toEqual([]);
  });
});
