import { isObject, type Json } from '../../leaf/canonical.ts';

/** Says what came instead of what was expected, in a few words; `spelled` is how the file writes it. */
export function sayValue(value: Json, spelled: string | null = null): string {
  if (value === null) return spelled === null || spelled === '' ? 'nothing' : `${quote(spelled)}, which means nothing,`;
  if (Array.isArray(value)) return 'a list';
  if (isObject(value)) return 'a map';
  if (typeof value === 'string') return `the text ${quote(value)}`;
  return `${typeof value === 'number' ? 'the number ' : ''}${quote(spelled ?? String(value))}`;
}

/** A user's text as messages show it: in backticks, and no longer than one can read. */
export function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return `\`${line.length > longest ? `${line.slice(0, longest - 1)}…` : line}\``;
}

/** A path as people write it: `checks.web.when`. */
export function sayPath(path: readonly (string | number)[]): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

const longest = 60;
