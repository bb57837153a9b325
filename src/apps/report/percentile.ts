/** The value below which lie so many hundredths of ascending values (nearest rank); `null` where there is none. */
export function percentile(ascending: readonly number[], hundredths: number): number | null {
  if (ascending.length === 0) return null;
  return ascending[Math.max(0, Math.ceil((hundredths / 100) * ascending.length) - 1)]!;
}
