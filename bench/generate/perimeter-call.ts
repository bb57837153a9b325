import type { CallKind, CallText } from './call-text.ts';
import type { Seeded } from './seeded.ts';
import type { Stage } from './stage.ts';

/** The calls of the perimeter tier that the archive holds, with how often each comes among them. */
export const perimeterKinds: readonly (readonly [weight: number, kind: CallKind])[] = [
  [26, (stage, chance) => addRules(stage, chance, 'Ingress')],
  [8, (stage, chance) => addRules(stage, chance, 'Egress')],
  [18, (stage, chance) => removeRules(stage, chance, 'Ingress')],
  [6, (stage, chance) => removeRules(stage, chance, 'Egress')],
  [8, modifyRules],
  [4, (stage, chance) => describeRules(stage, chance, 'Ingress')],
  [1, (stage, chance) => describeRules(stage, chance, 'Egress')],
  [7, createGroup],
  [5, (stage, chance) => answered('DeleteSecurityGroup', `{"groupId":"${chance.pick(stage.groups)}"}`, chance)],
  [6, (stage, chance) => tags('CreateTags', chance.pick(stage.groups), chance)],
  [4, (stage, chance) => tags('CreateTags', chance.pick(stage.instances), chance)],
  [2, (stage, chance) => tags('DeleteTags', chance.pick(stage.groups), chance)],
  [
    1,
    (_, chance) =>
      list('CreateManagedPrefixList', chance, '"PrefixListName":"offices","MaxEntries":20,"AddressFamily":"IPv4"'),
  ],
  [
    2,
    (_, chance) =>
      list(
        'ModifyManagedPrefixList',
        chance,
        `"CurrentVersion":${chance.upTo(9)},"AddEntry":{"tag":1,"Cidr":"${cidr(chance)}"}`,
      ),
  ],
  [1, (_, chance) => list('RestoreManagedPrefixListVersion', chance, `"PreviousVersion":1,"CurrentVersion":2`)],
  [1, (_, chance) => list('DeleteManagedPrefixList', chance, '"DryRun":false')],
];

/** So many calls of one apply: rules of one group replaced one after the other. */
export function replaceAll(stage: Stage, chance: Seeded, count: number): readonly CallText[] {
  const one: Stage = { ...stage, groups: [chance.pick(stage.groups)] };
  return Array.from({ length: count }, (_, index) =>
    index < count / 2 ? removeRules(one, chance, 'Ingress') : addRules(one, chance, 'Ingress'),
  );
}

const ports = [22, 80, 443, 3306, 3389, 5432, 6379, 8080, 8443, 9200];

const networks = ['10.4.0', '10.20.0', '172.16.8', '192.0.2', '198.51.100', '203.0.113'];

function cidr(chance: Seeded): string {
  return chance.chance(0.04) ? '0.0.0.0/0' : `${chance.pick(networks)}.${chance.upTo(16) * 16}/28`;
}

function rulesOf(chance: Seeded, count: number) {
  return Array.from({ length: count }, () => ({
    port: chance.pick(ports),
    cidr: cidr(chance),
    id: `sgr-0${chance.hex(16)}`,
  }));
}

function ruleSet({ account }: Stage, group: string, egress: boolean, rules: ReturnType<typeof rulesOf>): string {
  const items = rules.map(
    ({ port, cidr, id }) =>
      `{"groupOwnerId":"${account}","groupId":"${group}","securityGroupRuleId":"${id}","isEgress":${egress},"ipProtocol":"tcp","fromPort":${port},"toPort":${port},"cidrIpv4":"${cidr}"}`,
  );
  return `{"items":[${items.join(',')}]}`;
}

function addRules(stage: Stage, chance: Seeded, way: 'Ingress' | 'Egress'): CallText {
  const group = chance.pick(stage.groups);
  const rules = rulesOf(chance, 1 + chance.upTo(4));
  const call = `AuthorizeSecurityGroup${way}`;
  const request = `{"groupId":"${group}","ipPermissions":${permissions(rules)}}`;
  if (chance.chance(0.06))
    return failed(call, request, 'Client.InvalidPermission.Duplicate', 'the specified rule already exists');
  if (chance.chance(0.02))
    return failed(call, request, 'Client.DryRunOperation', 'Request would have succeeded, but DryRun flag is set.');
  return answered(call, request, chance, `,"securityGroupRuleSet":${ruleSet(stage, group, way === 'Egress', rules)}`);
}

