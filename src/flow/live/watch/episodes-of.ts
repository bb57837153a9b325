import type { RowWrite, Store } from '../../../contracts/store.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { Episodes, Incident, Violation } from '../../../core/plan/incident/episodes.ts';
import type { Followed } from '../../../core/plan/incident/follow-incidents.ts';
import { type Reading, readTogether } from '../memory/read-together.ts';
import { readRow, rowName } from '../tables.ts';

/** The violations and incidents of a group as the store holds them, with the versions of their rows. */
export interface KnownEpisodes extends Episodes {
  readonly versions: ReadonlyMap<string, number>;
}

/**
 * Reads what is known of a group's violations, over and standing ones, and the incidents they name, as well as those that
 * `decisions` were told in: a violation names only the last of its own. Rejects when the store cannot be reached.
 */
export async function episodesOf(
  store: Store,
  site: Site,
  group: string,
  decisions: readonly string[] = [],
): Promise<KnownEpisodes> {
  return (await readTogether(store, (reading) => episodesIn(reading, site, group, decisions))).found;
}

/** The same, of what is read together with other things. */
export function episodesIn(
  reading: Reading,
  { account, region }: Site,
  group: string,
  decisions: readonly string[] = [],
): KnownEpisodes {
  const versions = new Map<string, number>();
  const violations: Violation[] = [];
  for (const row of reading.under(rowName('violation', account, region, group, ''))) {
    versions.set(`violation ${row.key}`, row.version);
    const violation = readRow('violation', row);
    if (violation !== null) violations.push(violation);
  }
  const incidents: Incident[] = [];
  const names = new Set(violations.map((each) => each.incident));
  for (const id of decisions) {
    const incident = readRow('decision', reading.row(rowName('decision', id)))?.incident ?? null;
    if (incident !== null) names.add(incident);
  }
  for (const id of names) {
    const row = reading.row(rowName('incident', id));
    versions.set(`incident ${row.key}`, row.version);
    const incident = readRow('incident', row);
    if (incident !== null) incidents.push(incident);
  }
  return { violations, incidents, versions };
}

/** The rows of what became of them; each only while it is as it was read. */
export function episodeWrites({ violations, incidents }: Followed, { versions }: KnownEpisodes): readonly RowWrite[] {
  const write = (name: ReturnType<typeof rowName>, value: Violation | Incident): RowWrite => ({
    ...name,
    value: JSON.stringify(value),
    expect: versions.get(`${name.table} ${name.key}`) ?? 0,
  });
  return [
    ...violations.map((each) => write(violationName(each), each)),
    ...incidents.map((each) => write(rowName('incident', each.id), each)),
  ];
}

function violationName({ site: { account, region }, group, check, tuple }: Violation) {
  return rowName('violation', account, region, group, check, tuple);
}
