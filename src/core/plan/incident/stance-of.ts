import { tupleText } from '../act/tuple-text.ts';
import type { Family, Violation } from './episodes.ts';
import type { Seen } from './follow-incidents.ts';
import { isMended, type Mending } from './is-mended.ts';

/**
 * How a violation stands: `stands`, `away` (to be confirmed), `accepted` by an exception or a grant, its `group gone`,
 * `unsure` (what is known does not tell), or an `episode`: nothing stands that could go.
 */
export type Stance = 'stands' | 'away' | 'accepted' | 'group gone' | 'unsure' | 'episode';

/** What a stance follows from. */
export interface StanceOf extends Omit<Mending, 'rules'> {
  readonly seen: Seen;
  readonly granted: (tuple: string) => boolean;
}

/**
 * How a violation stands. An opening stands as long as a rule of its tuple does, whoever made it and whatever the policy
 * says by now, or until the prefix list that the rule names is mended; a loss until such a rule is back; a tag until it says
 * again what it said.
 */
export function stanceOf({ check, tuple }: Pick<Violation, 'check' | 'tuple'>, family: Family, told: StanceOf): Stance {
  const { seen, standing } = told;
  if (family === 'attempts') return 'episode';
  if (seen.exists === 'no') return 'group gone';
  const ruling = standing?.verdict.checks.find(({ id }) => id === check)?.ruling ?? 'clear';
  const known = seen.known === 'known';
  if (tuple === '') {
    if (family !== 'opening') return family === 'tags' && ruling === 'breach' ? 'stands' : 'episode';
    if (standing === null || ruling === 'unknown') return 'unsure';
    if (ruling !== 'clear') return ruling === 'permitted' ? 'accepted' : 'stands';
    return known ? 'away' : 'unsure';
  }
  if (family === 'tags') return seen.exists === 'unknown' ? 'unsure' : isTagged(seen.tags, tuple) ? 'away' : 'stands';
  const alike = seen.rules.filter((rule) => tupleText(rule) === tuple);
  const isThere = alike.length > 0;
  if (!isThere && (!known || seen.maybe?.includes(tuple) === true)) return 'unsure';
  if (isThere !== (family === 'opening')) return 'away';
  if (known && isThere && alike.every((rule) => isMended(check, rule, { ...told, rules: seen.rules }))) return 'away';
  return told.granted(tuple) || ruling === 'permitted' ? 'accepted' : 'stands';
}

/** Whether tags are as `tag env=prod` or `no tag env` want it. */
function isTagged(tags: Readonly<Record<string, string>>, words: string): boolean {
  if (words.startsWith('no tag ')) return !Object.hasOwn(tags, words.slice('no tag '.length));
  const text = words.slice('tag '.length);
  return Object.entries(tags).some(([key, value]) => `${key}=${value}` === text);
}
