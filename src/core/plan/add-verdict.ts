import type { Tuple } from '../group/rule.ts';
import { forEnvironment, isAtLeast, severities } from '../policy/scale.ts';
import type { Known } from '../reach/reach.ts';
import type { Judged, Judging, Matter } from '../verdict/matter.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { carryingRules, isLoss } from './carrying-rules.ts';
import type { Decision } from './decision.ts';
import { nameRule } from './name-rule.ts';
import { respond } from './respond.ts';

/** What a response needs to know beside the verdict. */
export interface Acting {
  /** One for each part of the matter. */
  readonly groups: readonly { readonly id: string | null; readonly name: string | null }[];
  readonly tags: Matter['tags'];
  readonly guarded: string | null;
  readonly others: () => { readonly rules: readonly Tuple[]; readonly known: Known };
}

/**
 * A decision with what the policy says of it, and with what the policy's contexts and directory know of its group and
 * account. It has just been written, and is completed as it is: a copy would have to write what nobody reads.
 */
export function addVerdict(decision: Decision, judged: Judged, judging: Judging, acting: Acting): Decision {
  const { policy } = judging;
  const account = policy.directory.accounts.get(decision.account.id);
  const response = wantsAction(judged.verdict) ? planned(decision, judged, judging, acting) : undefined;
  return Object.assign(decision, {
    account: { ...decision.account, name: account?.name ?? null, ou: account?.ou ?? null },
    on: { ...decision.on, ...contextOf(judged) },
    verdict: judged.verdict,
    ...(judged.objections.length === 0 ? {} : { carriers: carriersOf(decision, judged, acting) }),
    ...(response === undefined ? {} : { response }),
  });
}

/** By check, the rules of this change that carry what it objects to. What lists hold is asked only where a rule names one. */
function carriersOf(
  { rules }: Decision,
  { objections }: Judged,
  { others }: Acting,
): NonNullable<Decision['carriers']> {
  const known = rules.some(({ peer }) => peer?.kind === 'list') ? others().known : {};
  const checks = Map.groupBy(objections, (each) => each.check);
  return Object.fromEntries(
    [...checks]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([check, own]) => {
        const carrying = own.flatMap((one) => carryingRules(one, isLoss(one), { rules, known }));
        return [check, [...new Set(carrying.map(nameRule))].sort()];
      }),
  );
}

/**
 * How far up a list of decisions a verdict belongs: 0 to 4 by severity where the policy is broken; where it only may be,
 * a tenth of that, below all that surely is; else 0.
 */
export function severityRank(verdict: Verdict | undefined): number {
  if (verdict === undefined) return 0;
  return severities.indexOf(verdict.severity) / (verdict.ruling === 'breach' ? 1 : 10);
}

const nothingBeside = { rules: [], known: {} };

function planned(decision: Decision, judged: Judged, { policy }: Judging, acting: Acting) {
  // Where all is only observed there are no steps, and nothing needs to be known for them.
  const isObserved = judged.contexts.every(
    ({ environment }) => forEnvironment(policy.safety.mode, environment) === 'observe',
  );
  const { rules, known } = isObserved ? nothingBeside : acting.others();
  return respond(judged, {
    decision: decision.id,
    safety: policy.safety,
    basis: decision.basis,
    groups: acting.groups,
    rules: decision.rules,
    others: rules,
    known,
    guarded: acting.guarded,
    tags: acting.tags,
  });
}

function wantsAction({ checks }: Verdict): boolean {
  return checks.some((check) => check.ruling === 'breach' && check.respond.some((each) => each !== 'none'));
}

/** Of several groups those of the one that fares worst, so that nothing is filed under a milder environment. */
function contextOf({ contexts, objections, verdict }: Judged): Pick<Decision['on'], 'environment' | 'owner'> {
  const severityOf = (id: string) => verdict.checks.find((check) => check.id === id)!.severity;
  const standing = objections.filter((each) => each.part !== null && !each.excused);
  const worst = standing.reduce<(typeof standing)[number] | undefined>(
    (worst, each) =>
      worst === undefined || !isAtLeast(severityOf(worst.check), severityOf(each.check)) ? each : worst,
    undefined,
  );
  const { environment, owner } = contexts[worst?.part ?? 0] ?? { environment: null, owner: null };
  return { environment, owner };
}
