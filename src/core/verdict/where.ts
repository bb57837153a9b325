import { fitsAny } from '../policy/glob.ts';
import type { Where } from '../policy/policy.ts';
import { type Answer, all, answer, any, maybe, yes } from './answer.ts';
import type { ContextAnswer, GroupContext } from './contexts.ts';

/**
 * Whether a group is meant by the conditions on it: every one given must hold. What is not known makes it `maybe`; an
 * environment or owner that is taken as the policy's `else` counts as that, with the assumption told.
 */
export function matchesWhere(where: Where, scene: GroupContext): Answer {
  return all(conditionsOf(where, scene));
}

/** Conditions in the order of what they rest on: attachments last, so that they count only where nothing else decides. */
function* conditionsOf(where: Where, { group, account, environment, owner }: GroupContext): Iterable<Answer> {
  if (where.group !== undefined) yield text(where.group, group.id, 'group id');
  if (where.name !== undefined) yield text(where.name, group.name, 'name');
  if (where.default !== undefined) {
    if (group.isDefault !== undefined) yield answer(where.default.includes(group.isDefault));
    else if (group.name === null) yield maybe('name', "the group's name is not known");
    else yield answer(where.default.includes(group.name === 'default'));
  }
  if (where.region !== undefined) yield text(where.region, group.region, 'region');
  if (where.vpc !== undefined) yield text(where.vpc, group.vpc, 'vpc');
  if (where.account !== undefined) {
    const named = account?.name ?? null;
    const isNamed = named !== null && fitsAny(where.account, named);
    yield isNamed ? yes : text(where.account, group.account, 'account');
  }
  if (where.ou !== undefined) yield group.account === null ? noAccount : text(where.ou, account?.ou ?? '', 'ou');
  if (where.environment !== undefined) yield context(where.environment, environment);
  if (where.owner !== undefined) yield context(where.owner, owner);
  if (where.tags !== undefined) yield* tagged(where.tags, group);
  if (where.attached !== undefined) yield attachedTo(where.attached, group.attached);
}

const noAccount = maybe('account', "the group's account is not known");

function text(patterns: readonly string[], value: string | null, what: string): Answer {
  return value === null
    ? maybe(what, `the group's ${what.replace('group ', '')} is not known`)
    : answer(fitsAny(patterns, value));
}

function context(patterns: readonly string[], { value, doubt, uses }: ContextAnswer): Answer {
  const matches = fitsAny(patterns, value);
  if (doubt === null) return { ...answer(matches), uses };
  return { is: matches ? 'yes' : 'maybe', unknowns: [doubt], uses };
}

const noTags = maybe('tags', "not all of the group's tags are known");

function* tagged(wanted: NonNullable<Where['tags']>, { tags, tagsPartly }: GroupContext['group']): Iterable<Answer> {
  if (tags === null) {
    yield noTags;
    return;
  }
  for (const [key, patterns] of Object.entries(wanted)) {
    const isTold = Object.hasOwn(tags, key);
    if (!isTold && tagsPartly === true) yield noTags;
    else yield { ...answer(isTold && fitsAny(patterns, tags[key]!)), uses: ['tags'] };
  }
}

const notAttached: Answer = {
  ...maybe('attachments', 'not all that the group is on is known'),
  uses: ['attachments'],
};

function attachedTo(wanted: readonly string[], attached: GroupContext['group']['attached']): Answer {
  if (attached === null) return notAttached;
  const found = any([
    answer(attached.count === 0 && wanted.includes('nothing')),
    answer(attached.kinds.some((kind) => wanted.includes(kind))),
  ]);
  // With other things than those that were seen, it may also be what is wanted, or no longer be on nothing.
  const isSure = attached.partly !== true || attached.kinds.some((kind) => wanted.includes(kind));
  return isSure ? { ...found, uses: ['attachments'] } : notAttached;
}
