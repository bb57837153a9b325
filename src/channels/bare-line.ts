import { cutTo } from './cut-text.ts';

/**
 * A text that anybody may have chosen as one line of at most so many characters, bare of all that nobody sees: no control
 * characters, no line ends, nothing invisible or that changes direction (Unicode category Cf, with its tag characters), no
 * more than four marks on a letter. What is cut ends in `…`. `plainLine`, which seals an alert, writes such things out so
 * that they are seen; here they are dropped, since blank texts are refused by some services.
 */
export function bareLine(text: string, most = 1000): string {
  // What is cut away anyway need not be cleaned: names may be very long.
  const bare = text
    .slice(0, most * 8)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cn}\u115f\u1160\u3164\uffa0\ufffd]|\u034f|\u17b4|\u17b5|[\ufe00-\ufe0f]/gu, '')
    .replace(/(\p{M}{4})\p{M}+/gu, '$1')
    .replace(/[\p{Zs}]+/gu, ' ')
    .trim();
  return cutTo(bare, most);
}
