import type { StandingDecision } from '../../../core/plan/standing-decision.ts';
import type { CsvColumn } from './csv.ts';

/** What is said of a group that a file declares, as a row of CSV. */
export const judgeColumns: readonly CsvColumn<StandingDecision>[] = [
  { title: 'file', of: ({ place }) => place.file },
  { title: 'address', of: ({ place }) => place.address },
  { title: 'kind', of: ({ kind }) => kind },
  { title: 'group', of: ({ on }) => on.id },
  { title: 'name', of: ({ on }) => on.name },
  { title: 'account', of: ({ account }) => account.id },
  { title: 'region', of: ({ region }) => region },
  { title: 'environment', of: ({ on }) => on.environment },
  { title: 'owner', of: ({ on }) => on.owner },
  { title: 'ruling', of: ({ verdict }) => verdict.ruling },
  { title: 'severity', of: ({ verdict }) => verdict.severity },
  { title: 'checks', of: ({ verdict }) => verdict.checks.map((check) => check.id).join(' ') },
  { title: 'policy_lines', of: ({ verdict }) => verdict.checks.map((check) => check.at).join(' ') },
  { title: 'effect', of: ({ short }) => short },
  { title: 'says', of: ({ say }) => say },
  { title: 'rules', of: ({ carriers }) => [...new Set(Object.values(carriers).flat())].join('; ') },
  { title: 'basis', of: ({ basis }) => basis },
  { title: 'exposure', of: ({ exposure }) => exposure },
];
