/** Numbers as a line of bars, one each; `null` (nothing was measured) is a dot, nothing at all a blank bar. */
export function sparkLine(values: readonly (number | null)[]): string {
  const most = Math.max(0, ...values.filter((each) => each !== null));
  return values
    .map((each) => (each === null ? '·' : bars[each <= 0 || most === 0 ? 0 : Math.ceil((each / most) * 7)]!))
    .join('');
}

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
