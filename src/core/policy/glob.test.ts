import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsGlob, globCovers } from './glob.ts';

const glob = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '😀'), maxLength: 6 });
const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀'), maxLength: 6 });

/** The same by the platform's regular expressions. */
function fitsByRegExp(pattern: string, value: string): boolean {
  const source = [...pattern].map((sign) => (sign === '*' ? '.*' : sign === '?' ? '.' : sign)).join('');
  return new RegExp(`^${source}$`, 'su').test(value);
}

describe('globs', () => {
  it('fit as regular expressions do', () => {
    fc.assert(fc.property(glob, text, (pattern, value) => fitsGlob(pattern, value) === fitsByRegExp(pattern, value)));
  });

  it('cover only those whose every text fits', () => {
    fc.assert(
      fc.property(glob, glob, text, (wide, narrow, value) => {
        if (globCovers(wide, narrow) && fitsGlob(narrow, value)) expect(fitsGlob(wide, value)).toBe(true);
      }),
      { numRuns: 2000 },
    );
    expect(globCovers('web-*', 'web-a*')).toBe(true);
    expect(globCovers('*', '')).toBe(true);
    expect(globCovers('web-?', 'web-*')).toBe(false);
  });
});
