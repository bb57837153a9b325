import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileTexts } from '../../../test/hostile/texts.ts';
import { plainLine } from './plain-line.ts';

const dangerous = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Cs}/u;
const anyText = fc.oneof(fc.constantFrom(...Object.values(hostileTexts)), fc.string({ unit: 'binary' }));

describe('a line of somebody else’s text', () => {
  test('holds no control, invisible or direction-changing character, and no more than it may', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 2, max: 400 }), (text, longest) => {
        const line = plainLine(text, longest);
        expect(dangerous.test(line)).toBe(false);
        expect(line.length).toBeLessThanOrEqual(longest);
      }),
    );
  });

  test('is the same when it is made harmless twice', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = plainLine(text, 100);
        expect(plainLine(once, 100)).toBe(once);
      }),
    );
  });

  test('shows what was there, and leaves harmless text of any script alone', () => {
    expect(plainLine('a\nb\u202ec\u0000')).toBe('a\\x0ab\\u{202e}c\\x00');
    for (const text of ['prod-web', 'Grüße', '生产-web', 'αβγ', '😀']) expect(plainLine(text)).toBe(text);
  });

  test('is never cut within a character', () => {
    for (let longest = 2; longest < 12; longest++) {
      const line = plainLine('😀😀😀😀😀😀', longest);
      expect(line).toMatch(/^(😀)*…$|^(😀){6}$/u);
    }
  });
});
