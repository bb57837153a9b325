import type { Store } from '../../../contracts/store.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import type { Violation } from '../../../core/plan/incident/episodes.ts';
import { nameRule } from '../../../core/plan/name-rule.ts';
import { forEnvironment } from '../../../core/policy/scale.ts';
import type { Judging } from '../../../core/verdict/matter.ts';
import { pagesUnder } from '../pages-under.ts';
import { type ActionRow, readRow, rowName } from '../tables.ts';
import type { KnownEpisodes } from '../watch/episodes-of.ts';

/** Ends of which a person was told that somebody has to see to it. */
const handedOver: readonly ActionRow['state'][] = ['partly', 'failed', 'refused'];
const going: readonly ActionRow['state'][] = ['due', 'acting', 'verifying', 'waiting'];

/**
 * Open violations that the policy wants ended and that nothing works on: no action of their incident is under way for
 * the very rule, none was handed over to people, and nobody was asked about it. A rule that was made again is another
 * rule. Where the policy wants nothing, or does not enforce, none is idle.
 */
export async function idleViolations(
  store: Store,
  { violations, incidents }: KnownEpisodes,
  { policy }: Judging,
  environment: string,
): Promise<(violation: Violation, rule: Rule | null) => boolean> {
  const wanted = new Set(
    policy.checks
      .filter(({ standing }) =>
        forEnvironment(standing, environment).some((wish) => wish !== 'none' && wish !== 'restore'),
      )
      .map(({ id }) => id),
  );
  const open = violations.filter(({ state, check }) => (state === 'open' || state === 'closing') && wanted.has(check));
  if (open.length === 0 || forEnvironment(policy.safety.mode, environment) !== 'enforce') return () => false;
  const names = new Set(open.map(({ incident }) => incident));
  const decisions = new Set(incidents.filter(({ id }) => names.has(id)).flatMap((each) => each.decisions));
  const asks = (await pagesUnder(store, rowName('ask', ''))).flatMap((row) => readRow('ask', row) ?? []);
  const busy = new Set(asks.filter(({ decision }) => decisions.has(decision)).flatMap(({ intent }) => closing(intent)));
  for (const id of decisions) {
    const decision = readRow('decision', await store.row(rowName('decision', id)));
    for (const name of decision?.actions ?? []) {
      const action = readRow('action', await store.row(rowName('action', name)));
      if (action === null || ![...going, ...handedOver].includes(action.state)) continue;
      for (const rule of closing(action.intent)) busy.add(rule);
    }
  }
  const idle = new Set(open);
  return (violation, rule) => idle.has(violation) && rule !== null && !busy.has(nameRule(rule));
}

function closing({ aims }: Intent): readonly string[] {
  return aims.flatMap((aim) => (aim.kind === 'close' ? [nameRule(aim.rule)] : []));
}
