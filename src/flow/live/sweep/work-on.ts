import type { Store } from '../../../contracts/store.ts';
import type { SeenRule } from '../../../core/group/rule.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import { nameRule } from '../../../core/plan/name-rule.ts';
import type { Policy } from '../../../core/policy/policy.ts';
import { isAtLeast, type Severity, worse } from '../../../core/policy/scale.ts';
import { type Reading, readTogether } from '../memory/read-together.ts';
import { type ActionRow, type AskRow, readRow, rowName } from '../tables.ts';
import type { KnownEpisodes } from '../watch/episodes-of.ts';

/**
 * Rules of a group that are seen to, by what the ledger says of its open violations: each `asItSays`, since what was done
 * or asked about a rule that has been rewritten since is no work on what it says now.
 */
export interface WorkOn {
  /**
   * An action is under way for them, or was handed over to people, or people were asked: up to which severity. What was
   * asked when less was known to be wrong is no answer to what is worse.
   */
  readonly busy: ReadonlyMap<string, Severity>;
  /** Those of them for which there is an action. */
  readonly acted: ReadonlySet<string>;
  /** Names of those that an action under way gives back what they said: what is closed meanwhile never can be. */
  readonly returning: ReadonlySet<string>;
  /** Another policy asked about them, and nobody answered. */
  readonly asked: ReadonlySet<string>;
}

/** Ends of which a person was told that somebody has to see to it. */
const handedOver: readonly ActionRow['state'][] = ['partly', 'failed', 'refused'];
/** Answers that count whatever the policy has come to say since. */
const answered: readonly AskRow['state'][] = ['approved', 'denied'];
const going: readonly ActionRow['state'][] = ['due', 'acting', 'verifying', 'waiting'];

/**
 * Reads what works on the open violations of a group: actions and questions of the decisions that their incidents tell.
 * Nothing is read where none is open, or the policy enforces nothing anywhere.
 */
export async function workOn(store: Store, episodes: KnownEpisodes, policy: Policy): Promise<WorkOn> {
  return (await readTogether(store, (reading) => workIn(reading, episodes, policy))).found;
}

/** The same, of what is read together with other things. */
export function workIn(reading: Reading, { violations, incidents }: KnownEpisodes, { safety, digest }: Policy): WorkOn {
  const open = violations.filter(({ state }) => state === 'open' || state === 'closing');
  if (open.length === 0 || !Object.values(safety.mode).includes('enforce'))
    return { busy: new Map(), acted: none, returning: none, asked: none };
  const names = new Set(open.map(({ incident }) => incident));
  const decisions = new Set(incidents.filter(({ id }) => names.has(id)).flatMap((each) => each.decisions));
  const all = reading.under(rowName('ask', '')).flatMap((row) => readRow('ask', row) ?? []);
  const asks = all.filter(({ decision }) => decisions.has(decision));
  const isOld = ({ intent, state }: AskRow): boolean => intent.policy !== digest && !answered.includes(state);
  const busy = new Map<string, Severity>();
  // What people said yes to is seen to by the action that follows, as long as that is.
  for (const { intent } of asks.filter((ask) => !isOld(ask) && ask.state !== 'approved'))
    for (const rule of seenTo(intent)) busy.set(rule, worse(busy.get(rule) ?? 'none', intent.severity));
  const asked = new Set(asks.filter(isOld).flatMap(({ intent }) => seenTo(intent)));
  const acted = new Set<string>();
  const returning = new Set<string>();
  const made = [...decisions].flatMap((id) => readRow('decision', reading.row(rowName('decision', id)))?.actions ?? []);
  const approved = asks.filter(({ state }) => state === 'approved').map(({ intent }) => intent.action);
  for (const name of [...made, ...approved]) {
    const action = readRow('action', reading.row(rowName('action', name)));
    if (action === null || ![...going, ...handedOver].includes(action.state)) continue;
    for (const rule of seenTo(action.intent)) {
      acted.add(rule);
      busy.set(rule, 'critical');
    }
    if (!going.includes(action.state)) continue;
    for (const aim of action.intent.aims) if (aim.kind === 'rewrite') returning.add(aim.id);
  }
  return { busy, acted, returning, asked };
}

const none: ReadonlySet<string> = new Set();

/** Whether a rule that breaks something of a severity is seen to, as it says. */
export function isBusy({ busy }: Pick<WorkOn, 'busy'>, rule: SeenRule, severity: Severity): boolean {
  const upTo = busy.get(asItSays(rule));
  return upTo !== undefined && isAtLeast(upTo, severity);
}

/** Rules that an action closes or gives back what they said, as they say what it is against. */
export function seenTo({ aims }: Intent): readonly string[] {
  return aims.flatMap((aim) => {
    if (aim.kind === 'close') return [asItSays(aim.rule)];
    return aim.kind === 'rewrite' ? [asItSays({ ...aim.from, id: aim.id, description: null })] : [];
  });
}

/** A rule by its name and what it permits; its direction, which not all tell, no rewrite can change. */
export function asItSays(rule: SeenRule): string {
  return `${nameRule(rule)} ${nameRule({ ...rule, id: null, direction: null })}`;
}
