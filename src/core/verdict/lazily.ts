/** Works something out when it is first asked for, and once. */
export function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  let from: (() => T) | null = make;
  return () => {
    if (made !== null) return made.value;
    made = { value: from!() };
    // What it was made from is not kept for it.
    from = null;
    return made.value;
  };
}
