import type { Incident } from './episodes.ts';

/** Who sees to an incident, and since when; `null` when nobody has said so since it is open. */
export function acknowledgedBy({
  acknowledged,
  againAt,
  openedAt,
}: Pick<Incident, 'acknowledged' | 'againAt' | 'openedAt'>): NonNullable<Incident['acknowledged']> | null {
  return acknowledged !== undefined && acknowledged.at >= (againAt ?? openedAt) ? acknowledged : null;
}
