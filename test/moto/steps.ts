import { gateways } from './gateway-steps.ts';
import { cards, lists, tags } from './holding-steps.ts';
import { closing, dry, groups, opening, rewriting } from './rule-steps.ts';
import type { Step } from './step.ts';

/** The script: parts of it in the order in which they are asked. Steps called `odd` touch nothing that others read. */
export const parts: Readonly<Record<string, readonly Step[]>> = {
  ...{ groups, opening, dry, rewriting, closing, tags, lists, cards, gateways },
};
