import { isObject, type Json, type JsonObject } from '../../leaf/canonical.ts';
import { type Instant, readInstant } from '../../leaf/instant.ts';
import { canonicalCidr } from '../../net/cidr.ts';
import type { Declared, DeclaredGroup, DeclaredReading } from '../declared.ts';
import type { Interface, PrefixList } from '../group.ts';
import type { Direction } from '../rule.ts';
import { accountId, describe, list, object, opened, text } from './field.ts';
import { readPermissions } from './permissions.ts';

/**
 * Reads AWS Config: a configuration snapshot or history file, the answers of get-resource-config-history,
 * batch-get-resource-config and select-resource-config, an event or message with one item (also as a Config rule gets
 * it), or an item. Of several items
 * of one resource the newest counts. `null` when it is none of these.
 * Source: AWS Config developer guide, "Components of a Configuration Item" and "Example Configuration Snapshot".
 */
export function readConfig(json: Json): DeclaredReading | null {
  const items = itemsOf(json);
  if (items === null) return null;
  const misread: string[] = [];
  for (const item of items) {
    if (typeOf(item) === null)
      misread.push(`expected \`resourceType\` in every item of AWS Config (select it), found ${describe(item)}`);
  }
  const standing = newest(items).filter((item) => !/deleted/i.test(text(item, 'configurationItemStatus') ?? ''));
  const of = (type: string) => standing.filter((item) => typeOf(item) === `AWS::EC2::${type}`);
  const times = items.map(takenAt).filter((at) => at !== null);
  const declared: Declared = {
    kind: 'config',
    takenAt: times.length === 0 ? null : times.reduce((last, at) => Math.max(last, at)),
    groups: of('SecurityGroup').flatMap((item) => readGroup(item, misread)),
    lists: of('PrefixList').flatMap(readList),
    interfaces: of('NetworkInterface').flatMap(readInterface),
  };
  return { declared, misread };
}

function itemsOf(json: Json): readonly JsonObject[] | null {
  if (Array.isArray(json)) {
    const items = (json as readonly Json[]).filter(isObject);
    return items.some(isItem) ? items : null;
  }
  if (!isObject(json)) return null;
  for (const key of ['configurationItems', 'baseConfigurationItems', 'Results']) {
    if (Array.isArray(json[key])) return list(json[key]).map(opened).filter(isObject);
  }
  const held = object(json, 'configurationItem') ?? object(object(json, 'detail') ?? {}, 'configurationItem');
  if (held !== null) return [held];
  const invoking = object(json, 'invokingEvent');
  if (invoking !== null && isObject(invoking.configurationItem)) return [invoking.configurationItem];
  const message = object(json, 'Message');
  if (message !== null && isObject(message.configurationItem)) return [message.configurationItem];
  return isItem(json) ? [json] : null;
}

function isItem(item: JsonObject): boolean {
  return typeOf(item) !== null && item.configuration !== undefined;
}

function typeOf(item: JsonObject): string | null {
  const told = text(item, 'resourceType') ?? text(item, 'ResourceType');
  const held = object(item, 'configuration');
  return told ?? (held !== null && held.ipPermissions !== undefined ? 'AWS::EC2::SecurityGroup' : null);
}

function newest(items: readonly JsonObject[]): readonly JsonObject[] {
  const found = new Map<string, JsonObject>();
  for (const item of items) {
    const key = [accountOf(item), text(item, 'awsRegion'), typeOf(item), idOf(item)].join('/');
    const known = found.get(key);
    if (known === undefined || (takenAt(item) ?? 0) > (takenAt(known) ?? 0)) found.set(key, item);
  }
  return [...found.values()];
}

function idOf(item: JsonObject): string | null {
  return text(item, 'resourceId') ?? text(item, 'ResourceId');
}

function accountOf(item: JsonObject): string | null {
  return accountId(text(item, 'awsAccountId') ?? text(item, 'accountId'));
}

