import type { Change, RuleEdit } from '../../change/change.ts';
import type { Rule, SeenRule } from '../../group/rule.ts';
import { tupleText } from '../act/tuple-text.ts';
import type { CallWords } from './call-words.ts';

/**
 * What a change says in the words of `callWords`; `null` when no order of ours could have brought it. A revoke is known by
 * the ids that it names, so one that names none is not ours.
 */
export function recordWords(change: Change): CallWords | null {
  const { on } = change;
  if (on.id === null) return null;
  switch (change.kind) {
    case 'rules-removed':
      return named(on.id, 'revoke', change.rules, (rule) => rule.id);
    case 'rules-added':
      return named(on.id, 'authorize', change.rules, (rule) => (isWhole(rule) ? tupleText(rule) : null));
    case 'rules-modified': {
      const after = change.rules.filter(({ op }) => op === 'after');
      return named(on.id, 'rewrite', after, (rule) => rule.id);
    }
    case 'list-edited': {
      if (change.act !== 'modified' || change.entries === 'unknown') return null;
      const words = [...change.added.map(({ cidr }) => `+${cidr}`), ...change.removed.map((cidr) => `-${cidr}`)];
      return { call: 'edit-list', on: on.id, words: words.sort() };
    }
    case 'attached':
      if (!change.complete || change.groups.some(({ id }) => id === null)) return null;
      return { call: 'set-groups', on: on.id, words: change.groups.map(({ id }) => id!).sort() };
    case 'tags-changed': {
      const set = Object.entries(change.set).map(([key, value]) => `${key}=${value}`);
      const words = [...set, ...change.removed.map((key) => `-${key}`)];
      return { call: 'set-tags', on: change.rule ?? on.id, words: words.sort() };
    }
    default:
      return null;
  }
}

function named(
  on: string,
  call: CallWords['call'],
  rules: readonly RuleEdit[],
  name: (rule: RuleEdit) => string | null,
): CallWords | null {
  const words = rules.map(name);
  return words.length === 0 || words.includes(null) ? null : { call, on, words: (words as string[]).sort() };
}

function isWhole(rule: SeenRule): rule is Rule {
  return rule.direction !== null && rule.protocol !== null && rule.peer !== null;
}
