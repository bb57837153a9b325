import type { Store } from '../../../contracts/store.ts';
import { nearestWords } from '../../../core/policy/shape/nearest-word.ts';
import { Complaint } from '../complaint.ts';

/** The incident of a store that the beginning of an id means. */
export async function findIncident(store: Pick<Store, 'rows'>, asked: string): Promise<string> {
  if (asked === '') throw new Complaint('expected an incident, `inc_…`: `incidents list` tells them');
  const wanted = asked.toLowerCase().startsWith('inc_') ? asked.toLowerCase() : `inc_${asked.toLowerCase()}`;
  const found = (await store.rows('incident', wanted, 50))
    .map(({ key }) => key)
    .filter((key) => key.startsWith(wanted));
  if (found.length === 1 || found.includes(wanted)) return found.includes(wanted) ? wanted : found[0]!;
  if (found.length > 1) throw new Complaint(`${found.length} incidents begin with \`${asked}\`: give more of the id`);
  const all = (await store.rows('incident', '', 5000)).map(({ key }) => key.slice(0, Math.max(8, wanted.length)));
  const near = nearestWords(wanted, all).map((each) => `\`${each}\``);
  const hint = near.length === 0 ? ': `incidents list` tells them' : `, did you mean ${near.join(' or ')}`;
  throw new Complaint(`no incident in the ledger has the id \`${asked}\`${hint}`);
}
