import type { Intent, Rewrite } from '../../../core/plan/act/intent.ts';
import { type Intending, intentsOf } from '../../../core/plan/act/intents-of.ts';
import { sameTuple } from '../../../core/plan/act/tuple-text.ts';
import type { Decision } from '../../../core/plan/decision.ts';
import type { JudgedSubject } from '../memory/judge-subject.ts';
import { stoodBefore } from '../memory/stood-before.ts';
import { isBehind } from '../perform/decide-again.ts';

/**
 * Whether evidence that came later (`after` holds it, `before` does not) tells another text that a decision is to give back
 * a rule, by itself or as part of the act that it is judged with: one that was rewritten twice says what it said between,
 * and the record of the first time, or of what others did meanwhile, may be the slower one.
 */
export function givesOtherwise(
  id: string,
  { before, after }: { readonly before: JudgedSubject; readonly after: JudgedSubject },
  how: Intending,
): boolean {
  const tells = [
    ({ single }: JudgedSubject) => single.get(id),
    ({ acts }: JudgedSubject) => acts.find((act) => isBehind(act, { for: id })),
  ];
  return tells.some((tell) => {
    const now = rewritesBy(tell(after), after, how);
    return (
      now.length > 0 && rewritesBy(tell(before), before, how).some((aim) => now.some((one) => isOtherText(aim, one)))
    );
  });
}

/** Whether two would give the same rule back another text, for the same that it was made to say. */
export function isOtherText(one: Rewrite, other: Rewrite): boolean {
  return one.id === other.id && sameTuple(one.from, other.from) && !sameTuple(one.to, other.to);
}

function rewritesBy(decision: Decision | undefined, judged: JudgedSubject, how: Intending): readonly Rewrite[] {
  if (decision?.verdict?.ruling !== 'breach' || !decision.rules.some(({ op }) => op === 'before')) return [];
  const intents = intentsOf(decision, stoodBefore(decision, judged), how);
  return intents.flatMap(({ ask, intent }) => (ask ? [] : rewritesIn(intent)));
}

/** The rules that an intent has say again what they said. */
export function rewritesIn({ aims }: Intent): readonly Rewrite[] {
  return aims.filter((aim) => aim.kind === 'rewrite');
}
