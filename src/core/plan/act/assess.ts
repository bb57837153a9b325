import type { Group, Interface, PrefixList } from '../../group/group.ts';
import type { Rule, Tuple } from '../../group/rule.ts';
import type { Aim, Intent, ListEntryText, Rewrite } from './intent.ts';
import type { Live } from './live.ts';
import type { Ordering } from './orders-of.ts';
import { sameTuple, tupleText } from './tuple-text.ts';

/** How an aim stands against a live read: met, to be done by just this, no longer ours to do, or not to be done at all. */
export type Assessed =
  | { readonly kind: 'met' }
  | { readonly kind: 'revoke'; readonly rule: Rule }
  | { readonly kind: 'authorize'; readonly rule: Rule }
  | { readonly kind: 'rewrite'; readonly rule: Rule }
  | {
      readonly kind: 'entries';
      readonly version: number;
      readonly add: readonly ListEntryText[];
      readonly remove: readonly string[];
    }
  | { readonly kind: 'groups'; readonly groups: readonly string[] }
  | { readonly kind: 'tag'; readonly key: string; readonly to: string | null }
  | { readonly kind: 'superseded'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string };

const met: Assessed = { kind: 'met' };

/**
 * What stood before; the ids of rules that the action has made say again what they said: who takes one of them away since
 * has made a change that is judged by itself; and what other actions of ours have made rules say.
 */
type Assessing = Pick<Ordering, 'image' | 'rewritten' | 'ours'>;

/** Assesses every aim of an intent, in their order. What is not there at all meets no aim: whoever asks looks for that first. */
export function assess(intent: Intent, live: Live, how: Assessing): readonly Assessed[] {
  return intent.aims.map((aim) => assessAim(aim, intent, live, how));
}

function assessAim(aim: Aim, intent: Intent, live: Live, how: Assessing): Assessed {
  const group = live.kind === 'group' ? live.group : null;
  const list = live.kind === 'list' ? live.list : null;
  const worn = live.kind === 'interface' ? live.interface : null;
  switch (aim.kind) {
    case 'close':
      return group === null ? misplaced(aim, intent) : ofClose(aim.rule, group);
    case 'open':
      return group === null ? misplaced(aim, intent) : ofOpen(aim, group, how);
    case 'rewrite':
      return group === null ? misplaced(aim, intent) : ofRewrite(aim, group, intent, how);
    case 'tag':
      return group === null ? misplaced(aim, intent) : ofTag(aim, group);
    case 'entries':
      return list === null ? misplaced(aim, intent) : ofEntries(aim, list);
    case 'groups':
      return worn === null ? misplaced(aim, intent) : ofGroups(aim, worn);
  }
}

function misplaced(aim: Aim, { on }: Intent): Assessed {
  return { kind: 'refused', why: `expected what \`${aim.kind}\` is about, got ${on.kind} \`${on.id}\`` };
}

/** Only by id, and only what was judged: a twin that somebody made anew is another change's, with its own judgement. */
function ofClose(judged: Rule, { rules }: Group): Assessed {
  const twin = standing(judged, rules);
  // EC2 holds one rule of a tuple: without an id the tuple itself is the rule.
  const found = judged.id === null ? twin : rules.find(({ id }) => id === judged.id);
  if (found === undefined) return twin === undefined ? met : superseded(judged, `stands again as ${nameOf(twin)}`);
  if (!sameTuple(found, judged)) return superseded(judged, `${nameOf(found)} says \`${tupleText(found)}\` now`);
  if (found.id === null) return refused(judged, 'the live read tells no id of it');
  return { kind: 'revoke', rule: found };
}

function ofOpen(
  { rule: judged, over }: Extract<Aim, { kind: 'open' }>,
  { rules }: Group,
  { image, rewritten }: Assessing,
): Assessed {
  if (standing(judged, rules) !== undefined) return met;
  const changed = rules.find(({ id }) => id !== null && id === judged.id);
  const isLeft = changed !== undefined && over !== undefined && sameTuple(changed, over);
  if (changed !== undefined && !isLeft)
    return superseded(judged, `${nameOf(changed)} says \`${tupleText(changed)}\` now`);
  if (judged.id !== null && rewritten?.has(judged.id) === true) return superseded(judged, `${judged.id} is gone`);
  return putBack(judged, image);
}

function putBack(tuple: Tuple & Pick<Rule, 'id'>, image: readonly Rule[]): Assessed {
  const before = inImage(tuple, image);
  return before === null ? unjustified(tuple) : { kind: 'authorize', rule: before };
}

