import type { Store } from '../../../contracts/store.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import { rowName } from '../tables.ts';

/** Ids of all things of a kind (`sg-`, `pl-`, `eni-`) of which evidence is stored, in order; one read for each. */
export async function knownSubjects(
  store: Pick<Store, 'rows'>,
  { account, region }: Site,
  kind: string,
): Promise<readonly string[]> {
  const { key: prefix } = rowName('evidence', account, region, '');
  const found: string[] = [];
  for (let from = `${prefix}${kind}`; ; ) {
    const [row] = await store.rows('evidence', from, 1);
    if (row === undefined || !row.key.startsWith(`${prefix}${kind}`)) return found;
    const subject = row.key.slice(prefix.length).split('/')[0]!;
    found.push(subject);
    // `0` is the character after `/`: past all rows of this subject.
    from = `${prefix}${subject}0`;
  }
}