/** ISO 8601, or (AWS CLI version 1) seconds since 1970. */
function takenAt(item: JsonObject): Instant | null {
  const written = text(item, 'configurationItemCaptureTime');
  if (written === null) return null;
  return /^\d{1,10}(\.\d+)?$/.test(written) ? Math.round(Number(written) * 1000) : readInstant(written);
}

function readGroup(item: JsonObject, misread: string[]): readonly DeclaredGroup[] {
  const held = object(item, 'configuration');
  const id = text(held ?? {}, 'groupId') ?? idOf(item);
  if (id === null || held === null) {
    misread.push(`expected \`configuration\` of ${describe(id ?? undefined)}, found ${describe(item.configuration)}`);
    if (id === null) return [];
  }
  const group = held ?? {};
  const account = accountOf(item) ?? accountId(text(group, 'ownerId'));
  const side = (key: string, direction: Direction) =>
    readPermissions({ ipPermissions: list(group[key]).map(withRanges) }, { direction, owner: account });
  const sides = [side('ipPermissions', 'ingress'), side('ipPermissionsEgress', 'egress')];
  for (const each of sides) for (const reason of each.misread) misread.push(`${id}: ${reason}`);
  return [
    {
      address: id,
      id,
      name: text(group, 'groupName') ?? text(item, 'resourceName'),
      vpc: text(group, 'vpcId'),
      account,
      region: text(item, 'awsRegion'),
      tags: tagsOf(item, group),
      rules: sides.flatMap((each) => each.rules),
      before: null,
      complete: held !== null,
      deleted: false,
    },
  ];
}

/** Config writes every IPv4 range twice: in `ipv4Ranges` with its description, and bare in `ipRanges`. */
function withRanges(permission: Json): Json {
  if (!isObject(permission)) return permission;
  const told = list(permission.ipv4Ranges);
  const known = new Set(told.map((range) => text(range, 'cidrIp')));
  const bare = list(permission.ipRanges).filter(
    (range) => !known.has(typeof range === 'string' ? range : text(range, 'cidrIp')),
  );
  return { ...permission, ipRanges: [...told, ...bare] };
}

function tagsOf(item: JsonObject, group: JsonObject): DeclaredGroup['tags'] {
  const told = list(group.tags).flatMap((tag): [string, string][] => {
    const key = text(tag, 'key');
    return key === null ? [] : [[key, text(tag, 'value') ?? '']];
  });
  if (told.length > 0 || !isObject(item.tags)) return Object.fromEntries(told);
  return Object.fromEntries(Object.keys(item.tags).map((key) => [key, text(item.tags, key) ?? '']));
}

function readList(item: JsonObject): readonly PrefixList[] {
  const held = object(item, 'configuration') ?? {};
  const id = text(held, 'PrefixListId') ?? idOf(item);
  if (id === null) return [];
  const entries =
    held.Entries === undefined ? null : list(held.Entries).map((each) => canonicalCidr(text(each, 'Cidr') ?? ''));
  const version = Number(text(held, 'Version') ?? Number.NaN) || null;
  const known = entries?.every((cidr) => cidr !== null) ? (entries as readonly string[]) : null;
  return [{ id, name: text(held, 'PrefixListName'), version, entries: known }];
}

function readInterface(item: JsonObject): readonly Interface[] {
  const held = object(item, 'configuration') ?? {};
  const id = text(held, 'networkInterfaceId') ?? idOf(item);
  if (id === null) return [];
  return [
    {
      id,
      vpc: text(held, 'vpcId'),
      groups: list(held.groups).flatMap((group) => text(group, 'groupId') ?? []),
      owner: text(object(held, 'attachment') ?? {}, 'instanceId') ?? text(held, 'description'),
      publicAddress: text(object(held, 'association') ?? {}, 'publicIp'),
      type: text(held, 'interfaceType'),
      requester: text(held, 'requesterId'),
    },
  ];
}
