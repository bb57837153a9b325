import type { Aim } from '../../../core/plan/act/intent.ts';
import { type Intending, intentsOf } from '../../../core/plan/act/intents-of.ts';
import { sameTuple } from '../../../core/plan/act/tuple-text.ts';
import type { JudgedSubject } from '../memory/judge-subject.ts';

/** A rule that is to say again what it said. */
export type Rewrite = Extract<Aim, { readonly kind: 'rewrite' }>;

/**
 * Whether evidence that came later (`after` holds it, `before` does not) tells another text that a decision is to give back
 * a rule: one that was rewritten twice says what it said between, and the record of the first time may be the slower one.
 */
export function givesOtherwise(
  id: string,
  { before, after }: { readonly before: JudgedSubject; readonly after: JudgedSubject },
  how: Intending,
): boolean {
  const now = rewritesBy(id, after, how);
  return now.length > 0 && rewritesBy(id, before, how).some((aim) => now.some((other) => isOtherText(aim, other)));
}

/** Whether two would give the same rule back another text, for the same that it was made to say. */
export function isOtherText(one: Rewrite, other: Rewrite): boolean {
  return one.id === other.id && sameTuple(one.from, other.from) && !sameTuple(one.to, other.to);
}

function rewritesBy(id: string, judged: JudgedSubject, how: Intending): readonly Rewrite[] {
  const decision = judged.single.get(id);
  if (decision?.kind !== 'rules-modified' || decision.verdict?.ruling !== 'breach') return [];
  const intents = intentsOf(decision, judged.imageBefore(id), how);
  return intents
    .flatMap(({ ask, intent }) => (ask ? [] : intent.aims))
    .filter(({ kind }) => kind === 'rewrite') as Rewrite[];
}
