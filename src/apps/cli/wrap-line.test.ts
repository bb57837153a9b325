import { describe, expect, it } from 'vitest';
import { as, type Line, paint } from './screen.ts';
import { wrapLine } from './wrap-line.ts';

const line: Line = [as('bold', 'one two'), ' · ', as('red', 'three'), 'four', '  five'];
const texts = (lines: readonly Line[]) => lines.map((each) => paint(each, false));

describe('wrapLine', () => {
  it('a line that fits stays as it is', () => {
    expect(wrapLine(line, 80)).toEqual([line]);
  });

  it('breaks between words only, also where a word has two looks, and indents what follows', () => {
    expect(texts(wrapLine(line, 12, '  '))).toEqual(['one two ·', '  threefour', '  five']);
    expect(wrapLine(line, 12, '  ')[1]).toContainEqual(as('red', 'three'));
  });

  it('a word that is too long stays whole: an id must be copied', () => {
    expect(texts(wrapLine(['sg-0123456789abcdef0 and more'], 10))).toEqual(['sg-0123456789abcdef0', 'and more']);
  });

  it('keeps the indent of the first line', () => {
    expect(texts(wrapLine(['    one two three'], 12, '      '))).toEqual(['    one two', '      three']);
  });
});
