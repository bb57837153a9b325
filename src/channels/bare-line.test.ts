import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bareLine } from './bare-line.ts';
import { cutTo, cutWords } from './cut-text.ts';
import { unlinked } from './unlinked.ts';

describe('a plain line', () => {
  test('holds no line end, no control character, nothing invisible and nothing that turns a text around', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.integer({ min: 1, max: 300 }), (text, most) => {
        const plain = bareLine(text, most);
        expect(plain).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(plain.length).toBeLessThanOrEqual(most);
        expect(bareLine(plain, most)).toBe(plain);
      }),
    );
  });

  test('keeps what people write', () => {
    for (const text of ['prod-web', 'ünïcödé 日本語', 'a & b < c > "d"', 'naïve café'])
      expect(bareLine(text)).toBe(text);
    expect(bareLine('gnp.\u202egnp.exe \u200b\u{e0041}x')).toBe('gnp.gnp.exe x');
    expect(bareLine(`Z${'\u0310'.repeat(200)}`)).toBe(`Z${'\u0310'.repeat(4)}`);
  });

  test('is cut between words where it can be, and never inside of a character', () => {
    expect(cutWords('OPEN for 2 min: will go to the next', 20)).toBe('OPEN for 2 min…');
    expect(cutWords('OPEN for 2 min: will go to the next', 20, '...')).toBe('OPEN for 2 min...');
    expect(cutWords('x'.repeat(40), 10, '..')).toBe('xxxxxxxx..');
    expect(cutTo('ab😀cd', 4)).toBe('ab…');
    for (const most of [1, 2, 3, 4, 5]) expect(cutTo('😀😀😀', most).isWellFormed()).toBe(true);
  });

  test('that is unlinked leads nowhere, and is the same when it is unlinked again', () => {
    expect(unlinked('see https://example.com/x and http://y, ftp://z, www.example.com')).toBe(
      'see hxxps://example.com/x and hxxp://y, ftp[:]//z, www[.]example.com',
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('h', 't', 'p', 's', ':', '/', 'w', '.', 'x', ' ') }), (text) => {
        expect(unlinked(unlinked(text))).toBe(unlinked(text));
        expect(unlinked(text)).not.toMatch(/https?:\/\/|\bwww\.(?!\.)/);
      }),
    );
  });
});
