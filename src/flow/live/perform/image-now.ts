import type { Rule } from '../../../core/group/rule.ts';
import type { Intent } from '../../../core/plan/act/intent.ts';
import { sameTuple } from '../../../core/plan/act/tuple-text.ts';
import type { JudgedSubject } from '../memory/judge-subject.ts';
import { stoodBefore } from '../memory/stood-before.ts';
import type { ActionRow } from '../tables.ts';
import { isBehind } from './decide-again.ts';

/**
 * An action with all that is known to have stood before what it answers. What was decided about one change is judged as
 * part of an act once more of it has come, and a record of an earlier change may have come after it: then what is known by
 * now to have stood before the first change of the act, or of another that is objected to, is to be there again, and just
 * that is added to the before-image. The row in the store keeps its own.
 */
export function withImageNow(row: ActionRow, intent: Intent | null, judged: JudgedSubject): ActionRow {
  const told = judged.acts.filter((each) => isBehind(each, row.intent) || each.verdict?.ruling === 'breach');
  const wanted = (intent?.aims ?? []).flatMap((aim): readonly Rule[] =>
    aim.kind === 'rewrite' ? [aim.to] : aim.kind === 'open' ? [aim.rule] : [],
  );
  const missing = wanted.filter((rule) => !row.image.some((each) => isIt(each, rule)));
  if (missing.length === 0) return row;
  const stood = told.flatMap((act) => stoodBefore(act, judged) ?? []);
  const more = stood.filter((rule) => missing.some((each) => sameTuple(each, rule)));
  return { ...row, image: [...row.image, ...more.filter((rule) => !row.image.some((each) => isIt(each, rule)))] };
}

/** A rewrite writes what its own rule said, never what another did. */
function isIt(one: Rule, other: Rule): boolean {
  return one.id === other.id && sameTuple(one, other);
}
