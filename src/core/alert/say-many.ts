/** The first so many lines, and how many more there are: `… and 3 more rules`. */
export function firstFew(lines: readonly string[], most: number, noun: string): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `… and ${sayCount(lines.length - most, `more ${noun}`)}`];
}

/** A count with its noun: `1 rule`, `27 rules`, `3 more entries`. */
export function sayCount(count: number | bigint, noun: string): string {
  const digits = sayDigits(count);
  if (Number(count) === 1) return `${digits} ${noun}`;
  const plural = noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : /(s|x|ch|sh)$/.test(noun) ? `${noun}es` : `${noun}s`;
  return `${digits} ${plural}`;
}

/** A count for people: `4,294,967,296`. */
export function sayDigits(count: number | bigint): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