function removeRules(stage: Stage, chance: Seeded, way: 'Ingress' | 'Egress'): CallText {
  const group = chance.pick(stage.groups);
  const rules = rulesOf(chance, 1 + chance.upTo(3));
  const call = `RevokeSecurityGroup${way}`;
  const request = `{"groupId":"${group}","ipPermissions":${permissions(rules)}}`;
  if (chance.chance(0.04))
    return failed(call, request, 'Client.UnauthorizedOperation', 'You are not authorized to perform this operation.');
  return answered(
    call,
    request,
    chance,
    `,"revokedSecurityGroupRuleSet":${ruleSet(stage, group, way === 'Egress', rules)}`,
  );
}

function permissions(rules: ReturnType<typeof rulesOf>): string {
  const items = rules.map(
    ({ port, cidr }) =>
      `{"ipProtocol":"tcp","fromPort":${port},"toPort":${port},"groups":{},"ipRanges":{"items":[{"cidrIp":"${cidr}"}]},"ipv6Ranges":{},"prefixListIds":{}}`,
  );
  return `{"items":[${items.join(',')}]}`;
}

function modifyRules({ groups }: Stage, chance: Seeded): CallText {
  const port = chance.pick(ports);
  const request = `{"ModifySecurityGroupRulesRequest":{"GroupId":"${chance.pick(groups)}","SecurityGroupRule":{"tag":1,"SecurityGroupRuleId":"sgr-0${chance.hex(16)}","SecurityGroupRule":{"IpProtocol":"tcp","FromPort":${port},"ToPort":${port},"CidrIpv4":"${cidr(chance)}","Description":"changed"}}}}`;
  const response = `{"ModifySecurityGroupRulesResponse":{"xmlns":"http://ec2.amazonaws.com/doc/2016-11-15/","requestId":"${chance.uuid()}","return":true}}`;
  return { service: 'ec2', call: 'ModifySecurityGroupRules', readOnly: false, request, response };
}

function describeRules({ groups }: Stage, chance: Seeded, way: string): CallText {
  const call = `UpdateSecurityGroupRuleDescriptions${way}`;
  const request = `{"${call}Request":{"GroupId":"${chance.pick(groups)}","SecurityGroupRuleDescription":{"tag":1,"SecurityGroupRuleId":"sgr-0${chance.hex(16)}","Description":"seen ${chance.upTo(99)}"}}}`;
  const response = `{"${call}Response":{"xmlns":"http://ec2.amazonaws.com/doc/2016-11-15/","requestId":"${chance.uuid()}","return":true}}`;
  return { service: 'ec2', call, readOnly: false, request, response };
}

function createGroup({ vpcs, names }: Stage, chance: Seeded): CallText {
  const name = `${chance.pick(names)}-${chance.hex(6)}`;
  const request = `{"groupName":"${name}","groupDescription":"made by a stack","vpcId":"${chance.pick(vpcs)}"}`;
  return answered('CreateSecurityGroup', request, chance, `,"groupId":"sg-0${chance.hex(16)}"`);
}

function tags(call: string, resource: string, chance: Seeded): CallText {
  const request = `{"resourcesSet":{"items":[{"resourceId":"${resource}"}]},"tagSet":{"items":[{"key":"owner","value":"team-${chance.upTo(20)}"}]}}`;
  return answered(call, request, chance);
}

function list(call: string, chance: Seeded, members: string): CallText {
  const id = `pl-0${chance.hex(16)}`;
  const request = `{"${call}Request":{"PrefixListId":"${id}",${members}}}`;
  const response = `{"${call}Response":{"xmlns":"http://ec2.amazonaws.com/doc/2016-11-15/","requestId":"${chance.uuid()}","prefixList":{"prefixListId":"${id}","prefixListName":"offices","version":2,"maxEntries":20}}}`;
  return { service: 'ec2', call, readOnly: false, request, response };
}

function answered(call: string, request: string, chance: Seeded, members = ''): CallText {
  return {
    service: 'ec2',
    call,
    readOnly: false,
    request,
    response: `{"requestId":"${chance.uuid()}","_return":true${members}}`,
  };
}

function failed(call: string, request: string, code: string, message: string): CallText {
  return { service: 'ec2', call, readOnly: false, request, error: { code, message } };
}
