import type { Rule, Tuple } from '../../group/rule.ts';
import type { Aim, Intent } from './intent.ts';
import { isAgainst, offendingOf } from './offending.ts';
import { sayAim } from './say-aim.ts';
import { sameTuple } from './tuple-text.ts';

/**
 * The part of a stored intent that today's judgement wants too; `null` when none of it is left. Both must object to the
 * same rule with the same content; what shall be there instead is as today's judgement says, which knows more: a rule
 * that was added and then rewritten goes, it is not given back its first content; one that was rewritten and then taken
 * away comes back with what it said before both, whichever of the two it was to be given back for. `exact` (of what people
 * approved): only what is the same in every part. `today`: intents of the same thing as they would be made now, those that
 * know most first.
 */
export function stillWanted(intent: Intent, today: readonly Intent[], exact = false): Intent | null {
  const wanted = today.filter((other) => isSameThing(other, intent)).flatMap(({ aims }) => aims);
  const isMeant = (aim: Aim, other: Aim): boolean =>
    isSameAim(aim, other) || (!exact && (meansSame(aim, other) || (intent.do === 'restore' && bringsSame(aim, other))));
  const found = new Map<Aim, Aim>();
  for (const aim of intent.aims) {
    const other = wanted.find((each) => isMeant(aim, each));
    if (other !== undefined && !found.has(other)) found.set(other, withOver(other, aim));
  }
  const aims = [...found.values()].flatMap((aim) => (exact ? aim : (pastObjections(intent, aim, wanted) ?? [])));
  return aims.length === 0 ? null : { ...intent, aims };
}

/**
 * No rule is made to say what is objected to itself: it says what it was to say in place of that, or goes; `null` where
 * that leads nowhere, and where only a loss is to be made good: nobody is against what the rule says. `seen`: what led here.
 */
function pastObjections(intent: Intent, aim: Aim, wanted: readonly Aim[], seen: readonly Aim[] = []): Aim | null {
  if (aim.kind !== 'rewrite') return aim;
  const text = { id: aim.id, tuple: aim.to };
  const next = wanted.find((each) => isAgainst(each, text));
  if (next === undefined) return aim;
  if (intent.do === 'restore') return null;
  if (next.kind === 'close') return { kind: 'close', rule: { ...next.rule, ...aim.from } };
  if (next.kind !== 'rewrite' || seen.includes(next)) return null;
  return pastObjections(intent, { ...aim, to: next.to }, wanted, [...seen, next]);
}

/** What comes back beside what its rule was made to say: today's judgement has nothing against that. */
function withOver(other: Aim, stored: Aim): Aim {
  const over = stored.kind === 'rewrite' ? stored.from : stored.kind === 'open' ? stored.over : undefined;
  return other.kind !== 'open' || over === undefined ? other : { ...other, over };
}

function isSameThing(a: Intent, b: Intent): boolean {
  const isHere = a.site.account === b.site.account && a.site.region === b.site.region;
  return isHere && a.on.kind === b.on.kind && a.on.id === b.on.id;
}

/** The version of a list is looked at when it is written. */
function isSameAim(a: Aim, b: Aim): boolean {
  if (a.kind === 'close' && b.kind === 'close') return isSameRule(a.rule.id, a.rule, b.rule.id, b.rule);
  return a.kind === b.kind && sayAim(a) === sayAim(b);
}

function meansSame(a: Aim, b: Aim): boolean {
  const [one, other] = [offendingOf(a), offendingOf(b)];
  return one !== null && other !== null && isSameRule(one.id, one.tuple, other.id, other.tuple);
}

/**
 * Whether another aim puts back the same loss: a rule with just the content that it was to be given back, or the rule of
 * the same id, which goes but once.
 */
function bringsSame(aim: Aim, other: Aim): boolean {
  if (other.kind !== 'open') return false;
  if (aim.kind === 'open') return aim.rule.id !== null && aim.rule.id === other.rule.id;
  return aim.kind === 'rewrite' && other.rule.id === aim.id && sameTuple(other.rule, aim.to);
}

function isSameRule(id: Rule['id'], tuple: Tuple, otherId: Rule['id'], other: Tuple): boolean {
  return sameTuple(tuple, other) && (id === otherId || id === null || otherId === null);
}
