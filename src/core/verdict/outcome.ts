import type { Policy } from '../policy/policy.ts';
import {
  forEnvironment,
  isAtLeast,
  type PerEnvironment,
  type Respond,
  responses,
  severities,
} from '../policy/scale.ts';
import type { Reach } from '../reach/reach.ts';
import { adjust } from './adjust.ts';
import { type Answer, type FactKind, joinUses } from './answer.ts';
import type { Asked } from './asked.ts';
import type { GroupContext } from './contexts.ts';
import type { Hit } from './hit.ts';
import type { Matter } from './matter.ts';
import { permitOf } from './permit.ts';
import type { CheckVerdict, Unknown } from './verdict.ts';

/** What one hit of one check came to, on one part of the matter. */
export interface Outcome {
  readonly asked: Asked;
  /** Place among the matter's parts; `null` for attempts. */
  readonly part: number | null;
  readonly ruling: CheckVerdict['ruling'];
  readonly severity: CheckVerdict['severity'];
  readonly declared: CheckVerdict['declared'];
  readonly adjusted: CheckVerdict['adjusted'];
  readonly excusedBy: string | null;
  readonly respond: readonly Respond[];
  readonly over: boolean;
  /** What it objects to, less what exceptions permit of it. */
  readonly reach: Reach;
  readonly unknowns: readonly Unknown[];
  readonly uses: readonly FactKind[];
}

/** Where a hit is weighed: `applies` says how sure it is that the check means this group. */
export interface Weighing {
  readonly part: number | null;
  readonly applies: Answer;
  readonly matter: Matter;
  readonly scene: GroupContext;
  readonly policy: Policy;
}

/** Weighs a hit: whether anything permits it, else how bad it is here, and what the policy wants done. */
export function weigh(asked: Asked, hit: Hit, { part, applies, matter, scene, policy }: Weighing): Outcome {
  const environment = scene.environment.value;
  const declared = forEnvironment(asked.severity, environment);
  const occasion = { matter, scene, policy, reach: hit.reach };
  const permit = permitOf(asked, occasion, policy);
  const adjusted = adjust(declared, asked, policy.adjust, { ...occasion, reach: permit.left });
  const isSure = hit.sure && applies.is === 'yes';
  const isPermitted = permit.by !== null;
  const unknowns = [...applies.unknowns, ...hit.unknowns, ...permit.unknowns, ...adjusted.unknowns];
  const { doubt, uses } = scene.environment;
  const byPlace = differs(asked) ? uses : [];
  if (doubt !== null && differs(asked)) unknowns.push({ ...doubt, could: isWorst(asked, environment) });
  return {
    asked,
    part,
    ruling: isPermitted ? 'permitted' : isSure ? 'breach' : 'unknown',
    severity: adjusted.severity,
    declared,
    adjusted: adjusted.steps,
    excusedBy: permit.by,
    respond: forEnvironment(asked.respond, environment),
    over: hit.over,
    reach: isPermitted ? hit.reach : permit.left,
    unknowns: isPermitted ? [] : unknowns,
    uses: [hit.uses, permit.uses, adjusted.uses, byPlace].reduce(joinUses, applies.uses),
  };
}

/** Whether anything depends on the environment. */
function differs({ severity, respond }: Asked): boolean {
  const varies = (values: PerEnvironment<unknown>) =>
    Object.values(values).some(
      (value) => value !== values.else && JSON.stringify(value) !== JSON.stringify(values.else),
    );
  return varies(severity) || varies(respond);
}

/** In another environment than the one assumed it could only be milder, or also worse. */
function isWorst({ severity }: Asked, environment: string): Unknown['could'] {
  const here = forEnvironment(severity, environment);
  return Object.values(severity).every((one) => isAtLeast(here, one)) ? 'lower' : 'either';
}

const rulings = ['clear', 'permitted', 'unknown', 'breach'] as const;

/** Orders outcomes and checks, worst first: by ruling, then by severity. */
export function byWorst(
  a: Pick<CheckVerdict, 'ruling' | 'severity'>,
  b: Pick<CheckVerdict, 'ruling' | 'severity'>,
): number {
  const rank = (one: typeof a) => rulings.indexOf(one.ruling) * 8 + severities.indexOf(one.severity);
  return rank(b) - rank(a);
}

/** One line for a check that came to several outcomes: the worst of them, open before over, the strongest response. */
export function checkVerdictOf(outcomes: readonly Outcome[]): CheckVerdict {
  const strength = (one: Outcome) => Math.max(0, ...one.respond.map((wanted) => responses.indexOf(wanted)));
  const [worst] = outcomes.toSorted(
    (a, b) =>
      byWorst(a, b) || Number(a.over) - Number(b.over) || strength(b) - strength(a) || (a.part ?? -1) - (b.part ?? -1),
  ) as [Outcome];
  const { asked, ruling, severity, declared, adjusted, excusedBy, respond, over } = worst;
  const { id, say, at, playbook } = asked;
  return {
    ...{ id, ruling, say, at, severity, declared, adjusted, excusedBy, respond, playbook },
    ...(over ? { over } : {}),
  };
}
