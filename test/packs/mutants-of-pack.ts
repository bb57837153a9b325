import { isObject, type Json, type JsonObject } from '../../src/core/leaf/canonical.ts';

/** A pack with one word of one check made weaker or wider. */
export interface PackMutant {
  readonly change: string;
  readonly policy: JsonObject;
}

/** Internet addresses there cannot be more of, IPv6 included. */
const tooMany = 2 ** 52;

/** Weakens and widens each check of a pack, one word at a time. */
export function mutantsOfPack(pack: JsonObject): readonly PackMutant[] {
  const checks = isObject(pack.checks) ? pack.checks : {};
  return Object.entries(checks).flatMap(([id, check]) =>
    isObject(check)
      ? mutantsOf(check).map(([change, mutant]) => ({
          change: `${id}: ${change}`,
          policy: { ...pack, checks: { ...checks, [id]: mutant } },
        }))
      : [],
  );
}

type Mutation = readonly [string, JsonObject];

function mutantsOf(check: JsonObject): readonly Mutation[] {
  const { when, where, ...rest } = check;
  const placed = where === undefined ? {} : { where };
  const asked = isObject(when) ? Object.entries(when) : [];
  return [
    ...(isObject(where)
      ? Object.keys(where).map(
          (key): Mutation => [`no where ${key}`, { ...rest, when: when!, where: without(where, key) }],
        )
      : []),
    ...asked.flatMap(([kind, question]) =>
      (isObject(question) ? questionsOf(question) : []).map(
        ([change, mutant]): Mutation => [change, { ...rest, ...placed, when: { [kind]: mutant } }],
      ),
    ),
    ['severity none', { ...rest, ...placed, when: when!, severity: { else: 'none' } }],
  ];
}

function questionsOf(question: JsonObject): readonly Mutation[] {
  const more = question.more_than;
  return [
    ...['direction', 'change', 'missing'].flatMap((key) => shorter(question, key)),
    ...(Array.isArray(question.change) ? [['any change', without(question, 'change')] as const] : []),
    ...(Array.isArray(question.except) &&
    (question.peers as Json[]).some((peer) => peer === 'any' || peer === 'internet')
      ? [['except the Internet', { ...question, except: [...(question.except as Json[]), 'internet'] }] as const]
      : []),
    ...(typeof more === 'number'
      ? ([
          ['more_than raised', { ...question, more_than: tooMany }],
          ['more_than lowered', { ...question, more_than: 0 }],
        ] as const)
      : []),
  ];
}

function shorter(question: JsonObject, key: string): readonly Mutation[] {
  const words = question[key];
  if (!Array.isArray(words) || words.length < 2) return [];
  return words.map((word: Json) => [
    `${key} without ${word}`,
    { ...question, [key]: words.filter((each) => each !== word) },
  ]);
}

function without(held: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(held).filter(([each]) => each !== key)) as JsonObject;
}
