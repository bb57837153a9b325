/** A set of names: exactly these, or (`cofinite`) every name there is but these. `names` is sorted by UTF-16 units. */
export interface SymbolSet {
  readonly cofinite: boolean;
  readonly names: readonly string[];
}

export const noSymbols: SymbolSet = { cofinite: false, names: [] };
export const everySymbol: SymbolSet = { cofinite: true, names: [] };

/** A set of exactly these names. */
export function symbolsOf(names: Iterable<string>): SymbolSet {
  const sorted = [...new Set(names)].sort();
  return sorted.length === 0 ? noSymbols : { cofinite: false, names: sorted };
}

/** Whether the set holds nothing. */
export function isNoSymbol(set: SymbolSet): boolean {
  return !set.cofinite && set.names.length === 0;
}

/** Names in either. */
export function unionSymbols(a: SymbolSet, b: SymbolSet): SymbolSet {
  if (isNoSymbol(a) || a === b) return b;
  if (isNoSymbol(b)) return a;
  return complement(intersectSymbols(complement(a), complement(b)));
}

/** Names in `a` and not in `b`; `a` itself where they do not meet. */
export function minusSymbols(a: SymbolSet, b: SymbolSet): SymbolSet {
  if (isNoSymbol(a) || isNoSymbol(b)) return a;
  return intersectSymbols(a, complement(b));
}

/** Names in both. */
export function intersectSymbols(a: SymbolSet, b: SymbolSet): SymbolSet {
  if (isNoSymbol(a) || isNoSymbol(b)) return noSymbols;
  if (a.cofinite && b.cofinite) return { cofinite: true, names: symbolsOf([...a.names, ...b.names]).names };
  const [finite, other] = a.cofinite ? [b, a] : [a, b];
  const others = new Set(other.names);
  const names = finite.names.filter((name) => others.has(name) !== other.cofinite);
  if (names.length === finite.names.length) return finite;
  return names.length === 0 ? noSymbols : { cofinite: false, names };
}

/** Whether both hold the same names. */
export function symbolsEqual(a: SymbolSet, b: SymbolSet): boolean {
  if (a === b) return true;
  if (a.cofinite !== b.cofinite || a.names.length !== b.names.length) return false;
  return a.names.every((name, i) => name === b.names[i]);
}

function complement(set: SymbolSet): SymbolSet {
  return { cofinite: !set.cofinite, names: set.names };
}
