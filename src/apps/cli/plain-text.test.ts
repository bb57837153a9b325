import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainJson, plainText } from './plain-text.ts';
import { as, paint } from './screen.ts';
import { cut, wrap } from './table.ts';

/** Characters that a terminal obeys, hides or turns round. */
const dangerous = /[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\x1b', '[', '3', '1', 'm', ']', '\x07', '\x9b', '\u202e', '\u200b', '\r', '\n', '\t', '\x7f'),
    fc.string({ unit: 'binary', maxLength: 1 }),
  ),
});

describe('text of others', () => {
  it('cannot write a control character, an escape, a bidi override or something invisible to the terminal', () => {
    fc.assert(fc.property(hostile, (text) => !dangerous.test(plainText(text))));
    fc.assert(fc.property(hostile, (text) => !dangerous.test(paint([text, as('red', text)], false))));
    fc.assert(
      fc.property(
        hostile,
        fc.integer({ min: 1, max: 40 }),
        (text, width) => !dangerous.test(cut(text, width) + wrap(text, width).join('')),
      ),
    );
  });

  it('shows what was there: escapes are written out', () => {
    expect(plainText('\x1b[31mred\x1b[0m')).toBe('\\x1b[31mred\\x1b[0m');
    expect(plainText('prod\u202ebew')).toBe('prod\\u{202e}bew');
    expect(plainText('a\nb\tc')).toBe('a\\x0ab\\x09c');
  });

  it('is left alone when it is harmless, in any script', () => {
    for (const text of ['prod-web', 'Grüße', '生产-web', 'αβγ', 'café']) expect(plainText(text)).toBe(text);
  });

  it('is cut when it is longer than anybody reads', () => {
    expect(plainText('x'.repeat(10_000))).toHaveLength(2000);
    expect(plainText('a\u0301\u0301\u0301\u0301\u0301\u0301\u0301')).toHaveLength(4);
  });

  it('means the same in JSON, where dangerous characters become escapes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), hostile, (value, text) => {
        const json = plainJson(JSON.stringify([value, text]));
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify([value, text])));
        expect(dangerous.test(json)).toBe(false);
      }),
    );
  });

  it('only our own colour codes are escapes, and they are balanced', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const painted = paint([as('alarm', text), ' ', as('dim', text)], true);
        const bare = painted.replace(/\u001b\[(1|2|22|31|32|33|36|39)m/g, '');
        expect(dangerous.test(bare)).toBe(false);
      }),
    );
  });
});
