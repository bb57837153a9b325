import { isObject, type Json, type JsonObject } from '../../leaf/canonical.ts';
import { readInstant } from '../../leaf/instant.ts';
import { setsMeet } from '../../net/address-set.ts';
import { canonicalCidr, readCidr } from '../../net/cidr.ts';
import { publicAddresses } from '../../net/special.ts';
import type { Group, Interface, Perimeter, PrefixList } from '../group.ts';
import type { Direction, Rule } from '../rule.ts';
import { accountId, describe, list, object, text } from './field.ts';
import { readPermissions, readRule } from './permissions.ts';
import { readVpcs } from './vpcs.ts';

/** A snapshot as read, or why it could not be. */
export type SnapshotReading =
  | { readonly perimeter: Perimeter; readonly misread: readonly string[] }
  | { readonly misread: readonly string[]; readonly perimeter: null };

/**
 * Reads a snapshot: what `aws ec2 describe-security-groups` prints, with the answers of describe-security-group-rules,
 * describe-managed-prefix-lists (with `Entries` beside each list), describe-network-interfaces, describe-internet-gateways
 * and describe-vpc-block-public-access-options and -exclusions beside it when given.
 * One object for one account and region, or `{"takenAt", "accounts": [{"account", "region", …}]}` for many.
 */
export function readSnapshot(json: Json): SnapshotReading {
  if (!isObject(json)) return refuse(`expected a snapshot (a JSON object), found ${describe(json)}`);
  const takenAt = readInstant(text(json, 'takenAt') ?? '');
  if (takenAt === null)
    return refuse(
      'expected `takenAt` such as 2026-01-31T09:14:07Z in the snapshot: without it nothing can be placed in time',
    );
  const parts = json.accounts === undefined ? [json] : list(json.accounts).filter(isObject);
  if (parts.every((part) => part.SecurityGroups === undefined))
    return refuse('expected `SecurityGroups` (the output of describe-security-groups) in the snapshot, found none');
  const misread = parts.flatMap((part) =>
    part.SecurityGroups === undefined ? [`expected \`SecurityGroups\` of ${describe(part.account)}, found none`] : [],
  );
  const groups = parts.map((part) => readGroups(part, misread));
  const vpcs = parts.map((part, at) => readVpcs(part, groups[at]!)).filter((each) => each !== null);
  return {
    perimeter: {
      takenAt,
      groups: groups.flat(),
      lists: parts.flatMap((part) => list(part.PrefixLists).flatMap((each) => readList(each, misread))),
      interfaces: parts.flatMap((part) => list(part.NetworkInterfaces).flatMap((each) => readInterface(each, misread))),
      interfacesOf: parts
        .filter((part) => part.NetworkInterfaces !== undefined)
        .map((part) => ({ account: accountId(text(part, 'account')), region: text(part, 'region') })),
      ...(vpcs.length === 0 ? {} : { vpcs: vpcs.flat() }),
    },
    misread,
  };
}

function refuse(reason: string): SnapshotReading {
  return { perimeter: null, misread: [reason] };
}

/** Rules with ids where describe-security-group-rules was given, else those inside the group, without ids. */
function readGroups(part: JsonObject, misread: string[]): readonly Group[] {
  const rules = Map.groupBy(list(part.SecurityGroupRules), (rule) => text(rule, 'GroupId') ?? '');
  return list(part.SecurityGroups).flatMap((group): readonly Group[] => {
    const id = text(group, 'GroupId');
    if (id === null || !isObject(group)) {
      misread.push(`expected a group with \`GroupId\`, found ${describe(group)}`);
      return [];
    }
    const account = accountId(text(group, 'OwnerId') ?? text(part, 'account'));
    const region = text(part, 'region') ?? text(group, 'SecurityGroupArn')?.split(':')[3] ?? null;
    const seen = rules.get(id);
    const own = seen === undefined ? readInline(group, account, misread) : readWithIds(seen, account, misread);
    return [
      {
        id,
        name: text(group, 'GroupName'),
        vpc: text(group, 'VpcId'),
        account,
        region,
        tags: readTags(group.Tags),
        rules: own,
      },
    ];
  });
}

