import type { Ec2Action, Ec2Call } from '../../../src/aws/model/call.ts';

type Member = string | number | boolean | readonly Member[] | { readonly [name: string]: Member };

/** What EC2's form calls a list, by the name that the SDK has for it; where both agree it is not listed. */
const lists: Readonly<Record<string, string>> = {
  SecurityGroupRuleId: 'SecurityGroupRuleIds',
  SecurityGroupRule: 'SecurityGroupRules',
  SecurityGroupRuleDescription: 'SecurityGroupRuleDescriptions',
  SecurityGroupId: 'Groups',
  TagSpecification: 'TagSpecifications',
  Tag: 'Tags',
  ResourceId: 'Resources',
  Entry: 'Entries',
  AddEntry: 'AddEntries',
  RemoveEntry: 'RemoveEntries',
  Groups: 'UserIdGroupPairs',
};

const numbers = new Set(['FromPort', 'ToPort', 'MaxEntries', 'CurrentVersion', 'PreviousVersion', 'MaxResults']);

/** Reads a call as it stands in EC2's form (`IpPermissions.1.IpRanges.1.CidrIp=…`) into the SDK's spelling. */
export function readForm(form: URLSearchParams): Ec2Call {
  const tree: Tree = new Map();
  for (const [key, value] of form) {
    if (key === 'Action' || key === 'Version') continue;
    const path = key.split('.');
    const last = path.pop()!;
    let at = tree;
    for (const part of path) {
      const next = at.get(part);
      const inside: Tree = next instanceof Map ? next : new Map();
      at.set(part, inside);
      at = inside;
    }
    at.set(last, value);
  }
  return { action: form.get('Action') as Ec2Action, request: membersOf(tree) } as unknown as Ec2Call;
}

type Tree = Map<string, string | Tree>;

function membersOf(tree: Tree): { readonly [name: string]: Member } {
  return Object.fromEntries(
    [...tree].map(([name, value]) => {
      if (typeof value === 'string') return [name, scalarOf(name, value)];
      const places = [...value.keys()];
      if (!places.every((place) => /^\d+$/.test(place))) return [name, membersOf(value)];
      const sorted = places.sort((a, b) => Number(a) - Number(b)).map((place) => value.get(place)!);
      return [lists[name] ?? name, sorted.map((each) => (typeof each === 'string' ? each : membersOf(each)))];
    }),
  );
}

function scalarOf(name: string, value: string): Member {
  if (numbers.has(name)) return Number(value);
  return name === 'DryRun' ? value === 'true' : value;
}
