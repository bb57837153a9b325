import type { Era } from '../../src/aws/model/record/era.ts';

/** The era of a record by its time (real records: ids came in July 2021, ARNs of rules after August 2024). */
export function eraOf(time: string): Era {
  const days: readonly (readonly [string, Era])[] = [
    ...[['2026', 2026] as const, ['2024-09', 2024] as const, ['2021-07', 2021] as const, ['2019', 2019] as const],
    ['2016', 2017],
  ];
  return days.find(([day]) => time >= day)?.[1] ?? 2014;
}
