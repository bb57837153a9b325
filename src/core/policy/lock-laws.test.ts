import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyTuples } from '../../../test/oracle/universe.ts';
import { anyBase, anyLater, layersOf } from '../../../test/policy/any-layers.ts';
import { addingTo, anyCircumstance } from '../../../test/policy/any-policy.ts';
import { effectOf, exactly } from '../reach/bounds.ts';
import { nothing } from '../reach/reach.ts';
import { judge } from '../verdict/judge.ts';
import type { Judged, Matter } from '../verdict/matter.ts';
import { readPolicy } from './read-policy.ts';
import { type Severity, severities } from './scale.ts';

/** The act of taking rules from a group all of whose rules are known. */
function takingFrom(matter: Matter): Matter {
  const parts = matter.parts.map((part) => {
    const before = exactly(part.after.certain);
    const effect = effectOf({ added: nothing, removed: part.effect.gained.atMost, before, after: exactly(nothing) });
    return { ...part, effect, after: exactly(nothing) };
  });
  return { ...matter, kinds: ['rules-removed'], parts };
}

function rankOf({ verdict }: Judged, id: string): number {
  const check = verdict.checks.find((each) => each.id === id && each.ruling !== 'permitted');
  return severities.indexOf(check?.severity ?? ('none' satisfies Severity));
}

describe('locked checks under any later layer', () => {
  it('R55: where a later layer is accepted, no locked check is judged milder than without it', () => {
    let accepted = 0;
    let refused = 0;
    let fired = 0;
    let harder = 0;
    const withLater = anyBase.chain((base) => fc.tuple(fc.constant(base), anyLater(base)));
    const acts = fc.array(fc.tuple(anyTuples, anyTuples, anyCircumstance), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(withLater, acts, ([base, later], all) => {
        const alone = readPolicy(layersOf(base)).policy;
        if (alone === null) return;
        const { policy, problems } = readPolicy(layersOf(base, later));
        if (policy === null) {
          expect(problems.some(({ level }) => level === 'error')).toBe(true);
          refused += 1;
          return;
        }
        accepted += 1;
        for (const [before, added, circumstance] of all) {
          const opening = addingTo(before, added, circumstance);
          for (const matter of [opening, takingFrom(opening), { ...opening, kinds: [] }]) {
            const was = judge(matter, { policy: alone, engine: '0.0.0' });
            const is = judge(matter, { policy, engine: '0.0.0' });
            for (const { id, locked } of alone.checks) {
              if (!locked) continue;
              if (rankOf(was, id) > 0) fired += 1;
              if (rankOf(is, id) > rankOf(was, id)) harder += 1;
              expect(rankOf(is, id)).toBeGreaterThanOrEqual(rankOf(was, id));
            }
          }
        }
      }),
      { numRuns: 1000 },
    );
    expect(accepted).toBeGreaterThan(60);
    expect(refused).toBeGreaterThan(100);
    expect(fired).toBeGreaterThan(100);
    expect(harder).toBeGreaterThan(0);
  });
});
