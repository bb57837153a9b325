import type { Spill } from '../../contracts/spill.ts';
import type { Perimeter } from '../../core/group/group.ts';
import { writeInstant } from '../../core/leaf/instant.ts';
import type { Trace } from '../../core/ledger/trace.ts';
import type { Decision, EffectRow } from '../../core/plan/decision.ts';
import { decisionMatrices } from '../../core/plan/decision-matrices.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { unionOf } from '../../core/reach/algebra.ts';
import type { Matrix } from '../../core/reach/matrix.ts';
import { nothing, type Reach } from '../../core/reach/reach.ts';
import { startBill } from '../bill.ts';
import { indexGroups } from '../group-index.ts';
import { historyOf, tracesOf } from '../history.ts';
import { readListBook } from '../load.ts';
import { startRulings } from '../rulings.ts';
import { type Filter, selected } from '../select.ts';
import { digestInputs } from './digest-inputs.ts';
import { followInGroup, followOnInterface, worstFate } from './follow.ts';
import { objectedReach } from './objected-reach.ts';
import type { Fate, Objected, Report } from './report.ts';
import { startTallies } from './tallies.ts';

/** What a report is made from. */
export interface Reporting {
  readonly snapshot: Perimeter | null;
  readonly policy: Policy;
  readonly filter: Filter;
  /** The end of what is known, or what is asked for. */
  readonly asOf: number | null;
  /** Changes inside policy that are listed one by one. */
  readonly listed: number;
  /** SHA-256 of a text as hexadecimal digits. */
  readonly sha256: (text: string) => string;
}

/** Gathers a report from decisions that a policy judged: what broke it is followed to the end of what is known. */
export function gatherReport(spill: Spill, reporting: Reporting): Report {
  const { policy, filter, listed, asOf } = reporting;
  const [bill, rulings, tallies] = [startBill(), startRulings(), startTallies()];
  const objected: Decision[] = [];
  for (const decision of selected(spill, 'worst', filter)) {
    for (const each of [bill, rulings, tallies]) each.add(decision);
    if (isObjected(decision)) objected.push(decision);
  }
  const inside: Decision[] = [];
  let insideCount = 0;
  for (const decision of selected(spill, 'time', filter)) {
    if (isObjected(decision)) continue;
    insideCount++;
    inside.push(decision);
    if (inside.length > listed * 2) inside.splice(0, inside.length - listed);
  }
  const traces = tracesFor(spill, reporting, objected);
  const ends = new Map([...traces].map(([key, own]) => [key, own.at(-1)?.after.certain ?? nothing]));
  return {
    ...{ bill: bill.bill(), rulings: rulings.rulings(), insideCount, ...tallies.tallied() },
    asOf: asOf === null ? null : writeInstant(asOf),
    objected: objected.map((decision) => follow(decision, { traces, ends, policy, reporting })),
    inside: inside.slice(-listed).reverse(),
    inputs: digestInputs(spill, reporting.sha256),
  };
}

function isObjected({ verdict }: Decision): boolean {
  return verdict?.ruling === 'breach' || verdict?.ruling === 'unknown';
}

/** The histories of the groups that what is objected to was about, or that its interfaces are in. */
function tracesFor(
  spill: Spill,
  { snapshot }: Reporting,
  objected: readonly Decision[],
): ReadonlyMap<string, readonly Trace[]> {
  const effects = objected.flatMap((decision) => decision.effects);
  const interfaces = new Set(effects.flatMap((effect) => effect.interface ?? []));
  const onThem = (snapshot?.interfaces ?? []).filter((each) => interfaces.has(each.id)).flatMap((each) => each.groups);
  const wanted = new Set([...effects.flatMap((effect) => effect.group?.id ?? []), ...onThem]);
  const lists = readListBook(spill, snapshot);
  return new Map(
    indexGroups(spill, snapshot)
      .filter((group) => wanted.has(group.key))
      .map((group) => [group.key, tracesOf(historyOf(spill, snapshot, group, lists))]),
  );
}

interface Ends {
  readonly traces: ReadonlyMap<string, readonly Trace[]>;
  readonly ends: ReadonlyMap<string, Reach>;
  readonly policy: Policy;
  readonly reporting: Reporting;
}

function follow(decision: Decision, told: Ends): Objected {
  const matrices = matricesFor(decision, told);
  if (decision.call.result !== 'applied') return { decision, fate: { kind: 'attempt' }, matrices };
  return { decision, matrices, fate: worstFate(decision.effects.map((effect) => fateOf(decision, effect, told))) };
}

function fateOf(decision: Decision, effect: EffectRow, { traces, ends, policy, reporting }: Ends): Fate {
  const meant = objectedReach(decision, effect, policy);
  const { snapshot, asOf } = reporting;
  if (meant.over && effect.passing !== undefined) {
    const { actor } = decision;
    const by = actor.person ?? actor.session ?? actor.principal ?? actor.type;
    return { kind: 'ended', at: effect.passing.to, seconds: effect.passing.seconds, by };
  }
  if (effect.interface !== null) {
    const shown = snapshot?.interfaces.find((each) => each.id === effect.interface);
    const groups = shown === undefined ? null : unionOf(shown.groups.map((id) => ends.get(id) ?? nothing));
    return followOnInterface(decision, meant, groups, asOf ?? 0);
  }
  const own = effect.group?.id === null || effect.group === null ? undefined : traces.get(effect.group.id);
  const upTo = own?.filter((each) => asOf === null || each.at <= asOf);
  return upTo === undefined ? { kind: 'not-known' } : followInGroup(decision, meant, upTo, asOf ?? 0);
}

/** Before and after of the first effect: the worst one, or the only one. */
function matricesFor(decision: Decision, { traces, policy }: Ends): readonly Matrix[] {
  const group = decision.effects[0]?.group?.id ?? null;
  const own = group === null ? undefined : traces.get(group);
  const ids = decision.changes ?? [decision.id];
  const before = own?.find((each) => each.id === ids[0])?.before ?? null;
  const after = own?.find((each) => each.id === ids.at(-1))?.after ?? null;
  return decisionMatrices(decision, { before, after }, policy.addresses);
}
