import fc from 'fast-check';
import type { Direction, Tuple } from '../../src/core/group/rule.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import { someCidrs, tupleOf } from './any-tuple.ts';
import { type Answer, ask, type Call, contentOf, emptyWorld, idOf, type LiveRule, type World } from './ec2.ts';
import { type Era, renderRecord } from './render.ts';

/** A call as it was made, what came of it, the record of it, and EC2 just after it. */
export interface Made {
  readonly at: number;
  readonly era: Era;
  readonly call: Call;
  readonly answer: Answer;
  readonly record: JsonObject;
  readonly world: World;
}

/** What histories are made of. */
export interface Kind {
  /** Later ones follow earlier ones: no archive goes back to an older way of telling. */
  readonly eras: readonly Era[];
  /** Prefix lists are made, edited and named by rules. */
  readonly lists?: boolean;
  /** Several calls may come in one second. */
  readonly bursts?: boolean;
  readonly length?: number;
}

export const start = Date.UTC(2026, 0, 31, 9, 0, 0);
export const account = '111122223333';
export const region = 'eu-west-1';

/** Any sequence of calls to EC2, most of which it accepts, with the truth after each. */
export function anyHistory(kind: Kind): fc.Arbitrary<readonly Made[]> {
  const n = fc.nat(1000);
  const intent = fc.record({
    verb: n,
    group: n,
    one: n,
    two: n,
    three: n,
    gap: fc.constantFrom(...(kind.bursts === false ? [] : [0, 0, 0]), 1000, 2000, 17_000, 45_000, 300_000),
    turn: fc.nat(8),
    actor: fc.constantFrom('alice', 'bob'),
  });
  return fc
    .array(intent, { minLength: 4, maxLength: kind.length ?? 40 })
    .map((intents) => readable(intents.reduce(step(kind), [])));
}

