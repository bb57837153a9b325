import { isObject, type Json, type JsonObject, writeCanonical } from '../../core/leaf/canonical.ts';
import { flag, listOf, number, object, orAbsent, orNull, type Shape, text, texts, word } from './estate-shape.ts';
import type { Ec2State, HeldBlock } from './state.ts';

/** What a file of estates begins with. */
const format = 'portcullis-estate/1';

/** States of the model as canonical JSON (RFC 8785), in the order in which each thing was made: reading it gives the same. */
export function writeEstate(states: readonly Ec2State[]): string {
  const estates = states.map(({ groups, vpcs, interfaces, lists, gateways, ...state }) => ({
    ...state,
    ...(gateways === undefined ? {} : { gateways: [...gateways.values()] }),
    groups: [...groups.values()],
    vpcs: [...vpcs.values()],
    interfaces: [...interfaces.values()],
    lists: [...lists.values()],
  }));
  return `${writeCanonical({ format, estates } as unknown as Json)}\n`;
}

/** Reads what `writeEstate` wrote, or says why it cannot. */
export function readEstate(written: string): readonly Ec2State[] | { readonly misread: string } {
  const json = parse(written);
  if (!isObject(json) || json.format !== format) return { misread: `expected an estate of \`${format}\`` };
  const misread = listOf(estate)(json.estates, 'estates');
  if (misread !== null) return { misread };
  return (json.estates as readonly JsonObject[]).map((each): Ec2State => {
    const byId = (kind: string): ReadonlyMap<string, never> =>
      new Map((each[kind] as readonly { readonly id: string }[]).map((held) => [held.id, held as never]));
    return {
      account: each.account as string,
      region: each.region as string,
      groups: byId('groups'),
      vpcs: byId('vpcs'),
      interfaces: byId('interfaces'),
      lists: byId('lists'),
      ...(each.gateways === undefined ? {} : { gateways: byId('gateways') }),
      ...(each.block === undefined ? {} : { block: each.block as unknown as HeldBlock }),
      made: each.made as number,
    };
  });
}

function parse(written: string): Json {
  try {
    return JSON.parse(written) as Json;
  } catch {
    return null;
  }
}

const ports: Shape = (value, at) =>
  Array.isArray(value) && value.length === 2 ? listOf(number)(value, at) : `expected two numbers in \`${at}\``;

const rule = object({
  id: text,
  direction: word('ingress', 'egress'),
  protocol: text,
  ports: orNull(ports),
  peer: object({ kind: word('ipv4', 'ipv6', 'group', 'list'), value: text }),
  description: orNull(text),
  tags: texts,
});

const group = object({ id: text, name: text, description: text, vpc: text, tags: texts, rules: listOf(rule) });

const vpc = object({
  ...{ id: text, subnet: text, defaultGroup: text, cidr: text, tenancy: text },
  ...{ hasIpv6: flag, isDefault: flag, tags: texts },
});

const card = object({
  ...{ id: text, subnet: text, vpc: text, description: text, groups: listOf(text), address: text },
  ...{ publicAddress: orNull(text), instance: orNull(text), requester: text, sourceDestCheck: flag, tags: texts },
});

const list = object({
  ...{ id: text, name: text, family: word('IPv4', 'IPv6'), maxEntries: number },
  versions: listOf(listOf(object({ cidr: text, description: orNull(text) }))),
  ...{ doing: word('create', 'modify', 'restore', 'delete'), settlesAt: number, versionBefore: number },
  ...{ failure: orNull(text), tags: texts },
});

const gateway = object({ id: text, vpc: orNull(text), tags: texts });

const exclusion = object({
  ...{ id: text, on: object({ kind: word('vpc', 'subnet'), id: text }) },
  mode: word('allow-bidirectional', 'allow-egress'),
});

const block = object({ mode: word('off', 'block-ingress', 'block-bidirectional'), exclusions: listOf(exclusion) });

const estate = object({
  ...{ account: text, region: text, made: number },
  ...{ groups: listOf(group), vpcs: listOf(vpc), interfaces: listOf(card), lists: listOf(list) },
  ...{ gateways: orAbsent(listOf(gateway)), block: orAbsent(block) },
});
