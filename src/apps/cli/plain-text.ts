/**
 * Makes text of others harmless on a terminal: control characters, escapes, bidi overrides, zero-width and other
 * invisible characters are written out as `\x1b` or `\u{202e}`, stacked accents are thinned, and what is longer than
 * `longest` characters is cut. The terminal then holds no byte below 0x20 or of C1 but what we print ourselves.
 */
export function plainText(text: string, longest = 2000): string {
  if (harmless.test(text) && text.length <= longest) return text;
  const shown = text
    .slice(0, longest + 1)
    .replace(/\p{Zs}/gu, ' ')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(invisible, writeOut);
  return text.length > longest ? `${shown.slice(0, longest - 1)}…` : shown;
}

const harmless = /^[ -~]*$/;
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u2800]|\p{Default_Ignorable_Code_Point}/gu;

function writeOut(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}

/** The same JSON value without a character that a terminal could obey or hide: they become `\u…` escapes. */
export function plainJson(json: string): string {
  return harmless.test(json) ? json : json.replace(invisible, escapeUnits);
}

function escapeUnits(character: string): string {
  if (character === '\n') return character;
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}
