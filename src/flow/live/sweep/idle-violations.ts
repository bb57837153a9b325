import type { Store } from '../../../contracts/store.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import type { Violation } from '../../../core/plan/incident/episodes.ts';
import { nameRule } from '../../../core/plan/name-rule.ts';
import { forEnvironment, type Respond } from '../../../core/policy/scale.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import { pagesUnder } from '../pages-under.ts';
import { type ActionRow, type AskRow, readRow, rowName } from '../tables.ts';
import type { KnownEpisodes } from '../watch/episodes-of.ts';

/** Ends of which a person was told that somebody has to see to it. */
const handedOver: readonly ActionRow['state'][] = ['partly', 'failed', 'refused'];
/** Answers that count whatever the policy has come to say since. */
const answered: readonly AskRow['state'][] = ['approved', 'denied'];
const going: readonly ActionRow['state'][] = ['due', 'acting', 'verifying', 'waiting'];

/**
 * Open violations that the policy wants ended and that nothing works on: no action of their incident is under way for
 * the very rule, none was handed over to people, and nobody was asked about it. A rule that was made again is another
 * rule; and a question that nobody answered, asked by another policy, keeps nothing from what today's wants done. Where the policy wants nothing, or does not enforce, none is idle.
 */
export async function idleViolations(
  store: Store,
  { violations, incidents }: KnownEpisodes,
  { policy }: Judging,
  environment: string,
): Promise<(violation: Violation, rule: Rule | null) => boolean> {
  const wishing = (not: readonly Respond[]): ReadonlySet<string> =>
    new Set(
      policy.checks
        .filter(({ standing }) => forEnvironment(standing, environment).some((wish) => !not.includes(wish)))
        .map(({ id }) => id),
    );
  const wanted = wishing(['none', 'restore']);
  const unasked = wishing(['none', 'restore', 'ask']);
  const open = violations.filter(({ state, check }) => (state === 'open' || state === 'closing') && wanted.has(check));
  if (open.length === 0 || forEnvironment(policy.safety.mode, environment) !== 'enforce') return () => false;
  const names = new Set(open.map(({ incident }) => incident));
  const decisions = new Set(incidents.filter(({ id }) => names.has(id)).flatMap((each) => each.decisions));
  const all = (await pagesUnder(store, rowName('ask', ''))).flatMap((row) => readRow('ask', row) ?? []);
  const asks = all.filter(({ decision }) => decisions.has(decision));
  const isOld = ({ intent, state }: AskRow): boolean => intent.policy !== policy.digest && !answered.includes(state);
  const busy = new Set(asks.filter((ask) => !isOld(ask)).flatMap(({ intent }) => seenTo(intent)));
  const asked = new Set(asks.filter(isOld).flatMap(({ intent }) => seenTo(intent)));
  for (const id of decisions) {
    const decision = readRow('decision', await store.row(rowName('decision', id)));
    for (const name of decision?.actions ?? []) {
      const action = readRow('action', await store.row(rowName('action', name)));
      if (action === null || ![...going, ...handedOver].includes(action.state)) continue;
      for (const rule of seenTo(action.intent)) busy.add(rule);
    }
  }
  const idle = new Set(open);
  return (violation, rule) => {
    if (rule === null || !idle.has(violation) || busy.has(nameRule(rule))) return false;
    return unasked.has(violation.check) || !asked.has(nameRule(rule));
  };
}

/** Rules that an action closes or gives back what they said: what is closed cannot be given back any more. */
function seenTo({ aims }: Intent): readonly string[] {
  return aims.flatMap((aim) => (aim.kind === 'close' ? [nameRule(aim.rule)] : aim.kind === 'rewrite' ? [aim.id] : []));
}
