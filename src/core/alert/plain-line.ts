/** Characters that obey no reader: controls, escapes, overrides of direction, zero widths, private and lone code units. */
export const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u2800]|\p{Default_Ignorable_Code_Point}/gu;

const harmless = /^[ -~]*$/;

/**
 * Text of others as one harmless line of at most `longest` UTF-16 units: control characters, line ends, overrides of
 * direction and zero widths are written out as `\x1b` or `\u{202e}`, so that they can be seen and do nothing; stacked
 * accents are thinned; what is longer ends in `…`. Markup is left to whoever renders it.
 */
export function plainLine(text: string, longest = 300): string {
  if (harmless.test(text) && text.length <= longest) return text;
  const shown = (text.length > longest ? text.slice(0, longest + 1).replace(cutPair, '') : text)
    .replace(/\p{Zs}/gu, ' ')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(invisible, writeOut);
  const isCut = text.length > longest || shown.length > longest;
  return isCut ? `${shown.slice(0, longest - 1).replace(cutPair, '')}…` : shown;
}

const cutPair = /[\ud800-\udbff]$/;

function writeOut(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}
