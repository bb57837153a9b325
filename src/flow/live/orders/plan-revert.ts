import type { Rule } from '../../../core/group/rule.ts';
import { digestName } from '../../../core/leaf/digest.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Aim, Intent } from '../../../core/plan/act/intent.ts';
import { inverseOf } from '../../../core/plan/act/inverse-of.ts';
import { nextOrder } from '../../../core/plan/act/next-order.ts';
import { planHash } from '../../../core/plan/act/plan-hash.ts';
import { sayAim } from '../../../core/plan/act/say-aim.ts';
import { sameTuple, tupleText } from '../../../core/plan/act/tuple-text.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { LiveParts } from '../live-parts.ts';
import { type JudgedSubject, judgeSubject } from '../memory/judge-subject.ts';
import { loadSubject } from '../memory/load-subject.ts';
import { readRow, rowName } from '../tables.ts';

/** What a person may have undone of a change: worked out, not yet ordered. */
export interface RevertPlan {
  readonly hash: string;
  readonly intent: Intent;
  /** What stood before the change: all that may be put back. */
  readonly image: readonly Rule[];
  /** Rules of the same change that stay: nobody objects to them. */
  readonly kept: readonly Rule[];
  /** What of it cannot be given back for want of knowledge. */
  readonly unsure: readonly string[];
  /** The rules that are known to stand, as one text: another one, another plan. */
  readonly state: string;
  /** From then on it is not carried out any more. */
  readonly until: Instant;
}

/** Why there is no plan. */
export interface NoPlan {
  readonly kind: 'refused';
  readonly why: string;
}

/** How long a plan counts, in milliseconds. */
const validFor = 600_000;

/** Plans to undo a change by the id of its decision: where the policy objects to some of its rules, only these. */
export async function planRevert(parts: LiveParts, id: string): Promise<RevertPlan | NoPlan> {
  const { store, clock } = parts;
  const row = readRow('decision', await store.row(rowName('decision', id)));
  if (row === null) return refused(`no decision has the id \`${id}\``);
  if (row.own !== null) return refused(`it is what our own action ${row.own} did: \`undo\` that`);
  const memory = await loadSubject(store, row.site, row.subject);
  if ('kind' in memory) return refused(`the ledger does not answer: ${memory.why}`);
  const told = memory.evidence.find((each) => each.kind === 'change' && each.id === id);
  const judging = parts.policy();
  const judged = judgeSubject(memory, judging, clock.now());
  const decision = judged.single.get(id);
  if (told?.kind !== 'change' || decision === undefined) return refused('what it was is not kept any more');
  const image = judged.imageBefore(id);
  const inverse = inverseOf(told.change, { rules: image });
  if (inverse.kind !== 'aims') return refused(`${inverse.kind}: ${inverse.why}`);
  const aims = objectedOnly(inverse.aims, decision);
  const { on, verdict, actor } = decision;
  if (on.id === null || on.kind === 'vpc') return refused('it does not tell what it happened to');
  const about = ['ordered', id, row.site.account, row.site.region, on.id, aims.map(sayAim).sort()];
  const intent: Intent = {
    ...{ action: `act_${digestName(JSON.stringify(about))}`, for: id, do: 'undo', site: row.site, aims },
    on: { kind: on.kind, id: on.id },
    ...{ severity: verdict?.severity ?? 'none', actor: actor.principal, policy: judging.policy.digest },
  };
  const left = leftToDo(intent, judged, image ?? []);
  if (left !== null) return refused(left);
  return {
    ...{ hash: planHash(intent), intent, image: image ?? [], unsure: inverse.unsure },
    kept: inverse.aims.filter((aim) => !aims.includes(aim)).flatMap((aim) => (aim.kind === 'close' ? [aim.rule] : [])),
    state: digestName(JSON.stringify(judged.now.rules.map((rule) => `${rule.id} ${tupleText(rule)}`).sort())),
    until: clock.now() + validFor,
  };
}

/** Why nothing is left to do, by what is known of the group; `null` where something is, or where too little is known. */
function leftToDo(intent: Intent, { now }: JudgedSubject, image: readonly Rule[]): string | null {
  const { on, site } = intent;
  if (on.kind !== 'group' || now.known !== 'known' || now.exists !== 'yes') return null;
  const group = { id: on.id, name: null, vpc: null, ...site, tags: now.tags, rules: now.rules };
  const next = nextOrder(intent, { kind: 'group', group }, { image });
  if (next.kind === 'holds') return 'nothing to do: all of it is so already';
  return next.kind === 'superseded' || next.kind === 'refused' ? next.why : null;
}

/** Where steps of the response name rules of the change, only what is against these; else all of it. */
function objectedOnly(aims: readonly Aim[], { response, rules }: Decision): readonly Aim[] {
  const named = new Set((response?.steps ?? []).flatMap((step) => (step.do === 'none' ? [] : step.rules)));
  const isNamed = (aim: Aim): boolean => {
    if (aim.kind === 'rewrite') return named.has(aim.id);
    if (aim.kind !== 'close' && aim.kind !== 'open') return true;
    const { rule } = aim;
    const own = rules.find((each) => each.id === rule.id && each.id !== null);
    return named.has(own?.id ?? tupleText(rule)) || (rule.id === null && named.has(tupleText(rule)));
  };
  const objected = aims.filter(isNamed);
  return objected.length === 0 ? aims : objected;
}

/** Whether two plans would do the same to the same group as it stands. */
export function isSamePlan(one: RevertPlan, other: RevertPlan): boolean {
  const isKept = one.kept.every((rule) => other.kept.some((each) => sameTuple(rule, each)));
  return one.hash === other.hash && one.state === other.state && isKept;
}

function refused(why: string): NoPlan {
  return { kind: 'refused', why };
}
