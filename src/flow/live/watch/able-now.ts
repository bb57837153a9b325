import { type Intending, intentsOf } from '../../../core/plan/act/intents-of.ts';
import type { JudgedSubject } from '../memory/judge-subject.ts';

/**
 * Whether evidence that came later (`after` holds it, `before` does not) lets something be done about a decision that
 * could only be asked about, or not even that: what stood before has become known, or more is broken than it seemed.
 */
export function isAbleNow(
  id: string,
  { before, after }: { readonly before: JudgedSubject; readonly after: JudgedSubject },
  how: Intending,
): boolean {
  return mayAct(id, after, how) && !mayAct(id, before, how);
}

function mayAct(id: string, judged: JudgedSubject, how: Intending): boolean {
  const decision = judged.single.get(id);
  if (decision?.verdict?.ruling !== 'breach' || decision.call.result !== 'applied') return false;
  const isWanted =
    decision.response?.mode === 'enforce' && decision.response.steps.some(({ do: wish }) => wish !== 'ask');
  // Measured: what stood before is played anew for each asking, and few decisions ask for anything.
  return isWanted && intentsOf(decision, judged.imageBefore(id), how).some(({ ask }) => !ask);
}
