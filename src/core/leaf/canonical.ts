/** What JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** A JSON object. */
export type JsonObject = { readonly [key: string]: Json | undefined };

/** Writes JSON in the one canonical form of RFC 8785: keys sorted by UTF-16 units, no blanks, shortest numbers. */
export function writeCanonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(writeCanonical).join(',')}]`;
  if (typeof value === 'string') return quote(value);
  if (!isObject(value)) return JSON.stringify(value);
  let written = '';
  for (const key of Object.keys(value).sort()) {
    const held = value[key];
    if (held !== undefined) written += `${written === '' ? '' : ','}${quote(key)}:${writeCanonical(held)}`;
  }
  return `{${written}}`;
}

// Measured: most texts need no escapes, and to see that takes less than to have them written.
const plain = /^[ !#-[\]-~]*$/;

function quote(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** Tells a JSON object from arrays, scalars, null and absence. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Tells whether brackets nest deeper than so many levels (hundreds: it goes no deeper itself). */
export function isDeeper(value: Json | undefined, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  // Measured: every record is looked through, so calls for its many scalars are spared.
  if (Array.isArray(value)) {
    for (const member of value as readonly Json[]) {
      if (typeof member === 'object' && isDeeper(member, levels - 1)) return true;
    }
    return false;
  }
  for (const key in value) {
    const member = (value as JsonObject)[key];
    if (typeof member === 'object' && isDeeper(member, levels - 1)) return true;
  }
  return false;
}
