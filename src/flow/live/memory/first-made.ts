/** Keeps what is made first, and answers it to whoever would make the same again. */
export function firstMade<T>(): (make: () => T) => T {
  let made: { readonly value: T } | null = null;
  return (make) => {
    made ??= { value: make() };
    return made.value;
  };
}
