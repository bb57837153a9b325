import { invisible, plainLine } from '../../core/alert/plain-line.ts';

/**
 * Makes text of others harmless on a terminal, as in a message: control characters, escapes, bidi overrides, zero-width
 * and other invisible characters are written out as `\x1b` or `\u{202e}`, stacked accents are thinned, and what is longer
 * than `longest` characters is cut. The terminal then holds no byte below 0x20 or of C1 but what we print ourselves.
 */
export function plainText(text: string, longest = 2000): string {
  return plainLine(text, longest);
}

const harmless = /^[ -~]*$/;

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
