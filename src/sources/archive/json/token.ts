/** The bytes that give JSON its structure. */
export const byteOf = {
  quote: 0x22,
  backslash: 0x5c,
  newline: 0x0a,
  openBrace: 0x7b,
  closeBrace: 0x7d,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  comma: 0x2c,
  colon: 0x3a,
} as const;

/** Blanks between JSON values, with the separator of JSON text sequences (RFC 7464). */
export function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === byteOf.newline || byte === 0x0d || byte === 0x09 || byte === 0x1e;
}

/** The key of a member from its text, escapes and all; `null` when damaged. */
export function readKey(text: string): string | null {
  try {
    return JSON.parse(text) as string;
  } catch {
    return null;
  }
}

/** Tells whether text is one JSON value. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
