import type { DigestFacts } from '../../../core/alert/digest-facts.ts';
import { type Instant, writeInstant } from '../../../core/leaf/instant.ts';
import type { BacklogEntry } from '../../../core/plan/backlog/backlog.ts';
import { nameRule } from '../../../core/plan/name-rule.ts';
import { judgeSubject } from '../memory/judge-subject.ts';
import { loadSubject } from '../memory/load-subject.ts';
import type { HearParts } from './hear-parts.ts';

/** So many groups of a backlog are looked up at most: what is owed by the others counts as open. */
const mostGroups = 500;

const needs = { attachments: false, beside: false, attempts: { within: 0, most: 0 } } as const;

/**
 * How much of the backlog is still open, as far as the ledger knows its groups: a rule that went is paid, whatever else is
 * not surely gone is open. `null` where there is no backlog.
 */
export async function backlogNow(parts: HearParts, now: Instant): Promise<DigestFacts['backlog']> {
  if (parts.backlog === null) return null;
  const today = writeInstant(now).slice(0, 10);
  const groups = Map.groupBy(parts.backlog.entries, ({ group }) => JSON.stringify(group));
  const left: BacklogEntry[] = [];
  for (const [place, entries] of [...groups.values()].entries())
    left.push(...(place < mostGroups ? await openOf(parts, entries, now) : entries));
  return { open: left.length, overdue: left.filter(({ due }) => due < today).length };
}

async function openOf(
  parts: HearParts,
  entries: readonly BacklogEntry[],
  now: Instant,
): Promise<readonly BacklogEntry[]> {
  const { id, account, region } = entries[0]!.group;
  if (id === null || account === null || region === null) return entries;
  const memory = await loadSubject(parts.store, { account, region }, id, { needs });
  if (!('evidence' in memory) || memory.evidence.length === 0) return entries;
  const { rules, exists, known } = judgeSubject(memory, parts.policy(), now).now;
  if (exists === 'no') return [];
  const standing = new Set(rules.map((rule) => nameRule({ ...rule, id: null })));
  return entries.filter(({ rule }) => rule === null || known !== 'known' || standing.has(rule));
}
