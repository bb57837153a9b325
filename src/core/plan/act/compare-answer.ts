import type { Rule } from '../../group/rule.ts';
import type { Ec2Order } from './ec2-order.ts';
import type { Intent } from './intent.ts';
import { sameTuple, tupleText } from './tuple-text.ts';

/** What EC2 says that a call took away and made; `null` where it does not tell (`Ec2Answer`). */
export interface Answered {
  readonly revoked: readonly Rule[] | null;
  readonly made: readonly Rule[] | null;
}

/** Whether EC2 did just what was judged. `lineage`: new rule ids by those they stand for. */
export type Compared =
  | { readonly kind: 'as-expected'; readonly lineage: Readonly<Record<string, string>> }
  /** It did something else; `back` is the call that gives it back at once. */
  | { readonly kind: 'differs'; readonly why: string; readonly back: Ec2Order | null };

/**
 * Compares an answer with what was judged: between our read and our call somebody may have rewritten the rule of that
 * id. What went without having been judged is put back, what came without having been asked for is taken away. A
 * rewrite and a list tell nothing in their answers: only the next read does.
 */
export function compareAnswer(order: Ec2Order, intent: Intent, answer: Answered): Compared {
  switch (order.call) {
    case 'revoke':
      return compareRevoked(order, intent, answer.revoked ?? []);
    case 'authorize':
      return compareMade(order, answer.made ?? []);
    case 'rewrite':
    case 'edit-list':
    case 'set-groups':
    case 'set-tags':
      return { kind: 'as-expected', lineage: {} };
  }
}

type Of<C extends Ec2Order['call']> = Extract<Ec2Order, { call: C }>;

function compareRevoked(order: Of<'revoke'>, intent: Intent, revoked: readonly Rule[]): Compared {
  const other = revoked.filter((rule) => !isJudged(rule, intent));
  if (other.length === 0) return { kind: 'as-expected', lineage: {} };
  const { action, site, group } = order;
  const rules = other.filter(({ direction }) => direction === order.direction);
  const back: Ec2Order | null =
    rules.length === 0
      ? null
      : { action, site, call: 'authorize', role: 'restore', group, direction: order.direction, rules, image: rules };
  return { kind: 'differs', why: `took away \`${other.map(tupleText).join('`, `')}\`, which was not judged`, back };
}

function isJudged(rule: Rule, { aims }: Intent): boolean {
  return aims.some((aim) => {
    if (aim.kind === 'close') return fitsId(aim.rule.id, rule.id) && sameTuple(aim.rule, rule);
    return aim.kind === 'rewrite' && fitsId(aim.id, rule.id) && sameTuple(aim.from, rule);
  });
}

/** Neither a record nor an answer has to tell the id. */
function fitsId(judged: string | null, told: string | null): boolean {
  return judged === null || told === null || judged === told;
}

function compareMade(order: Of<'authorize'>, made: readonly Rule[]): Compared {
  const other = made.filter((rule) => !order.rules.some((asked) => sameTuple(asked, rule)));
  if (other.length > 0) {
    const { action, site, group, direction } = order;
    const ids = other.flatMap(({ id }) => id ?? []);
    const back: Ec2Order | null =
      ids.length === 0 ? null : { action, site, call: 'revoke', role: 'revoke', group, direction, ids };
    return { kind: 'differs', why: `made \`${other.map(tupleText).join('`, `')}\`, which was not asked for`, back };
  }
  const lineage = order.rules.flatMap((asked): (readonly [string, string])[] => {
    const id = made.find((rule) => sameTuple(asked, rule))?.id ?? null;
    return asked.id === null || id === null ? [] : [[asked.id, id]];
  });
  return { kind: 'as-expected', lineage: Object.fromEntries(lineage) };
}
