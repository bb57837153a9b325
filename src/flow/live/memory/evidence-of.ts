import type { Row, RowName, Store } from '../../../contracts/store.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { readTogether } from './read-together.ts';
import { heldUnder } from './rows-under.ts';
import { evidenceId, type SubjectEvidence } from './subject-evidence.ts';

/**
 * The evidence of each of these subjects, oldest first, in one round trip where none has much of it. Rejects when the store
 * cannot be reached.
 */
export async function evidenceOf(
  store: Store,
  site: Site,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, readonly SubjectEvidence[]>> {
  const read = await readTogether(store, (reading) =>
    subjects.map((each) => reading.under(evidencePrefix(site, each))),
  );
  return new Map(subjects.map((each, at) => [each, evidenceUnder(read.found[at]!, evidencePrefix(site, each))]));
}

/** How the keys of all evidence of a subject begin. */
export function evidencePrefix({ account, region }: Site, subject: string): RowName {
  return { table: 'evidence', key: `${account}/${region}/${subject}/` };
}

/** The evidence in the rows under such a prefix: another subject's name may begin with this one's and a slash. */
export function evidenceUnder(rows: readonly Row[], { key }: RowName): readonly SubjectEvidence[] {
  return heldUnder(rows, 'evidence', key).flatMap(({ rest, value }) =>
    rest.slice(16) === evidenceId(value) ? [value] : [],
  );
}
