/**
 * The words most like one that is not known, at most three, nearest first. An edit is a letter put in, left out or
 * changed, or two neighbours swapped; up to a third of the word, and never fewer than two, may differ. Case is no edit.
 */
export function nearestWords(asked: string, words: readonly string[]): readonly string[] {
  const most = mostEdits(asked);
  return [...new Set(words)]
    .filter((word) => word !== '' && Math.abs(word.length - asked.length) <= most)
    .map((word) => ({ word, edits: editsBetween(asked.toLowerCase(), word.toLowerCase()) }))
    .filter(({ edits }) => edits <= most)
    .sort((a, b) => a.edits - b.edits || (a.word < b.word ? -1 : 1))
    .slice(0, 3)
    .map(({ word }) => word);
}

/** How many edits still make a likely slip of a word this long; what is longer than any name of ours is no slip. */
export function mostEdits(word: string): number {
  return word.length > longest ? -1 : Math.max(2, Math.floor(word.length / 3));
}

/**
 * Edits between two words (Damerau-Levenshtein): letters may stand between two that were swapped.
 * Source: Lowrance and Wagner, "An extension of the string-to-string correction problem", 1975.
 */
export function editsBetween(a: string, b: string): number {
  const far = a.length + b.length;
  const rows = [
    [far, ...Array.from({ length: b.length + 1 }, () => far)],
    [far, ...Array.from(b, (_, j) => j), b.length],
  ];
  const lastIn = new Map<string, number>();
  for (let i = 1; i <= a.length; i++) {
    const above = rows[i]!;
    const row = [far, i];
    let lastMatch = 0;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const seen = lastIn.get(b[j - 1]!) ?? 0;
      const swapped = rows[seen]![lastMatch]! + (i - seen - 1) + 1 + (j - lastMatch - 1);
      row.push(Math.min(above[j]! + (same ? 0 : 1), row[j]! + 1, above[j + 1]! + 1, swapped));
      if (same) lastMatch = j;
    }
    rows.push(row);
    lastIn.set(a[i - 1]!, i);
  }
  return rows[a.length + 1]![b.length + 1]!;
}

const longest = 200;