function ofRewrite(
  { id, from, to, lost }: Rewrite,
  { rules }: Group,
  intent: Intent,
  { image, ours, rewritten }: Assessing,
): Assessed {
  const isLoss = intent.do === 'restore' || lost === true;
  const found = rules.find((rule) => rule.id === id);
  const wanted = standing(to, rules);
  if (found === undefined) {
    const again = standing(from, rules);
    if (again !== undefined && !isLoss) return superseded(from, `stands again as ${nameOf(again)}`);
    if (wanted !== undefined) return met;
    // What stood before is to stand, whoever has taken the new content away since: perhaps we have.
    const isOurs = isLoss && rewritten?.has(id) !== true;
    return isOurs ? putBack(to, image) : superseded(to, `${id} is gone`);
  }
  if (sameTuple(found, to)) return met;
  const left = ours?.get(id);
  const isLeft = sameTuple(found, from) || (left !== undefined && sameTuple(found, left));
  if (!isLeft) return superseded(from, `${id} says \`${tupleText(found)}\` now`);
  // The old content stands under another id, and EC2 refuses a second one: who was to bring it back has nothing to do, who
  // was to take the new content away takes the rule.
  if (wanted !== undefined && !isRewritten(wanted, intent))
    return intent.do === 'restore' ? met : { kind: 'revoke', rule: found };
  if (to.peer.kind !== from.peer.kind || to.direction !== from.direction)
    return refused(to, 'a rewrite keeps the direction and the kind of the peer');
  const before = inImage(to, image);
  return before === null ? unjustified(to) : { kind: 'rewrite', rule: { ...before, id } };
}

function isRewritten(rule: Rule, { aims }: Intent): boolean {
  return aims.some((aim) => aim.kind === 'rewrite' && aim.id === rule.id && sameTuple(aim.from, rule));
}

function ofTag({ key, from, to }: Extract<Aim, { kind: 'tag' }>, { tags }: Group): Assessed {
  const now = Object.hasOwn(tags, key) ? tags[key]! : null;
  if (now === to) return met;
  if (now === from) return { kind: 'tag', key, to };
  return { kind: 'superseded', why: now === null ? `tag \`${key}\` is gone` : `tag \`${key}\` says \`${now}\` now` };
}

function ofEntries(aim: Extract<Aim, { kind: 'entries' }>, { id, version, entries }: PrefixList): Assessed {
  if (entries === null) return { kind: 'refused', why: `the entries of \`${id}\` are not known` };
  const add = aim.add.filter(({ cidr }) => !entries.includes(cidr));
  const remove = aim.remove.filter((cidr) => entries.includes(cidr));
  if (add.length === 0 && remove.length === 0) return met;
  if (version !== aim.version)
    return { kind: 'superseded', why: `\`${id}\` is at version ${version ?? 'unknown'}, not ${aim.version}` };
  return { kind: 'entries', version, add, remove };
}

/** What others have put on stays: the new set is what is there now, without what must go and with what must be there. */
function ofGroups(aim: Extract<Aim, { kind: 'groups' }>, { id, groups }: Interface): Assessed {
  const left = groups.filter((group) => !aim.remove.includes(group));
  const wanted = [...left, ...aim.add.filter((group) => !groups.includes(group))];
  if (left.length === groups.length && wanted.length === left.length) return met;
  if (wanted.length === 0) return { kind: 'refused', why: `\`${id}\` would be left without a group` };
  return { kind: 'groups', groups: wanted };
}

function standing(tuple: Tuple, rules: readonly Rule[]): Rule | undefined {
  return rules.find((rule) => sameTuple(rule, tuple));
}

/** The rule as it stood before, with its description and tags: by its id and content, else by its content. */
function inImage(judged: Tuple & Pick<Rule, 'id'>, image: readonly Rule[]): Rule | null {
  const alike = image.filter((rule) => sameTuple(rule, judged));
  return alike.find(({ id }) => id === judged.id) ?? alike[0] ?? null;
}

function nameOf({ id }: Rule): string {
  return id ?? 'a rule without id';
}

function superseded(tuple: Tuple, how: string): Assessed {
  return { kind: 'superseded', why: `\`${tupleText(tuple)}\`: ${how}` };
}

function refused(tuple: Tuple, why: string): Assessed {
  return { kind: 'refused', why: `\`${tupleText(tuple)}\`: ${why}` };
}

function unjustified(tuple: Tuple): Assessed {
  return refused(tuple, 'it did not stand before the change as far as is known, and nothing else is ever put back');
}
