import type { Store } from '../../../contracts/store.ts';
import { nearestWords } from '../../../core/policy/shape/nearest-word.ts';
import { Complaint } from '../complaint.ts';

/** The decision of a store that the beginning of an id means. */
export async function findDecision(store: Store, asked: string): Promise<string> {
  const wanted = asked.toLowerCase().startsWith('chg_') ? asked.toLowerCase() : `chg_${asked.toLowerCase()}`;
  const found = (await store.rows('decision', wanted, 50))
    .map(({ key }) => key)
    .filter((key) => key.startsWith(wanted));
  if (found.length === 1) return found[0]!;
  if (found.length > 1) throw new Complaint(`${found.length} changes begin with \`${asked}\`: give more of the id`);
  const all = (await store.rows('decision', '', 5000)).map(({ key }) => key.slice(0, Math.max(8, wanted.length)));
  const near = nearestWords(wanted, all);
  const hint =
    near.length === 0 ? ': `scan` lists the ids' : `, did you mean ${near.map((each) => `\`${each}\``).join(' or ')}`;
  throw new Complaint(`no change in the ledger has the id \`${asked}\`${hint}`);
}
