import type { Aim } from '../../../src/core/plan/act/intent.ts';
import { lineOf } from '../world/permission.ts';

/** The rule that an aim is against, as a line. */
export function lineAgainst(aim: Aim): string | null {
  if (aim.kind === 'close') return lineOf(aim.rule);
  return aim.kind === 'rewrite' ? lineOf(aim.from) : null;
}
