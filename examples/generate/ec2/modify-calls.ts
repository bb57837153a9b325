import type { Caller, Fields } from '../caller.ts';
import type { Scene } from '../scene.ts';
import type { Group, Rule } from './cloud.ts';
import type { Peer, Permission } from './permission.ts';
import { sendWrapped, writeList } from './wrapped-call.ts';

/** One rule and what it becomes. */
export interface Edit {
  readonly rule: Rule;
  readonly to: Permission;
}

/** Replaces rules in place: ids stay, and the record tells neither the direction nor what was before. */
export function modifyRules(scene: Scene, by: Caller, group: Group, edits: readonly Edit[]): string {
  for (const { rule, to } of edits) {
    const [peer] = to.peers;
    if (peer !== undefined) Object.assign(rule, { protocol: to.protocol, from: to.from, to: to.to, peer });
  }
  const items = edits.map(({ rule }) => ({ SecurityGroupRuleId: rule.id, SecurityGroupRule: writeRule(rule) }));
  const request = { ...writeList('SecurityGroupRule', items), GroupId: group.id };
  const name = 'ModifySecurityGroupRules';
  return sendWrapped(scene, { site: group.site, by, name, request, answer: { return: true } });
}

/** Changes only the descriptions of rules. */
export function describeRules(
  scene: Scene,
  by: Caller,
  group: Group,
  texts: readonly (readonly [Rule, string])[],
): string {
  for (const [rule, description] of texts) rule.peer = { ...rule.peer, description };
  const items = texts.map(([{ protocol, from, to, peer }]) => ({
    IpProtocol: protocol,
    FromPort: from,
    ToPort: to,
    ...writeList(peer.kind === 'ipv6' ? 'Ipv6Ranges' : 'IpRanges', [writeRange(peer)]),
  }));
  const name = `UpdateSecurityGroupRuleDescriptions${texts[0]?.[0].direction ?? 'Ingress'}`;
  const request = { GroupId: group.id, ...writeList('IpPermissions', items) };
  return sendWrapped(scene, { site: group.site, by, name, request, answer: { return: true } });
}

function writeRange(peer: Peer): Fields {
  return { [peer.kind === 'ipv6' ? 'CidrIpv6' : 'CidrIp']: peer.value, Description: peer.description };
}

const peerKey = { ipv4: 'CidrIpv4', ipv6: 'CidrIpv6', list: 'PrefixListId', group: 'ReferencedGroupId' } as const;

/** The rendering guesses types from text, so `-1` is a number here. */
function writeRule({ protocol, from, to, peer }: Rule): Fields {
  return {
    [peerKey[peer.kind]]: peer.value,
    ...(peer.description === undefined ? {} : { Description: peer.description }),
    FromPort: from,
    ToPort: to,
    IpProtocol: protocol === '-1' ? -1 : protocol,
  };
}
