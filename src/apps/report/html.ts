import { plainText } from '../cli/plain-text.ts';

/** HTML that is safe to stand in a page: made only by `html`, from texts that it has escaped. */
export interface Html {
  readonly html: string;
}

type Part = Html | string | number | null | false | readonly Part[];

/**
 * Makes HTML from a template. Every text put in is first made harmless (controls, bidi overrides and invisible characters
 * are written out) and then escaped, so that it is text in an element or in a quoted attribute and nothing else.
 */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let out = texts[0]!;
  for (const [at, part] of parts.entries()) out += write(part) + texts[at + 1]!;
  return { html: out };
}

/** HTML that this program wrote itself, as a constant. */
export function trusted(constant: string): Html {
  return { html: constant };
}

function write(part: Part): string {
  if (part === null || part === false) return '';
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return String(part);
  if ('html' in part) return part.html;
  let out = '';
  for (const each of part) out += write(each);
  return out;
}

/** A text that may be long, such as a whole decision; it may stand in an element only, so that its quotes stay as they are. */
export function longText(text: string): Html {
  return { html: plainText(text, 20_000).replace(/[&<>]/g, escapeOne) };
}

/** Longest text that is put in; what is longer is cut. */
const longest = 400;

function escapeText(text: string): string {
  return plainText(text, longest).replace(/[&<>"'`]/g, escapeOne);
}

function escapeOne(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
