import type { Decision } from '../plan/decision.ts';
import type { Fact } from './alert.ts';
import type { AlertParts } from './alert-parts.ts';
import { plainLine } from './plain-line.ts';
import { reachLines } from './reach-line.ts';
import { ruleLines } from './rule-line.ts';
import { sayEffectOf } from './say-effect.ts';
import { firstFew, sayCount } from './say-many.ts';
import type { ShownDecisions } from './shown-decisions.ts';

/** What changed: the rules as a diff, and what that gained and lost; of several changes each in a sentence. */
export function whatFact({ first, others, more }: ShownDecisions, parts: Pick<AlertParts, 'attached'>): Fact {
  if (first === null) return { label: 'What', lines: [sayCount(more, 'change')] };
  if (others.length === 0 && more === 0) {
    const lines = [...callLines(first), ...ownLines(first, 6), ...effectLines(first), ...placedLines(first, parts)];
    return { label: 'What', lines };
  }
  const each = [first, ...others].flatMap((decision) => [
    `${sayEffectOf(decision)} (${decision.id})`,
    ...ownLines(decision, 1).map((line) => `  ${line}`),
  ]);
  const rest = more === 0 ? [] : [`… and ${sayCount(more, 'more change')}`];
  return { label: 'What', lines: [...each, ...rest] };
}

function callLines({ call, changes }: Decision): readonly string[] {
  const refused = call.result === 'failed' ? [`refused by AWS: ${call.error?.code ?? 'no reason told'}`] : [];
  const dry = call.result === 'dry-run' ? ['a dry run'] : [];
  const net = (changes?.length ?? 0) > 1 ? [`net effect of ${sayCount(changes!.length, 'change')}`] : [];
  return [...refused, ...dry, ...net];
}

function ownLines({ rules, tags, entries, groups }: Decision, most: number): readonly string[] {
  const tagged = [
    ...Object.entries(tags?.set ?? {}).map(([key, value]) => `+ tag ${plainLine(`${key}=${value}`, 100)}`),
    ...(tags?.removed ?? []).map((key) => `- tag ${plainLine(key, 100)}`),
  ];
  return [
    ...firstFew(ruleLines(rules), most, 'rule'),
    ...firstFew(tagged, most, 'tag'),
    ...(entries === null ? ['entries of the list that nobody tells'] : firstFew(entryLines(entries), most, 'entry')),
    ...(groups === undefined ? [] : [groupsLine(groups)]),
  ];
}

function entryLines(entries: NonNullable<Decision['entries']> | undefined): readonly string[] {
  return [
    ...(entries?.added ?? []).map((cidr) => `+ entry ${cidr}`),
    ...(entries?.removed ?? []).map((cidr) => `- entry ${cidr}`),
  ];
}

function groupsLine({ names, complete, latent }: NonNullable<Decision['groups']>): string {
  const all = names.length === 0 ? 'the default group' : names.map((name) => plainLine(name, 60)).join(', ');
  return `groups: ${all}${complete ? '' : ', beside those it has'}${latent ? ' (at a later launch)' : ''}`;
}

function effectLines({ effects, on }: Decision): readonly string[] {
  const lines = effects.flatMap((effect) => {
    const name =
      effects.length === 1 && on.kind === 'group' ? null : (effect.group?.name ?? effect.group?.id ?? effect.interface);
    return reachLines(effect, name === null ? null : plainLine(name, 60));
  });
  return firstFew([...new Set(lines)], 4, 'effect');
}

function placedLines({ id, on }: Decision, { attached }: Pick<AlertParts, 'attached'>): readonly string[] {
  const seen = attached?.get(id);
  if (seen === undefined || on.kind !== 'group') return [];
  if (seen.count === 0) return ['on nothing yet'];
  const open =
    seen.exposed === null ? '' : seen.exposed ? ', the Internet can reach some of it' : ', none faces the Internet';
  const least = seen.partly === true ? 'at least ' : '';
  return [`on ${least}${sayCount(seen.count, 'interface')}${open}`];
}
