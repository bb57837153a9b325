/** A number with its noun: `1 change`, `18,412 changes`. */
export function counted(count: number | bigint, noun: string, many = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 || count === 1n ? noun : many}`;
}

/** A number with commas between thousands. */
export function grouped(count: number | bigint | string): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
