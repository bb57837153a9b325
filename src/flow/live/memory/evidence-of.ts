import type { Store } from '../../../contracts/store.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { rowsUnder } from './rows-under.ts';
import { evidenceId, type SubjectEvidence } from './subject-evidence.ts';

/**
 * The evidence of one subject, oldest first. Another subject's name may begin with this one's and a slash. Rejects when
 * the store cannot be reached.
 */
export async function evidenceOf(
  store: Pick<Store, 'rows'>,
  { account, region }: Site,
  subject: string,
): Promise<readonly SubjectEvidence[]> {
  const rows = await rowsUnder(store, 'evidence', `${account}/${region}/${subject}/`);
  return rows.flatMap(({ rest, value }) => (rest.slice(16) === evidenceId(value) ? [value] : []));
}
