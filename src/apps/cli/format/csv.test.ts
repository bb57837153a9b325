import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from './csv.ts';

describe('CSV', () => {
  it('a cell can never be a formula', () => {
    for (const start of ['=', '+', '-', '@', ' =', '＝', '\t=', '\r=']) {
      const [row] = parse(csvLine([`${start}HYPERLINK("http://192.0.2.1")`])) as string[][];
      expect(row![0]).toMatch(/^['\\]/);
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        const [row] = parse(csvLine([text, 'end'])) as string[][];
        expect(row![0] ?? '').not.toMatch(/^\s*[=+\-@]/);
      }),
    );
  });

  it('any cells are one line that reads back (RFC 4180)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom('a', '"', ',', ' ', '\n', ';') }), { minLength: 2 }),
        (cells) => {
          const line = csvLine(cells);
          expect(line.match(/\n/g)).toHaveLength(1);
          const [row] = parse(line) as string[][];
          expect(row).toEqual(cells.map((cell) => cell.replaceAll('\n', '\\x0a')));
        },
      ),
    );
  });

  it('numbers stay numbers, and null is an empty cell', () => {
    expect(csvLine([12.5, null, true, '-'])).toBe("12.5,,true,'-\r\n");
  });
});
