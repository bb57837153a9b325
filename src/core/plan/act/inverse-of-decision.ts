import type { Rule } from '../../group/rule.ts';
import type { Decision, ResponseStep } from '../decision.ts';
import { editedEntries, editedGroups } from './aims-of-others.ts';
import { aimsOfRules, type Inverse } from './aims-of-rules.ts';
import type { Before } from './before.ts';
import type { Aim } from './intent.ts';
import { tupleText } from './tuple-text.ts';

/** What a step of a response is to bring about, and what of it is not known well enough. */
export function inverseOfDecision(
  decision: Decision,
  step: ResponseStep,
  image: readonly Rule[] | null,
  before: Before,
): Inverse {
  const { on, rules, entries, groups } = decision;
  if (on.kind === 'list') return entries === undefined ? nothing : editedEntries(entries, before);
  if (on.kind === 'interface')
    return groups === undefined ? nothing : editedGroups(on.id, groups, decision.kind === 'detached', before);
  const named = rules.filter((rule) => step.rules.includes(rule.id ?? wordsOf(rule)));
  const inverse = aimsOfRules(named, rules, image);
  return { aims: [...inverse.aims, ...tagAims(decision, step)], unsure: inverse.unsure };
}

const nothing: Inverse = { aims: [], unsure: [] };

function wordsOf({ direction, protocol, ports, peer }: Decision['rules'][number]): string {
  return direction === null || protocol === null || peer === null
    ? ''
    : tupleText({ direction, protocol, ports, peer });
}

/** Steps name tags as `tag env=prod` (was so before) and `no tag env`. */
function tagAims({ tags }: Decision, { rules: words }: ResponseStep): readonly Aim[] {
  if (tags === undefined) return [];
  const keys = [...new Set([...Object.keys(tags.set), ...tags.removed])];
  return keys.flatMap((key): readonly Aim[] => {
    const from = Object.hasOwn(tags.set, key) ? tags.set[key]! : null;
    const was = words.find((word) => word.startsWith(`tag ${key}=`) && !isLonger(word, key, keys));
    if (was !== undefined) return [{ kind: 'tag', key, from, to: was.slice(`tag ${key}=`.length) }];
    return words.includes(`no tag ${key}`) ? [{ kind: 'tag', key, from, to: null }] : [];
  });
}

/** A key may hold `=`: the longest that fits is meant. */
function isLonger(word: string, key: string, keys: readonly string[]): boolean {
  return keys.some((other) => other.length > key.length && word.startsWith(`tag ${other}=`));
}
