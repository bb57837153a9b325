import type { Moment } from '../../core/ledger/timeline.ts';
import { as, type Line } from './screen.ts';

/** Says what of a group is not known, and how it could be. */
export function knownLines({ known, exists }: Pick<Moment, 'known' | 'exists'>): readonly Line[] {
  if (exists === 'not yet') return [[as('dim', 'it was created later than this')]];
  if (known === 'known') return [];
  const lack = known === 'partly' ? 'other rules may stand that no record tells' : 'no record tells its rules';
  return [[as('yellow', `${lack} (\`--snapshot\` of any time would tell)`)]];
}
