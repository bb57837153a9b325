import type { Decision } from '../../../core/plan/decision.ts';
import type { StandingDecision } from '../../../core/plan/standing-decision.ts';
import { verdictWord } from '../verdict-text.ts';
import { sayTime } from '../when.ts';
import { sayWho } from '../who.ts';
import type { CsvColumn } from './csv.ts';

/** A decision as a row of Markdown: what people read in a comment or a ticket. */
export const markdownDecision: readonly CsvColumn<Decision>[] = [
  { title: 'verdict', of: ({ verdict }) => (verdict === undefined ? null : verdictWord(verdict)) },
  { title: 'when (UTC)', of: ({ at }) => sayTime(at) },
  { title: 'group', of: ({ on }) => on.name ?? on.id },
  { title: 'change', of: ({ short }) => short },
  { title: 'by', of: ({ actor }) => sayWho(actor) },
  { title: 'checks', of: ({ verdict }) => (verdict?.checks ?? []).map(({ id }) => id).join(', ') },
  { title: 'id', of: ({ id }) => id.slice(0, 12) },
];

/** A judged group as a row of Markdown, for a comment on a pull request. */
export const markdownStanding: readonly CsvColumn<StandingDecision>[] = [
  { title: 'verdict', of: ({ verdict }) => verdictWord(verdict) },
  { title: 'group', of: ({ on, place }) => on.name ?? on.id ?? place.address },
  { title: 'where', of: ({ place }) => `${place.file} ${place.address}` },
  { title: 'change', of: ({ short }) => short },
  { title: 'checks', of: ({ verdict }) => verdict.checks.map(({ id, at }) => `${id} (${at})`).join(', ') },
  { title: 'environment', of: ({ on }) => on.environment },
  { title: 'owner', of: ({ on }) => on.owner },
];
