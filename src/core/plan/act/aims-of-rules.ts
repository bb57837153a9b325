import type { Rule, SeenRule, Tuple } from '../../group/rule.ts';
import { nameRule } from '../name-rule.ts';
import type { Aim } from './intent.ts';
import { sameTuple } from './tuple-text.ts';

/** A rule that a change brought, took or rewrote. */
export type EditedRule = SeenRule & { readonly op: 'add' | 'remove' | 'before' | 'after' };

/** What gives rules back as they were: aims, and what cannot be given back by itself, as words. */
export interface Inverse {
  readonly aims: readonly Aim[];
  readonly unsure: readonly string[];
}

/**
 * The inverse of what a change did to some of its rules (`edited`, out of `all`): what came goes, by its id; what went
 * comes back as it stands in the before-image, with description and tags; what was rewritten says again what it said,
 * under its id. `image`: rules that are known to have stood just before; `null`: nobody knows.
 */
export function aimsOfRules(
  edited: readonly EditedRule[],
  all: readonly EditedRule[],
  image: readonly Rule[] | null,
): Inverse {
  const aims: Aim[] = [];
  const unsure: string[] = [];
  const rewritten = new Set<string | null>();
  for (const rule of edited) {
    if (rule.op === 'before' || rule.op === 'after') {
      if (rewritten.has(rule.id)) continue;
      rewritten.add(rule.id);
    }
    const aim = aimOf(rule, all, image ?? []);
    if (aim === null) unsure.push(sayUnsure(rule));
    else aims.push(aim);
  }
  return { aims, unsure };
}

function aimOf(rule: EditedRule, all: readonly EditedRule[], image: readonly Rule[]): Aim | null {
  switch (rule.op) {
    case 'add': {
      const tuple = toldTuple(rule);
      return tuple === null ? null : { kind: 'close', rule: { ...tuple, id: rule.id, description: rule.description } };
    }
    case 'remove': {
      const stood = image.find((each) => isSame(each, rule));
      return stood === undefined ? null : { kind: 'open', rule: stood };
    }
    case 'before':
    case 'after': {
      const after = all.find((each) => each.op === 'after' && each.id === rule.id);
      const to = image.find(({ id }) => id !== null && id === rule.id);
      const from = after === undefined ? null : toldTuple(after, to);
      return from === null || to === undefined ? null : { kind: 'rewrite', id: rule.id!, from, to };
    }
  }
}

/** What a rule permits; a Modify does not tell the direction, which it cannot change. */
function toldTuple({ direction, protocol, ports, peer }: SeenRule, known?: Pick<Tuple, 'direction'>): Tuple | null {
  const way = direction ?? known?.direction ?? null;
  return way === null || protocol === null || peer === null ? null : { direction: way, protocol, ports, peer };
}

function isSame(stood: Rule, gone: SeenRule): boolean {
  const tuple = toldTuple(gone);
  if (gone.id === null) return tuple !== null && sameTuple(stood, tuple);
  return stood.id === gone.id || (stood.id === null && tuple !== null && sameTuple(stood, tuple));
}

function sayUnsure(rule: EditedRule): string {
  const name = nameRule(rule);
  switch (rule.op) {
    case 'add':
      return `what \`${name}\` permits is not told`;
    case 'remove':
      return `what \`${name}\` permitted before is not known`;
    case 'before':
    case 'after':
      return `what \`${name}\` said before it was rewritten is not known`;
  }
}
