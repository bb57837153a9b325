import type { Rate } from './policy.ts';

const units: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Reads a span of time such as `90s`, `10m`, `24h` or `30d` as milliseconds; `null` when it is none or nothing. */
export function readSpan(text: string): number | null {
  const parts = /^([1-9]\d{0,5})([smhd])$/.exec(text);
  return parts === null ? null : Number(parts[1]) * units[parts[2]!]!;
}

/** Reads a rate such as `20/1h`: so many within a span; `null` when it is none. `0/1h` is never. */
export function readRate(text: string): Rate | null {
  const parts = /^(0|[1-9]\d{0,5})\/(\w+)$/.exec(text);
  const per = parts === null ? null : readSpan(parts[2]!);
  return per === null ? null : { count: Number(parts![1]), per };
}

/** Milliseconds in words: `90 seconds`, `10 minutes`, `1 day`. */
export function saySpan(span: number): string {
  const names = [
    ['day', units.d!],
    ['hour', units.h!],
    ['minute', units.m!],
  ] as const;
  const [name, size] = names.find(([, each]) => span >= each && span % each === 0) ?? ['second', 1000];
  const count = span / size;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
