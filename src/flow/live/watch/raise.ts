import type { Store } from '../../../contracts/store.ts';
import type { Intent, Rewrite } from '../../../core/plan/act/intent.ts';
import { intentsOf } from '../../../core/plan/act/intents-of.ts';
import { isAgainst } from '../../../core/plan/act/offending.ts';
import type { LiveParts } from '../live-parts.ts';
import { stoodBefore } from '../memory/stood-before.ts';
import { mayHaveActed } from '../perform/caps-held.ts';
import { seenTo, workOn } from '../sweep/work-on.ts';
import { type DecisionRow, readRow, rowName } from '../tables.ts';
import { episodesOf } from './episodes-of.ts';
import type { FollowedResponse } from './follow-response.ts';
import { isOtherText, rewritesIn } from './gives-otherwise.ts';
import { type Responding, respondTo } from './respond-to.ts';
import { isRaised, type Revision } from './revise.ts';

/**
 * What later evidence shows to have been a breach all along is acted upon as far as it still stands, and as nothing is done
 * about the same rules already: one that was hidden has a decision of its own as soon as nothing hides it. By decision.
 */
export async function raisedBy(
  parts: LiveParts,
  known: Responding,
  revised: readonly Revision[],
): Promise<ReadonlyMap<string, FollowedResponse>> {
  const raised = new Map<string, FollowedResponse>();
  const all = [...known.memory.evidence, ...known.told];
  const raising = revised.filter(isRaised);
  if (raising.length === 0) return raised;
  const episodes = await episodesOf(parts.store, known.site, known.subject);
  const { acted } = await workOn(parts.store, episodes, known.judging.policy);
  for (const each of raising) {
    const { id } = each.decision;
    const found = all.findLast((one) => one.kind === 'change' && one.id === id);
    if (found?.kind !== 'change') continue;
    const decision = { ...each.decision, late: true };
    const isAsked = each.was.ruling === 'breach';
    const given = await givenBy(parts.store, each.was);
    const isWanted = (intent: Intent) =>
      given === null ? !isSeenTo(intent, acted) : givesAnew(intent, given) && !isObjected(intent, known);
    const how = { isAsked, isWanted, ...(given === null ? {} : { again: `${id}/${each.number}` }) };
    raised.set(id, await respondTo(parts, { id, change: found.change, decision }, known, how));
  }
  return raised;
}

/** Whether another action is about all rules of an intent. */
function isSeenTo(intent: Intent, acted: ReadonlySet<string>): boolean {
  const rules = seenTo(intent);
  return rules.length > 0 && rules.length === intent.aims.length && rules.every((rule) => acted.has(rule));
}

/** The texts that the actions of a decision gave back, as far as they made a call; `null` where it led to none. */
async function givenBy(store: Pick<Store, 'view'>, { actions = [] }: DecisionRow): Promise<readonly Rewrite[] | null> {
  if (actions.length === 0) return null;
  const { rows } = await store.view({ rows: actions.map((id) => rowName('action', id)) });
  return rows.flatMap((found) => {
    const row = readRow('action', found);
    return row === null || !mayHaveActed(row) ? [] : rewritesIn(row.intent);
  });
}

function givesAnew(intent: Intent, given: readonly Rewrite[]): boolean {
  return rewritesIn(intent).some((aim) => given.some((other) => isOtherText(aim, other)));
}

/** Whether what an intent would have a rule say is itself objected to: nobody would take it away again. */
function isObjected(intent: Intent, { judged, judging, now, site }: Responding): boolean {
  const texts = rewritesIn(intent).map(({ id, to }) => ({ id, tuple: to }));
  const how = { policy: judging.policy, site, quiet: 0, now };
  const breaches = judged.acts.filter(({ verdict }) => verdict?.ruling === 'breach');
  const aims = breaches.flatMap((act) =>
    intentsOf(act, stoodBefore(act, judged), how).flatMap((due) => due.intent.aims),
  );
  return texts.some((text) => aims.some((aim) => isAgainst(aim, text)));
}
