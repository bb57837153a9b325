/** Every text inside of a JSON value, in its order. */
export function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** What is wrong with a text that people are to read: what no plain text holds. */
export function complainOfText(where: string, text: string): readonly string[] {
  const odd = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.exec(text.replaceAll('\n', ' ').replaceAll('\u200d', ''));
  if (odd === null) return [];
  return [`${where} holds U+${odd[0].codePointAt(0)!.toString(16)}`];
}
