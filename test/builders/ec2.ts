import type { Direction, Tuple } from '../../src/core/group/rule.ts';

/** A rule as EC2 keeps it: every rule has an id, whether or not a record tells it. */
export interface LiveRule extends Tuple {
  readonly id: string;
  readonly description: string | null;
}

/** A group as EC2 keeps it. `dualStack`: its VPC has IPv6, so that it is born with open IPv6 egress too. */
export interface LiveGroup {
  readonly id: string;
  readonly name: string;
  readonly vpc: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly rules: readonly LiveRule[];
}

/** A managed prefix list with all its versions; the last one is in force. */
export interface LiveList {
  readonly id: string;
  readonly name: string;
  readonly versions: readonly (readonly string[])[];
}

/** All that EC2 holds. */
export interface World {
  readonly groups: ReadonlyMap<string, LiveGroup>;
  readonly lists: ReadonlyMap<string, LiveList>;
  readonly made: number;
}

export type Wanted = Tuple & { readonly description?: string };

/** What can be asked of EC2. `group` and `list` are ids. */
export type Call = GroupMaking | GroupCall | ListCall;

interface GroupMaking {
  readonly do: 'create-group';
  readonly name: string;
  readonly vpc: string;
  readonly dualStack: boolean;
}

type GroupCall = { readonly group: string } & (
  | { readonly do: 'delete-group' }
  | {
      readonly do: 'authorize' | 'describe';
      readonly direction: Direction;
      readonly rules: readonly Wanted[];
    }
  | { readonly do: 'revoke'; readonly direction: Direction; readonly rules: readonly Wanted[] }
  | { readonly do: 'revoke-ids'; readonly direction: Direction; readonly ids: readonly string[] }
  | { readonly do: 'modify'; readonly id: string; readonly to: Wanted }
  | { readonly do: 'tag'; readonly key: string; readonly value: string | null }
);

type ListCall =
  | { readonly do: 'create-list'; readonly name: string; readonly entries: readonly string[] }
  | {
      readonly do: 'edit-list';
      readonly list: string;
      readonly add: readonly string[];
      readonly remove: readonly string[];
    }
  | { readonly do: 'restore-list'; readonly list: string; readonly version: number };

/** What EC2 answers: an error code and an unchanged world, or what it made, took away or rewrote. */
export interface Answer {
  readonly world: World;
  readonly error: string | null;
  readonly rules: readonly LiveRule[];
  readonly group: LiveGroup | null;
  readonly list: LiveList | null;
}

export const emptyWorld: World = { groups: new Map(), lists: new Map(), made: 0 };

/**
 * EC2 as its API reference describes it, in the simplest way that can be: lists of rules, searched one by one. The
 * judge of the ledger, so it shares no code with it.
 */
export function ask(world: World, call: Call): Answer {
  switch (call.do) {
    case 'create-group':
      return createGroup(world, call);
    case 'create-list':
      return withList(world, { id: idOf('pl', world.made), name: call.name, versions: [[...call.entries]] }, 1);
    case 'edit-list':
    case 'restore-list':
      return editList(world, call);
    default:
      return askGroup(world, call);
  }
}

/** The tuple as text: EC2 refuses a second rule with the same one in a group. */
export function contentOf(rule: Tuple): string {
  return [rule.direction, rule.protocol, rule.ports?.join('-') ?? '*', rule.peer.value].join(' ');
}

function createGroup(world: World, call: GroupMaking): Answer {
  const taken = [...world.groups.values()].some((group) => group.name === call.name && group.vpc === call.vpc);
  if (taken) return refused(world, 'Client.InvalidGroup.Duplicate');
  const egress = call.dualStack ? ['0.0.0.0/0', '::/0'] : ['0.0.0.0/0'];
  const rules = egress.map(
    (value, at): LiveRule => ({
      id: idOf('sgr', world.made + 1 + at),
      ...{ direction: 'egress', protocol: '-1', ports: null, description: null },
      peer: { kind: value === '::/0' ? 'ipv6' : 'ipv4', value },
    }),
  );
  const group = { id: idOf('sg', world.made), name: call.name, vpc: call.vpc, tags: {}, rules };
  return withGroup(world, group, [], 3);
}

