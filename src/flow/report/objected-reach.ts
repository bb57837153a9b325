import type { Decision, EffectRow } from '../../core/plan/decision.ts';
import { reachOfTold } from '../../core/plan/decision-matrices.ts';
import type { BoxQuestion, Policy } from '../../core/policy/policy.ts';
import { intersect, isEmpty, unionOf } from '../../core/reach/algebra.ts';
import type { Reach } from '../../core/reach/reach.ts';

/** The parts of one effect that checks object to. */
export interface ObjectedReach {
  readonly opened: Reach;
  readonly lost: Reach;
  /** Only what was open in between is objected to. */
  readonly over: boolean;
}

/** Finds which part of an effect the checks of a verdict object to; all of it where that cannot be told apart. */
export function objectedReach({ verdict }: Decision, effect: EffectRow, policy: Policy): ObjectedReach {
  const checks = (verdict?.checks ?? []).filter((check) => check.ruling !== 'permitted');
  const [gained, lost] = [reachOfTold(effect.gained), reachOfTold(effect.lost ?? [])];
  const standing = checks.filter((check) => !check.over);
  const asked = standing.map(({ id }) => policy.checks.find((check) => check.id === id)?.when ?? null);
  const drift = asked.some((when) => when === null);
  const boxes = asked.filter((when): when is BoxQuestion => when?.kind === 'gained' || when?.kind === 'lost');
  const meant = (kind: BoxQuestion['kind'], moved: Reach): Reach => {
    const own = boxes.filter((when) => when.kind === kind);
    if (drift || own.some((when) => when.foreign)) return moved;
    return unionOf(own.map((when) => intersect(moved, when.box)));
  };
  const [opened, gone] = [meant('gained', gained), meant('lost', lost)];
  return { opened, lost: gone, over: isEmpty(opened) && isEmpty(gone) && checks.some((check) => check.over) };
}