function readWithIds(seen: readonly Json[], account: string | null, misread: string[]): readonly Rule[] {
  return seen.flatMap((rule) => complete(readRule(lowerFirst(rule), { direction: null, owner: account }), misread));
}

function readInline(group: JsonObject, account: string | null, misread: string[]): readonly Rule[] {
  const side = (key: string, direction: Direction): readonly Rule[] =>
    complete(readPermissions({ ipPermissions: lowerFirst(group[key] ?? []) }, { direction, owner: account }), misread);
  return [...side('IpPermissions', 'ingress'), ...side('IpPermissionsEgress', 'egress')];
}

function complete(read: ReturnType<typeof readRule>, misread: string[]): readonly Rule[] {
  for (const reason of read.misread) misread.push(reason);
  return read.rules.flatMap((rule) => {
    const { direction, protocol, peer } = rule;
    if (direction === null)
      misread.push(`expected \`IsEgress\` of the rule ${describe(rule.id ?? undefined)}, found none`);
    return direction === null || protocol === null || peer === null ? [] : [{ ...rule, direction, protocol, peer }];
  });
}

function readList(each: Json, misread: string[]): readonly PrefixList[] {
  const id = text(each, 'PrefixListId');
  if (id === null || !isObject(each)) {
    misread.push(`expected a prefix list with \`PrefixListId\`, found ${describe(each)}`);
    return [];
  }
  const entries =
    each.Entries === undefined ? null : list(each.Entries).map((entry) => canonicalCidr(text(entry, 'Cidr') ?? ''));
  const known = entries?.every((cidr) => cidr !== null) ? (entries as readonly string[]) : null;
  if (entries !== null && known === null)
    misread.push(`expected a CIDR in every entry of \`${id}\`, found ${describe(each.Entries)}`);
  return [
    {
      id,
      name: text(each, 'PrefixListName'),
      version: Number(text(each, 'Version') ?? Number.NaN) || null,
      entries: known,
    },
  ];
}

function readInterface(each: Json, misread: string[]): readonly Interface[] {
  const id = text(each, 'NetworkInterfaceId');
  if (id === null || !isObject(each)) {
    misread.push(`expected an interface with \`NetworkInterfaceId\`, found ${describe(each)}`);
    return [];
  }
  return [
    {
      id,
      vpc: text(each, 'VpcId'),
      groups: list(each.Groups).flatMap((group) => text(group, 'GroupId') ?? []),
      owner: text(object(each, 'Attachment') ?? {}, 'InstanceId') ?? text(each, 'Description'),
      publicAddress: text(object(each, 'Association') ?? {}, 'PublicIp'),
      ...told('publicIpv6', publicIpv6(each)),
      ...told('type', text(each, 'InterfaceType')),
      ...told('requester', text(each, 'RequesterId')),
    },
  ];
}

function told<K extends string>(key: K, value: string | null): { readonly [key in K]?: string } {
  return value === null ? {} : ({ [key]: value } as { readonly [key in K]: string });
}

/** IPv6 addresses of interfaces are the Internet's unless they are special (IANA registry). */
function publicIpv6(each: JsonObject): string | null {
  const addresses = list(each.Ipv6Addresses).flatMap((address) => text(address, 'Ipv6Address') ?? []);
  return addresses.find(isPublic) ?? null;
}

function isPublic(address: string): boolean {
  const cidr = readCidr(`${address}/128`);
  return !('misread' in cidr) && setsMeet(cidr.addresses, publicAddresses.v6, 4);
}

function readTags(tags: Json | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    list(tags).flatMap((tag) => (text(tag, 'Key') === null ? [] : [[text(tag, 'Key')!, text(tag, 'Value') ?? '']])),
  );
}

/** The AWS CLI prints members in Pascal case; `UserIdGroupPairs` and the like are then the reader's own names. */
function lowerFirst(value: Json): Json {
  if (Array.isArray(value)) return value.map(lowerFirst);
  if (!isObject(value)) return value;
  const lowered: Record<string, Json> = {};
  for (const key of Object.keys(value)) {
    const held = value[key];
    // An assignment to this name would set the prototype; nobody reads it.
    if (key !== '__proto__')
      lowered[key.charAt(0).toLowerCase() + key.slice(1)] = held === undefined ? null : lowerFirst(held);
  }
  return lowered;
}
