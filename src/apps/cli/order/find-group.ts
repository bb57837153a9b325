import type { Site } from '../../../core/plan/act/intent.ts';
import { nearestWords } from '../../../core/policy/shape/nearest-word.ts';
import { readRow } from '../../../flow/live/tables.ts';
import { Complaint } from '../complaint.ts';
import type { Desk } from './open-desk.ts';

/** The group that an id or a name means, by what the ledger knows. */
export async function findGroup(
  { store }: Pick<Desk, 'store'>,
  asked: string,
): Promise<{ readonly site: Site; readonly group: string }> {
  const known = new Map<string, { readonly site: Site; readonly group: string; readonly name: string }>();
  for (let from = ''; ; ) {
    const rows = await store.rows('named', from, 500);
    for (const row of rows) {
      const [account = '', region = '', , ...rest] = row.key.split('/');
      const { id } = readRow('named', row)!;
      known.set(id, { site: { account, region }, group: id, name: rest.slice(0, -1).join('/') });
    }
    if (rows.length < 500) break;
    from = `${rows.at(-1)!.key}\0`;
  }
  const found = [...known.values()].filter(({ group, name }) => group === asked || name === asked);
  if (found.length === 1) return { site: found[0]!.site, group: found[0]!.group };
  if (found.length > 1) {
    const ids = found.map(({ group, site }) => `${group} (${site.account} ${site.region})`);
    throw new Complaint(`\`${asked}\` may be any of ${ids.join(', ')}: give the id`);
  }
  const near = nearestWords(
    asked,
    [...known.values()].flatMap(({ group, name }) => [group, name]),
  );
  const hint = near.length === 0 ? '' : `, did you mean ${near.map((each) => `\`${each}\``).join(' or ')}`;
  throw new Complaint(`the ledger knows no group \`${asked}\`${hint}`);
}
