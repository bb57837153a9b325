import type { GroupFacts } from '../facts/facts.ts';
import type { Tuple } from '../group/rule.ts';
import { digestName } from '../leaf/digest.ts';
import { writeServices } from '../net/services.ts';
import { fitsAny } from '../policy/glob.ts';
import type { Safety } from '../policy/policy.ts';
import { forEnvironment, modes, type Respond, responses } from '../policy/scale.ts';
import { unionOf } from '../reach/algebra.ts';
import { collateralOf } from '../reach/carriers.ts';
import type { Known, Reach } from '../reach/reach.ts';
import { rowsOf } from '../reach/row.ts';
import { sayPeers } from '../reach/say-peers.ts';
import type { Judged, Matter, Objection } from '../verdict/matter.ts';
import { carryingRules, isLoss, tuplesOf } from './carrying-rules.ts';
import type { Decision, Response, ResponseStep, RuleRow } from './decision.ts';
import { nameRule } from './name-rule.ts';

/** What a response follows from, beside the verdict. */
export interface Responding {
  /** Id of the decision: the ids of its steps follow from it. */
  readonly decision: string;
  readonly safety: Safety;
  readonly basis: Decision['basis'];
  /** The groups of the matter's parts, in their order. */
  readonly groups: readonly Pick<GroupFacts, 'id' | 'name'>[];
  /** Rules that this change added, removed or rewrote. */
  readonly rules: readonly RuleRow[];
  /** Rules that stand afterwards and are none of them, as far as they are known. */
  readonly others: readonly Tuple[];
  /** What the reach was made with. */
  readonly known: Known;
  /** Why a tag that was set by somebody who may forbids to touch the group; `null` when none does. */
  readonly guarded: string | null;
  /** The group's tags around a tag change. */
  readonly tags?: Matter['tags'];
}

/**
 * What the policy would have done to the group: for each rule of this change that carries a breach the strongest response
 * that is wanted, each rule once. Older rules are never touched; what no rule of this change carries is asked about.
 * `undefined` when nothing is wanted. Where the environment only observes there are no steps.
 */
export function respond(judged: Judged, told: Responding): Response | undefined {
  const wanted = judged.objections.filter((one) => one.ruling === 'breach' && !one.over && wishOf(one) !== 'none');
  if (wanted.length === 0) return undefined;
  const modeOf = ({ part }: Objection) =>
    forEnvironment(told.safety.mode, judged.contexts[part ?? 0]?.environment ?? 'else');
  const rank = Math.max(...wanted.map((one) => modes.indexOf(modeOf(one))));
  const steps = judged.contexts.flatMap((_, part) => {
    const here = wanted.filter((one) => one.part === part && modeOf(one) !== 'observe');
    return stepsOf(here, told, told.groups[part]!);
  });
  return { mode: modes[rank]!, steps };
}

/** The strongest response that a check wants and that fits what it objects to; tags are restored as well. */
function wishOf({ respond: all, asked, check }: Objection): Respond {
  const fitting: readonly Respond[] =
    asked?.when.kind === 'tags' || isLoss({ asked, check }) ? ['ask', 'restore'] : ['ask', 'expire', 'revert'];
  return all.filter((one) => fitting.includes(one)).reduce(stronger, 'none');
}

function stronger(a: Respond, b: Respond): Respond {
  return responses.indexOf(a) >= responses.indexOf(b) ? a : b;
}

function stepsOf(
  objections: readonly Objection[],
  told: Responding,
  group: Pick<GroupFacts, 'id' | 'name'>,
): readonly ResponseStep[] {
  const byRule = new Map<RuleRow, Wish>();
  const uncarried = new Map<readonly string[], Wish>();
  const tags = tagWords(told.tags ?? null);
  for (const one of objections) {
    const wish = wishOf(one);
    const carriers = carryingRules(one, isLoss(one), told);
    for (const rule of carriers) wishFor(byRule, rule, wish, one.reach);
    if (carriers.length > 0) continue;
    if (one.asked?.when.kind === 'tags' && tags.length > 0) wishFor(uncarried, tags, wish, one.reach);
    // A rule that nobody of this change brought is named, never touched: a person decides.
    else wishFor(uncarried, noWords, 'ask', one.reach);
  }
  const refused = refusalOf(told, group);
  const unruled = [...uncarried].map(([named, each]): Meant => ({ ...each, rules: [], named }));
  return [...grouped(byRule, told), ...unruled]
    .map((step) => writeStep(step, told, refused, group))
    .sort((a, b) => responses.indexOf(b.do) - responses.indexOf(a.do) || (a.rules.join() < b.rules.join() ? -1 : 1));
}

