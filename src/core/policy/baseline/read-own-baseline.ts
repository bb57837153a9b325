import { describe, list, text } from '../../group/read/field.ts';
import type { Peer, SeenRule } from '../../group/rule.ts';
import { isObject, type Json, type JsonObject } from '../../leaf/canonical.ts';
import { canonicalCidr } from '../../net/cidr.ts';
import { readPorts, readProtocol } from '../../net/protocol.ts';
import type { BaselineGroup } from '../policy.ts';
import { wantedGroup } from './wanted-group.ts';

/** Reads a baseline as `captureBaseline` writes it; people may have edited it, so every member is checked. */
export function readOwnBaseline(
  json: JsonObject,
): { readonly groups: readonly BaselineGroup[] } | { readonly misread: string } {
  const wrong: string[] = [];
  const entries = new Map<string, readonly string[]>();
  for (const each of list(json.lists)) {
    const cidrs = list(isObject(each) ? each.entries : undefined).map((entry) =>
      typeof entry === 'string' ? canonicalCidr(entry) : null,
    );
    const id = text(each, 'id');
    if (id === null || cidrs.includes(null))
      wrong.push(`expected a list with \`id\` and \`entries\`, found ${describe(each)}`);
    else entries.set(id, cidrs as readonly string[]);
  }
  if (!Array.isArray(json.groups)) return { misread: `expected \`groups\`, a list, found ${describe(json.groups)}` };
  const groups = (json.groups as readonly Json[]).map((each) => {
    const [id, name] = [text(each, 'id'), text(each, 'name')];
    if (!isObject(each) || (id ?? name) === null)
      wrong.push(`expected a group with \`id\` or \`name\`, found ${describe(each)}`);
    const rules = list(isObject(each) ? each.rules : undefined).map((rule) => readRule(rule, wrong));
    const found = { id, name, vpc: text(each, 'vpc'), account: text(each, 'account') };
    return wantedGroup(
      found,
      rules.filter((rule) => rule !== null),
      (list) => entries.get(list) ?? null,
    );
  });
  const more = wrong.length > 3 ? `; and ${wrong.length - 3} more` : '';
  return wrong.length > 0 ? { misread: `${wrong.slice(0, 3).join('; ')}${more}` } : { groups };
}

function readRule(rule: Json, wrong: string[]): SeenRule | null {
  const direction = text(rule, 'direction');
  const protocol = readProtocol(isObject(rule) ? rule.protocol : null);
  const peer = readPeer(isObject(rule) ? rule.peer : undefined);
  if ((direction !== 'ingress' && direction !== 'egress') || protocol === null || peer === null) {
    wrong.push(`expected a rule with \`direction\`, \`protocol\`, \`ports\` and \`peer\`, found ${describe(rule)}`);
    return null;
  }
  const [from, to] = list(isObject(rule) ? rule.ports : undefined);
  const ports = readPorts(protocol, from, to);
  if ('misread' in ports) {
    wrong.push(ports.misread);
    return null;
  }
  return { id: null, direction, protocol, ports: ports.ports, peer, description: text(rule, 'description') };
}

function readPeer(peer: Json | undefined): Peer | null {
  const [kind, value] = [text(peer ?? null, 'kind'), text(peer ?? null, 'value')];
  if (value === null) return null;
  if (kind === 'group' || kind === 'list') return { kind, value };
  const cidr = canonicalCidr(value);
  return cidr === null || kind !== (cidr.includes(':') ? 'ipv6' : 'ipv4') ? null : { kind, value: cidr };
}
