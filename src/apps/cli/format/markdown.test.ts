import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainText } from '../plain-text.ts';
import { markdownHead, markdownRow, markdownText } from './markdown.ts';

/** What a reader sees: references and comments gone. */
function shown(text: string): string {
  const bare = text.replaceAll('<!-- -->', '');
  return bare.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}

describe('Markdown', () => {
  it('leaves plain words as they are', () => {
    for (const text of ['prod-web', '+IPv4 Internet → tcp 22', '2026-03-02 09:14:07', '10.0.0.0/8', 'chg_sjshpcgv'])
      expect(markdownText(text)).toBe(text);
  });

  it('parts what GitHub would make a link of', () => {
    expect(markdownText('@alice #12 GH-12 www.example.com')).toBe(
      '&#64;<!-- -->alice &#35;<!-- -->12 GH-<!-- -->12 www<!-- -->.example.com',
    );
    expect(markdownText('https://192.0.2.1')).toBe('https&#58;//192.0.2.1');
  });

  it('any text is shown as itself, and means nothing', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: fc.constantFrom(...'|`\\<&#@*_[]()!~:/wW.GH-1 \n') }),
        (a, b) => {
          for (const text of [a, b]) {
            const written = markdownText(text);
            expect(shown(written)).toBe(plainText(text, 300));
            expect(written.replaceAll('<!-- -->', '').replace(/&#\d+;/g, '')).not.toMatch(/[|`\\<>&#@*[\]!~$]|:\/|\n/);
            expect(written).not.toMatch(/www\.|GH-\d/i);
          }
        },
      ),
    );
  });

  it('is a table with a headline', () => {
    const columns = [
      { title: 'group_name', of: ([name]: readonly [string, number | null]) => name },
      { title: 'n', of: ([, count]: readonly [string, number | null]) => count },
    ];
    expect(markdownHead('2 of a|b', columns)).toBe('**2 of a&#124;b**\n\n| group name | n |\n| --- | --- |\n');
    expect(markdownRow(columns, ['a|b', null])).toBe('| a&#124;b |  |\n');
  });
});