const noWords: readonly string[] = [];

interface Wish {
  readonly wish: Respond;
  readonly reach: Reach;
}

/** What one step is to do, on which rules, and how it names them (or tags). */
interface Meant extends Wish {
  readonly rules: readonly RuleRow[];
  readonly named: readonly string[];
}

function wishFor<K>(all: Map<K, Wish>, key: K, wish: Respond, reach: Reach): void {
  const other = all.get(key);
  if (other === undefined) all.set(key, { wish, reach });
  else all.set(key, { wish: stronger(other.wish, wish), reach: unionOf([other.reach, reach]) });
}

/** One step for all rules with the same response; a rule that is put back by a revert is not restored besides. */
function grouped(byRule: ReadonlyMap<RuleRow, Wish>, told: Responding): readonly Meant[] {
  const reverted = new Set([...byRule].filter(([, { wish }]) => wish === 'revert').map(([{ id }]) => id));
  const left = [...byRule].filter(([{ id }, { wish }]) => wish !== 'restore' || id === null || !reverted.has(id));
  return responses.flatMap((wish) => {
    const alike = new Map(left.filter(([, each]) => each.wish === wish));
    if (alike.size === 0) return [];
    const rules = told.rules.filter((rule) => alike.has(rule));
    return [{ wish, rules, named: rules.map(nameRule), reach: unionOf([...alike.values()].map(({ reach }) => reach)) }];
  });
}

function refusalOf({ safety, guarded }: Responding, { id, name }: Pick<GroupFacts, 'id' | 'name'>): string | null {
  const { groups } = safety.neverTouch;
  const isNamed = [id, name].some((text) => text !== null && fitsAny(groups, text));
  return isNamed ? `the policy says never to touch ${id ?? name}` : guarded;
}

function writeStep(
  { wish, rules, reach, named }: Meant,
  told: Responding,
  refused: string | null,
  group: Pick<GroupFacts, 'id' | 'name'>,
): ResponseStep {
  const writes = wish === 'revert' || wish === 'restore' || wish === 'expire';
  const untold = named.length === 0 ? 'no rule of this change carries it, so a person decides' : null;
  const waits = writes && told.basis === 'unknown' ? 'reads the group first' : null;
  const step = JSON.stringify([told.decision, group.id ?? group.name, wish, named]);
  return {
    id: `act_${digestName(step)}`,
    do: wish,
    rules: named,
    collateral: wish === 'revert' || wish === 'expire' ? collateralWords(rules, reach, told) : [],
    state: refused === null ? 'would' : 'refused',
    why: refused ?? waits ?? untold,
    approvedBy: [],
    verifiedAt: null,
  };
}

function collateralWords(carriers: readonly RuleRow[], reach: Reach, { rules, others, known }: Responding): string[] {
  const stays = rules.filter((rule) => (rule.op === 'add' || rule.op === 'after') && !carriers.includes(rule));
  const beside = [...others, ...stays.flatMap(tuplesOf)];
  return rowsOf(collateralOf(carriers.flatMap(tuplesOf), beside, reach, known)).map((row) => {
    const services = row.services.flatMap(({ from, to }) => writeServices(from, to)).join(', ');
    return `${services} ${row.direction === 'ingress' ? 'from' : 'to'} ${sayPeers(row.peers).replace(/,$/, '')}`;
  });
}

function tagWords(tags: Matter['tags']): readonly string[] {
  if (tags === null) return [];
  const keys = [...new Set([...Object.keys(tags.before), ...Object.keys(tags.after)])].sort();
  const changed = keys.filter((key) => tagOf(tags.before, key) !== tagOf(tags.after, key));
  return changed.map((key) => {
    const was = tagOf(tags.before, key);
    return was === null ? `no tag ${key}` : `tag ${key}=${was}`;
  });
}

function tagOf(tags: Readonly<Record<string, string>>, key: string): string | null {
  return Object.hasOwn(tags, key) ? tags[key]! : null;
}
