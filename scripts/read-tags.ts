const tag = /\b(?:R\d+|BM-\d+|scenario \d+)\b/g;
const kinds = ['R', 'BM-', 'scenario '];

/** What a test's title says that it proves: `R14` (a requirement), `BM-2` (a bug of others), `scenario 14`. */
export function readTags(title: string): readonly string[] {
  return [...new Set(title.match(tag) ?? [])];
}

/** Orders tags by kind, then by number. */
export function compareTags(a: string, b: string): number {
  return kindOf(a) - kindOf(b) || numberOf(a) - numberOf(b);
}

function kindOf(one: string): number {
  return kinds.findIndex((kind) => one.startsWith(kind));
}

function numberOf(one: string): number {
  return Number(/\d+/.exec(one)?.[0]);
}
