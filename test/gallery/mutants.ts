import { isObject, type Json, type JsonObject } from '../../src/core/leaf/canonical.ts';

/** A policy with one word changed in one check. */
export interface Mutant {
  readonly check: string;
  readonly change: string;
  readonly policy: JsonObject;
}

/** All policies that differ from this one in one word of one check, which then stands alone in it but for `companions`. */
export function mutantsOf(policy: JsonObject): readonly Mutant[] {
  return Object.entries(object(policy.checks)).flatMap(([id, check]) =>
    changesOf(object(check)).map(([change, changed]) => ({
      check: id,
      change,
      policy: alone(policy, id, changed),
    })),
  );
}

/** A check on tags asks what other checks come to, and it makes tags count no more: it needs these, and they need it. */
const companions = ['frozen', 'ssh-open', 'tag-escape'];

/** The policy with one of its checks and its companions only, and the exceptions of that one. */
export function alone(policy: JsonObject, id: string, check: Json): JsonObject {
  const kept = Object.entries(object(policy.checks)).filter(([each]) => companions.includes(each));
  const exceptions = Object.entries(object(policy.exceptions)).filter(([, each]) => object(each).check === id);
  return {
    ...policy,
    checks: { ...Object.fromEntries(kept), [id]: check },
    exceptions: Object.fromEntries(exceptions),
  };
}

type Changed = readonly [change: string, check: JsonObject];

function changesOf(check: JsonObject): readonly Changed[] {
  const when = object(check.when);
  const [kind, asked] = Object.entries(when)[0]!;
  const changed = kind === 'gained' || kind === 'lost' ? boxChanges(object(asked)) : otherChanges(kind, object(asked));
  return [
    ...changed.map(([change, question]): Changed => [change, { ...check, when: { [kind]: question } }]),
    ...(kind === 'gained' ? [['asks what was lost', { ...check, when: { lost: asked! } }] as const] : []),
    ...(kind === 'lost' ? [['asks what was gained', { ...check, when: { gained: asked! } }] as const] : []),
    ...without(check, 'where'),
    ...without(check, 'unless'),
    ...(check.where === undefined ? [] : [['where elsewhere', { ...check, where: { vpc: ['vpc-other'] } }] as const]),
  ];
}

function boxChanges(box: JsonObject): readonly Changed[] {
  const { direction, peers, except = [], ports } = box as Readonly<Record<string, readonly string[]>>;
  return [
    ...direction!.map((each): Changed => [`direction is not ${each}`, { ...box, direction: turned(direction!, each) }]),
    ...peers!.map((each): Changed => [`peers ${each} are loopback`, { ...box, peers: ['loopback'] }]),
    ...(peers!.includes('any') ? [['peers any are the Internet', { ...box, peers: ['internet'] }] as const] : []),
    ...(peers!.includes('internet') ? [['peers Internet are any', { ...box, peers: ['any'] }] as const] : []),
    ...except.map(
      (each): Changed => [`${each} is not excepted`, { ...box, except: except.filter((one) => one !== each) }],
    ),
    ...(ports!.includes('all') ? [] : [['ports are all', { ...box, ports: ['all'] }] as const]),
    ...[['ports are others', { ...box, ports: ['tcp/853'] }] as const],
    ...without(box, 'covers'),
    ...without(box, 'more_than'),
    ...(typeof box.more_than === 'number'
      ? [
          ['the limit is twice', { ...box, more_than: box.more_than * 2 }] as const,
          ['the limit is half', { ...box, more_than: Math.floor(box.more_than / 4) }] as const,
        ]
      : []),
    ...without(box, 'change'),
  ];
}

function otherChanges(kind: string, asked: JsonObject): readonly Changed[] {
  if (kind === 'attempts')
    return [
      ['one more', { ...asked, more_than: Number(asked.more_than) + 1 }],
      ['one less', { ...asked, more_than: Number(asked.more_than) - 1 }],
      ['within a minute', { ...asked, within: '1m' }],
      ['within a day', { ...asked, within: '24h' }],
    ];
  return asked.effect === undefined
    ? [['another context is missing', { missing: ['environment'] }]]
    : [['asks for owners', { missing: ['owner'] }]];
}

function turned(direction: readonly string[], each: string): readonly string[] {
  const rest = direction.filter((one) => one !== each);
  return rest.length > 0 ? rest : [each === 'ingress' ? 'egress' : 'ingress'];
}

function without(value: JsonObject, key: string): readonly Changed[] {
  if (value[key] === undefined) return [];
  const { [key]: _gone, ...rest } = value;
  return [[`no \`${key}\``, rest]];
}

function object(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}
