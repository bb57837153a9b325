import { type Instant, readInstant } from '../../../core/leaf/instant.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { nameRule } from '../../../core/plan/name-rule.ts';
import { standingWish } from '../../../core/plan/standing-act.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import type { LiveParts } from '../live-parts.ts';
import type { JudgedSubject } from '../memory/judge-subject.ts';
import type { SubjectMemory } from '../memory/load-subject.ts';
import { readRow, rowName } from '../tables.ts';
import { episodesOf } from '../watch/episodes-of.ts';
import { isBusy, workOn } from './work-on.ts';

/** What was hidden for longer is put to people: others may have come to rely on it. In milliseconds. */
const lately = 86_400_000;

/**
 * What changes opened under cover of others, that these cover no more, and about which nothing was decided yet: oldest
 * first. What we made ourselves, what stood when the policy was adopted, what is permitted by now and what is seen to
 * already are none. `gone`: rules that surely went though no evidence says so yet.
 */
export async function uncoveredNews(
  { backlog, clock, policy, store }: Pick<LiveParts, 'backlog' | 'clock' | 'policy' | 'store'>,
  { site, subject }: Pick<SubjectMemory, 'site' | 'subject'>,
  judged: JudgedSubject,
  gone: ReadonlySet<string> = new Set(),
): Promise<readonly Decision[]> {
  const since = adoptedAt(backlog);
  const fresh: Decision[] = [];
  for (const each of judged.uncovered({ gone, adopted: since })) {
    const at = readInstant(each.at) ?? 0;
    if ((since !== null && at <= since) || isPermitted(each, judged)) continue;
    if ((await store.row(rowName('decision', each.id))).version > 0) continue;
    const behind = readRow('decision', await store.row(rowName('decision', each.changes![0]!)));
    if (behind !== null && behind.own === null) fresh.push(at < clock.now() - lately ? asking(each, policy()) : each);
  }
  if (fresh.length === 0) return fresh;
  const work = await workOn(store, await episodesOf(store, site, subject), policy().policy);
  return fresh.filter(({ rules, verdict }) =>
    rules.some((rule) => rule.op !== 'before' && !isBusy(work, rule, verdict?.severity ?? 'none')),
  );
}

/** When it was taken stock of what stood; `null` where it never was. */
export function adoptedAt(backlog: LiveParts['backlog']): Instant | null {
  return backlog === null ? null : readInstant(backlog.taken);
}

/** Whether an exception or a permission covers by now all that is objected to. */
function isPermitted({ verdict }: Decision, { standing }: JudgedSubject): boolean {
  const rulings = new Map(standing?.verdict.checks.map(({ id, ruling }) => [id, ruling] as const));
  const broken = verdict?.checks.filter(({ ruling }) => ruling === 'breach') ?? [];
  return broken.every(({ id }) => rulings.get(id) === 'permitted');
}

/** Asks where the policy would not have closed it either if it had merely been found to stand. */
function asking(decision: Decision, judging: Judging): Decision {
  const { on, response, verdict } = decision;
  const wish = standingWish(judging, on.environment ?? 'else');
  const closes = verdict?.checks.some(({ id, ruling }) => ruling === 'breach' && /revert|expire/.test(wish(id)));
  if (response === undefined || closes === true) return decision;
  const why = 'it was hidden for more than a day, so a person decides';
  const steps = response.steps.map((step) => (step.do === 'none' ? step : ({ ...step, do: 'ask', why } as const)));
  return { ...decision, response: { ...response, steps } };
}

/** Names of the rules that these decisions are about. */
export function rulesUncovered(decisions: readonly Decision[]): ReadonlySet<string> {
  return new Set(decisions.flatMap(({ rules }) => rules.map(nameRule)));
}
