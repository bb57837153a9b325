import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { paint } from './screen.ts';
import { cut, tableLines, wrap } from './table.ts';

const columns = [
  { title: 'GROUP', least: 8 },
  { title: 'CHANGE', least: 18, weight: 2 },
  { title: 'BY', least: 6 },
];
const word = fc.string({ unit: fc.constantFrom('a', 'é', '生', '-', ' ', '/', '\u200b', '👩‍👩‍👧'), maxLength: 60 });

describe('a table', () => {
  it('never is wider than the terminal, whatever is in it, and its columns stand below each other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, word, word), { maxLength: 8 }),
        fc.integer({ min: 40, max: 120 }),
        (rows, width) => {
          const cells = rows.map((row) => row.map((text) => ({ text })));
          for (const line of tableLines(columns, cells, width))
            expect(stringWidth(paint(line, false))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('keeps how many calls a line tells when its text is cut', () => {
    const tail = { long: '(net of 81 calls)', short: '(net of 81)' };
    const row = [
      { text: 'prod-web' },
      { text: '+IPv4 Internet → tcp 22 and 17 more things besides', tail },
      { text: 'alice' },
    ];
    const [, line] = tableLines(columns, [row], 60);
    expect(paint(line!, false)).toMatch(/^prod-web {2}\+IPv4 Internet → .*… \(net of 81\) +alice$/);
  });

  it('says a person in fewer words before it cuts the name', () => {
    const row = [
      { text: 'prod-web' },
      { text: 'x'.repeat(60) },
      { text: 'alice@example.com (console)', shorter: ['alice (console)', 'alice'] },
    ];
    const [, line] = tableLines(columns, [row], 60);
    expect(paint(line!, false)).toMatch(/ {2}alice \(console\)$/);
  });
});

describe('a text', () => {
  it('is cut to columns, not to characters', () => {
    expect(cut('生产环境', 5)).toBe('生产…');
    expect(cut('short', 5)).toBe('short');
  });

  it('is broken between words only', () => {
    expect(wrap('the whole Internet can reach tcp 22', 20, '  ')).toEqual(['the whole Internet', '  can reach tcp 22']);
  });
});
