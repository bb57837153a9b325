import { isObject, type Json, type JsonObject } from '../../src/core/leaf/canonical.ts';

/** Members whose values are made anew at every call: that they are there is compared, not what they hold. */
const madeAnew: ReadonlySet<string> = new Set([
  ...['requestId', 'requestID', 'securityGroupRuleId', 'securityGroupRuleArn', 'macAddress', 'associationId'],
  ...['dhcpOptionsId', 'networkInterfaceId', 'securityGroupArn', 'availabilityZone', 'prefixListArn'],
]);

/** Where two values differ: the path, what the record has, and what the model made of it. */
export function differences(
  real: Json | undefined,
  ours: Json | undefined,
  path = '',
  anew = madeAnew,
): readonly string[] {
  if (isObject(real) && isObject(ours)) {
    const keys = [...new Set([...Object.keys(real), ...Object.keys(ours)])].sort();
    return keys.flatMap((key) => {
      const [there, here] = [real[key], ours[key]];
      if (anew.has(key) && there !== undefined && here !== undefined) return [];
      return differences(there, here, path === '' ? key : `${path}.${key}`, anew);
    });
  }
  if (Array.isArray(real) && Array.isArray(ours) && real.length === ours.length)
    return real.flatMap((each, at) => differences(each as Json, ours[at] as Json, `${path}.${at}`, anew));
  return JSON.stringify(real) === JSON.stringify(ours) ? [] : [`${path}: ${say(real)}, not ${say(ours)}`];
}

/** Members of a record that hold the ids a call gives out itself, besides those that are always made anew. */
export function anewIn(action: string): ReadonlySet<string> {
  if (action === 'CreateSecurityGroup') return new Set([...madeAnew, 'groupId']);
  if (action === 'CreateVpc') return new Set([...madeAnew, 'vpcId']);
  if (action === 'CreateManagedPrefixList') return new Set([...madeAnew, 'prefixListId']);
  return madeAnew;
}

function say(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** The parts of a record that a call decides. Rules are answered in no order: the model's is that of the request. */
export function toldBy(record: JsonObject): JsonObject {
  const { requestParameters = null, responseElements = null } = record;
  const errorCode = record.errorCode ?? null;
  return { requestParameters, responseElements: inOrder(responseElements), errorCode };
}

function inOrder(answer: Json): Json {
  if (!isObject(answer)) return answer;
  const sets = ['securityGroupRuleSet', 'revokedSecurityGroupRuleSet'].flatMap((key) => {
    const set = answer[key];
    return isObject(set) && Array.isArray(set.items) ? [[key, { items: set.items.toSorted(byContent) }] as const] : [];
  });
  return { ...answer, ...Object.fromEntries(sets) };
}

function byContent(one: JsonObject, other: JsonObject): number {
  const [a, b] = [contentOf(one), contentOf(other)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function contentOf(rule: JsonObject): string {
  const { ipProtocol, fromPort, toPort, cidrIpv4, cidrIpv6, prefixListId, referencedGroupId, referencedGroupInfo } =
    rule;
  const group = isObject(referencedGroupInfo) ? referencedGroupInfo.groupId : referencedGroupId;
  return [ipProtocol, fromPort, toPort, cidrIpv4, cidrIpv6, prefixListId, group].join(' ');
}
