/** Milliseconds since 1970; every time of the archive is a whole second, as CloudTrail gives it. */
export type Moment = number;

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** The week of the archive: Monday 2 March 2026 to Sunday 8 March 2026, UTC. */
export const weekStart: Moment = Date.UTC(2026, 2, 2);
export const weekEnd: Moment = weekStart + 7 * day;

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Reads `tue 09:14:07` as a moment of the week. */
export function moment(text: string): Moment {
  const parts = /^([a-z]{3}) (\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
  const index = days.indexOf(parts?.[1] ?? '');
  if (parts === null || index < 0) throw new Error(`expected a time such as \`tue 09:14:07\`, found \`${text}\``);
  return weekStart + index * day + Number(parts[2]) * hour + Number(parts[3]) * minute + Number(parts[4] ?? 0) * second;
}

/** Prints a moment as CloudTrail does: `2026-03-03T09:14:07Z`. */
export function stamp(at: Moment): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}

/** Saturday and Sunday. */
export function isWeekend(at: Moment): boolean {
  return at >= weekStart + 5 * day;
}
