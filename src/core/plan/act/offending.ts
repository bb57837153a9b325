import type { Tuple } from '../../group/rule.ts';
import type { Aim } from './intent.ts';
import { sameTuple } from './tuple-text.ts';

/** A rule by its id and by what it says; `id: null`: not told. */
interface Said {
  readonly id: string | null;
  readonly tuple: Tuple;
}

/** The rule that an aim is against, with what it says; `null` where it is against none. */
export function offendingOf(aim: Aim): Said | null {
  if (aim.kind === 'close') return { id: aim.rule.id, tuple: aim.rule };
  return aim.kind === 'rewrite' ? { id: aim.id, tuple: aim.from } : null;
}

/** Whether an aim is against just this rule, saying just this. */
export function isAgainst(aim: Aim, { id, tuple }: Said): boolean {
  const said = offendingOf(aim);
  return said !== null && said.id === id && sameTuple(said.tuple, tuple);
}
