import type { RowWrite } from '../../../contracts/store.ts';
import { evidenceRows } from '../memory/evidence-rows.ts';
import { evidenceId } from '../memory/subject-evidence.ts';
import { rowName } from '../tables.ts';
import type { Known } from './known.ts';

/** The rows of what a record tells as evidence; where it corrects when something happened, the old row goes. */
export function evidenceWrites({ site, subject, memory, told, look }: Known): readonly RowWrite[] {
  const { account, region } = site;
  const at = new Map(told.map((each) => [evidenceId(each), each.at]));
  const moved = memory.evidence.filter((each) => (at.get(evidenceId(each)) ?? each.at) !== each.at);
  const looked = look?.kind === 'other' ? [look.evidence] : [];
  return [
    ...moved.map((each) => ({
      ...rowName('evidence', account, region, subject, each.at, evidenceId(each)),
      value: null,
    })),
    ...evidenceRows(site, subject, [...told, ...looked], memory.since),
  ];
}
