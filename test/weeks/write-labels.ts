import type { Incident } from './build-week.ts';

const header = ['incident', 'title', 'first_event_id', 'event_ids', 'account', 'region', 'group', 'at', 'expect'];

/** The incidents of a week as the table that the example has: `labels.csv`. */
export function writeWeekLabels(incidents: readonly Incident[]): string {
  const rows = incidents.map(({ kind, title, ids, account, region, group, at, expect }) =>
    [kind, `"${title}"`, ids[0] ?? '', ids.join(' '), account, region, group.name, at, expect].join(','),
  );
  return [header.join(','), ...rows].map((row) => `${row}\n`).join('');
}