function askGroup(world: World, call: GroupCall): Answer {
  const group = world.groups.get(call.group);
  if (group === undefined) return refused(world, 'Client.InvalidGroup.NotFound');
  const { rules } = group;
  if ('rules' in call && call.rules.length === 0) return refused(world, 'Client.MissingParameter');
  const has = (wanted: Tuple) => rules.some((rule) => contentOf(rule) === contentOf(wanted));
  switch (call.do) {
    case 'delete-group': {
      const groups = new Map(world.groups);
      groups.delete(group.id);
      return { world: { ...world, groups }, error: null, rules: [], group, list: null };
    }
    case 'authorize': {
      if (call.rules.some(has)) return refused(world, 'Client.InvalidPermission.Duplicate');
      const made = call.rules.map(
        (rule, at): LiveRule => ({
          ...{ id: idOf('sgr', world.made + at), description: null },
          ...rule,
        }),
      );
      return withGroup(world, { ...group, rules: [...rules, ...made] }, made, made.length);
    }
    case 'revoke': {
      if (!call.rules.every(has)) return refused(world, 'Client.InvalidPermission.NotFound');
      const gone = rules.filter((rule) => call.rules.some((other) => contentOf(rule) === contentOf(other)));
      return withGroup(world, { ...group, rules: rules.filter((rule) => !gone.includes(rule)) }, gone);
    }
    case 'revoke-ids': {
      const gone = rules.filter((rule) => rule.direction === call.direction && call.ids.includes(rule.id));
      if (gone.length < call.ids.length) return refused(world, 'Client.InvalidSecurityGroupRuleId.NotFound');
      return withGroup(world, { ...group, rules: rules.filter((rule) => !gone.includes(rule)) }, gone);
    }
    case 'modify': {
      const old = rules.find((rule) => rule.id === call.id);
      if (old === undefined) return refused(world, 'Client.InvalidSecurityGroupRuleId.NotFound');
      const now: LiveRule = { ...old, ...call.to, direction: old.direction };
      const clash = rules.some((rule) => rule !== old && contentOf(rule) === contentOf(now));
      if (clash) return refused(world, 'Client.InvalidPermission.Duplicate');
      return withGroup(world, { ...group, rules: rules.map((rule) => (rule === old ? now : rule)) }, [now]);
    }
    case 'describe': {
      if (!call.rules.every(has)) return refused(world, 'Client.InvalidPermission.NotFound');
      const said = rules.map((rule) => {
        const wanted = call.rules.find((other) => contentOf(rule) === contentOf(other));
        return wanted === undefined ? rule : { ...rule, description: wanted.description ?? null };
      });
      return withGroup(world, { ...group, rules: said }, []);
    }
    case 'tag': {
      const { [call.key]: _old, ...others } = group.tags;
      const tags = call.value === null ? others : { ...others, [call.key]: call.value };
      return withGroup(world, { ...group, tags }, []);
    }
  }
}

function editList(world: World, call: Exclude<ListCall, { do: 'create-list' }>): Answer {
  const list = world.lists.get(call.list);
  if (list === undefined) return refused(world, 'Client.InvalidPrefixListID.NotFound');
  const now = list.versions.at(-1)!;
  if (call.do === 'restore-list') {
    const entries = list.versions[call.version - 1];
    if (entries === undefined) return refused(world, 'Client.PrefixListVersionMismatch');
    return withList(world, { ...list, versions: [...list.versions, entries] });
  }
  const clash = call.add.some((cidr) => now.includes(cidr)) || call.remove.some((cidr) => !now.includes(cidr));
  if (clash) return refused(world, 'Client.InvalidParameterValue');
  const entries = [...now.filter((cidr) => !call.remove.includes(cidr)), ...call.add];
  return withList(world, { ...list, versions: [...list.versions, entries] });
}

function refused(world: World, error: string): Answer {
  return { world, error, rules: [], group: null, list: null };
}

function withGroup(world: World, group: LiveGroup, rules: readonly LiveRule[], made = 0): Answer {
  const groups = new Map(world.groups).set(group.id, group);
  return { world: { ...world, groups, made: world.made + made }, error: null, rules, group, list: null };
}

function withList(world: World, list: LiveList, made = 0): Answer {
  const lists = new Map(world.lists).set(list.id, list);
  return { world: { ...world, lists, made: world.made + made }, error: null, rules: [], group: null, list };
}

/** A made-up id in EC2's long form. */
export function idOf(kind: string, n: number): string {
  return `${kind}-${n.toString(16).padStart(17, '0')}`;
}
