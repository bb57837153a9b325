import type { Rule } from '../../../core/group/rule.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import { firstChange } from '../../../core/plan/first-change.ts';
import type { JudgedSubject } from './judge-subject.ts';

/**
 * Rules that surely stood just before what a decision is about; `null` = nobody knows. An act may begin where records of
 * one second leave open what a rule says, and change the rule after a look has told: nobody else moved anything between,
 * so what the rule said just before the act first touched it, it said before the act.
 */
export function stoodBefore(
  decision: Pick<Decision, 'changes' | 'id' | 'rules'>,
  judged: Pick<JudgedSubject, 'imageBefore' | 'single'>,
): readonly Rule[] | null {
  const image = judged.imageBefore(firstChange(decision));
  const { changes = [], rules } = decision;
  if (image === null || changes.length < 2) return image;
  const known = new Set(image.map(({ id }) => id));
  const missing = new Set(rules.flatMap(({ id, op }) => (op === 'add' || id === null || known.has(id) ? [] : [id])));
  if (missing.size === 0) return image;
  const first = [...missing].flatMap((id) => {
    const touching = changes.find((each) => judged.single.get(each)?.rules.some((rule) => rule.id === id));
    return touching === undefined ? [] : (judged.imageBefore(touching)?.filter((rule) => rule.id === id) ?? []);
  });
  return [...image, ...first];
}