/** A counterexample is read by people: a call a line. */
function readable(made: readonly Made[]): readonly Made[] {
  const say = ({ at, era, call, answer }: Made) => {
    const { do: verb, ...rest } = call;
    const rules = answer.rules.map((rule) => `${rule.id.slice(-2)}=${contentOf(rule)}`);
    const ids = JSON.stringify(rest)
      .replace(/-0{10,}/g, '-')
      .replace(/"/g, '');
    return `\n${(at - start) / 1000} s ${verb} ${ids} ${era} ${answer.error ?? `ok ${rules}`}`;
  };
  return Object.assign([...made], { [fc.toStringMethod]: () => made.map(say).join('') });
}

interface Intent {
  readonly verb: number;
  readonly group: number;
  readonly one: number;
  readonly two: number;
  readonly three: number;
  readonly gap: number;
  /** 0 where the next era begins. */
  readonly turn: number;
  readonly actor: string;
}

function step(kind: Kind) {
  return (made: readonly Made[], intent: Intent): readonly Made[] => {
    const last = made.at(-1);
    const world = last?.world ?? emptyWorld;
    const past = kind.eras.indexOf(last?.era ?? kind.eras[0]!);
    const era = kind.eras[past + (intent.turn === 0 && intent.gap > 0 ? 1 : 0)] ?? kind.eras[past]!;
    const call = callOf(world, intent, kind, era);
    const answer = ask(world, call);
    const at = (last?.at ?? start) + intent.gap;
    const { actor } = intent;
    const record = renderRecord(call, answer, { era, at, eventId: eventIdOf(made.length), actor, account, region });
    return [...made, { at, era, call, answer, record, world: answer.world }];
  };
}

/** Ids whose order says nothing about the order of the calls. */
function eventIdOf(n: number): string {
  const mixed = ((n + 1) * 2654435761) % 2 ** 32;
  return `${mixed.toString(16).padStart(8, '0')}-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

function callOf(world: World, intent: Intent, kind: Kind, era: Era): Call {
  const groups = [...world.groups.values()];
  const group = groups[intent.group % Math.max(groups.length, 1)];
  const any = kind.lists ? intent.verb % 18 : intent.verb % 14;
  // Rules had no ids before 2021.
  const verb = era === 2014 && any >= 8 && any <= 11 ? any - 8 : any;
  if (group === undefined || (verb === 0 && groups.length < 3)) return newGroup(world, intent);
  if (verb >= 14) return listCall(world, intent, verb);
  const direction: Direction = intent.two % 4 === 0 ? 'egress' : 'ingress';
  const standing = group.rules.filter((rule) => rule.direction === direction);
  const rule = standing[intent.one % Math.max(standing.length, 1)];
  switch (verb) {
    case 0:
    case 1:
    case 2:
    case 3:
    case 4:
      return { do: 'authorize', group: group.id, direction, rules: someRules(world, intent, direction, kind) };
    case 5:
    case 6:
      return {
        do: 'revoke',
        group: group.id,
        direction,
        rules: rule === undefined ? [anyRule(world, intent, direction, kind)] : [asked(rule)],
      };
    case 7:
      return { do: 'revoke', group: group.id, direction, rules: standing.slice(0, 1 + (intent.three % 3)).map(asked) };
    case 8:
    case 9:
      return { do: 'revoke-ids', group: group.id, direction, ids: [rule?.id ?? idOf('sgr', 0)] };
    case 10:
    case 11: {
      const other = group.rules[intent.one % Math.max(group.rules.length, 1)];
      return {
        do: 'modify',
        group: group.id,
        id: other?.id ?? idOf('sgr', 0),
        to: anyRule(world, intent, direction, kind),
      };
    }
    case 12:
      if (rule === undefined || intent.three % 2 === 0)
        return { do: 'tag', group: group.id, key: 'environment', value: intent.one % 3 === 0 ? null : 'prod' };
      return {
        do: 'describe',
        group: group.id,
        direction,
        rules: [{ ...asked(rule), description: `said ${intent.three}` }],
      };
    default:
      if (intent.three % 4 === 0) return { do: 'delete-group', group: group.id };
      return newGroup(world, intent);
  }
}

function newGroup(world: World, intent: Intent): Call {
  return { do: 'create-group', name: `group-${world.made}`, vpc: 'vpc-1', dualStack: intent.three % 2 === 0 };
}

function listCall(world: World, { one, two, three }: Intent, verb: number): Call {
  const lists = [...world.lists.values()];
  const list = lists[one % Math.max(lists.length, 1)];
  const cidr = someCidrs[two % someCidrs.length]!;
  if (list === undefined || (verb === 14 && lists.length < 2))
    return { do: 'create-list', name: `list-${world.made}`, entries: three % 3 === 0 ? [] : [cidr] };
  const now = list.versions.at(-1)!;
  if (verb === 17) return { do: 'restore-list', list: list.id, version: 1 + (three % list.versions.length) };
  return now.includes(cidr)
    ? { do: 'edit-list', list: list.id, add: [], remove: [cidr] }
    : { do: 'edit-list', list: list.id, add: [cidr], remove: three % 3 === 0 ? now.slice(0, 1) : [] };
}

function someRules(world: World, intent: Intent, direction: Direction, kind: Kind): readonly Tuple[] {
  const first = anyRule(world, intent, direction, kind);
  if (intent.three % 3 !== 0) return [first];
  const second = anyRule(world, { ...intent, one: intent.one + 1, two: intent.two + 3 }, direction, kind);
  return [first, second];
}

function anyRule(world: World, intent: Intent, direction: Direction, kind: Kind): Tuple {
  const lists = kind.lists ? [...world.lists.keys()] : [];
  return tupleOf(direction, intent, { groups: [...world.groups.keys()], lists });
}

function asked({ direction, protocol, ports, peer }: LiveRule): Tuple {
  return { direction, protocol, ports, peer };
}
