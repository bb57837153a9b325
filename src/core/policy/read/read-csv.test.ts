import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddressList } from './read-address-list.ts';
import { readCsv } from './read-csv.ts';

const cellsOf = (text: string) => readCsv(text).rows.map(({ cells }) => [...cells.values()]);

describe('tables of comma-separated text', () => {
  it('read quotes, doubled quotes, commas and line breaks in quotes, as RFC 4180 says', () => {
    expect(cellsOf('a,b\r\n"x, y","say ""hi"""\r\n"two\nlines",\r\n')).toEqual([
      ['x, y', 'say "hi"'],
      ['two\nlines', ''],
    ]);
  });

  it('keep the line where a row begins, past blank lines and lines in quotes', () => {
    const { rows } = readCsv('\uFEFFa,b\n\n"1\n2",x\n3,y');
    expect(rows.map(({ line }) => line)).toEqual([3, 5]);
  });

  it('say what is wrong where', () => {
    expect(readCsv('a,b\n1\n1,2,3\n').misread).toEqual([
      { line: 2, message: 'expected 2 columns as in the header, got 1' },
      { line: 3, message: 'expected 2 columns as in the header, got 3' },
    ]);
    expect(readCsv('a,b\n"1" x,2\n').misread[0]).toMatchObject({ line: 2 });
    expect(readCsv('a\n1\n"open\n').misread[0]).toMatchObject({ line: 3 });
  });

  it('read back whatever is written with quotes', () => {
    const cell = fc.string().map((text) => text.trim());
    const quoted = (cells: readonly string[]) => cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(',');
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), fc.constantFrom('\n', '\r\n'), (rows, end) => {
        const { rows: read, misread } = readCsv(['a,b', ...rows.map(quoted)].join(end) + end);
        expect(misread).toEqual([]);
        expect(read.map(({ cells }) => [...cells.values()])).toEqual(rows);
      }),
    );
  });

  it('never throw', () => {
    const any = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ') });
    fc.assert(
      fc.property(any, (text) => {
        expect(() => readCsv(text)).not.toThrow();
      }),
    );
  });
});

describe('lists of addresses', () => {
  it('R47: hold one CIDR a line, with comments', () => {
    const { cidrs, misread } = readAddressList('# known\n192.0.2.0/24 # lab\r\n\r\n  2001:db8::/32\n');
    expect(cidrs.map(({ text, line }) => [text, line])).toEqual([
      ['192.0.2.0/24', 2],
      ['2001:db8::/32', 4],
    ]);
    expect(misread).toEqual([]);
  });

  it('say which line is none', () => {
    expect(readAddressList('192.0.2.0/33\n').misread).toEqual([
      { line: 1, message: 'expected a CIDR such as `192.0.2.0/24` or `2001:db8::/32`, got `192.0.2.0/33`' },
    ]);
  });
});
