import type { Condition, Policy } from './policy.ts';

/** What a policy asks for beside the change itself, so that nothing else is gathered. Spans are in milliseconds, 0 = not asked. */
export interface Needs {
  /** What groups are on. */
  readonly attachments: boolean;
  /** What the other groups on the same interfaces permit. */
  readonly beside: boolean;
  /** How far back refused calls count, and how many of the latest are enough. */
  readonly attempts: { readonly within: number; readonly most: number };
  readonly recurred: number;
  readonly unfamiliar: boolean;
  /** Tag changes without leave are not believed. */
  readonly guard: boolean;
}

const known = new WeakMap<Policy, Needs>();

/** Reads off a policy what it asks for, once. */
export function needsOf(policy: Policy): Needs {
  const found = known.get(policy) ?? readNeeds(policy);
  known.set(policy, found);
  return found;
}

function readNeeds({ checks, adjust, baselines }: Policy): Needs {
  const boxes = checks.flatMap(({ when }) => (when.kind === 'gained' || when.kind === 'lost' ? [when] : []));
  const counts = checks.flatMap(({ when }) => (when.kind === 'attempts' ? [when] : []));
  const conditions: readonly Condition[] = [
    ...checks.flatMap((check) => [check.where, ...check.unless]),
    ...adjust.map((each) => each.when),
    ...baselines.map((each) => each.where),
  ];
  const beside = boxes.some((when) => when.covers || when.moreThan !== null);
  return {
    attachments: beside || conditions.some((each) => each.attached !== undefined || each.exposed !== undefined),
    beside,
    attempts: {
      within: Math.max(0, ...counts.map((each) => each.within)),
      most: Math.max(0, ...counts.map((each) => each.moreThan)) + 1,
    },
    recurred: Math.max(0, ...conditions.map((each) => each.recurred?.within ?? 0)),
    unfamiliar: conditions.some((each) => each.unfamiliar !== undefined),
    guard: checks.some(({ when }) => when.kind === 'tags' && when.effect.includes('lowers-protection')),
  };
}
