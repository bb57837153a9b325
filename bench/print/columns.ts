/** Lays out rows under a title; the first column is text, the others stand to the right. */
export function layColumns(title: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = title.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd();
  return [line(title), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

/** A figure with three digits that count, `-` for none. */
export function figure(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '-';
  if (value >= 99.95) return value.toFixed(0);
  return value.toFixed(value >= 9.995 ? 1 : value >= 0.9995 ? 2 : 3);
}
