import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import type { GroupAtWork, World } from '../builders/world.ts';

/** A session of a role, as CloudTrail tells it. */
export function sessionOf(role: string, session = 'run-1', account = '111122223333'): JsonObject {
  const id = `AROA${role.toUpperCase()}`;
  return {
    type: 'AssumedRole',
    principalId: `${id}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: {
      sessionIssuer: {
        ...{ type: 'Role', principalId: id, accountId: account, userName: role },
        arn: `arn:aws:iam::${account}:role/${role}`,
      },
      attributes: { creationDate: '2026-01-31T08:00:00Z', mfaAuthenticated: 'false' },
    },
  };
}

/** A rule as the answer of EC2 tells it. */
export interface Made {
  readonly protocol?: string;
  readonly ports?: readonly [number, number];
  readonly cidr?: string;
  readonly list?: string;
  readonly group?: { readonly id: string; readonly account: string };
}

/** AuthorizeSecurityGroupIngress with a request just as given, and what EC2 made of it. */
export function authorizes(
  { world, group }: { readonly world: World; readonly group: GroupAtWork },
  request: JsonObject,
  made: readonly Made[],
  more: JsonObject = {},
): void {
  const items = made.map(({ protocol = 'tcp', ports = [22, 22], cidr, list, group: other }, at) => ({
    ...{ groupOwnerId: '111122223333', groupId: group.id, securityGroupRuleId: `sgr-raw${world.records.length}${at}` },
    ...{ isEgress: false, ipProtocol: protocol, fromPort: ports[0], toPort: ports[1] },
    ...(cidr === undefined ? {} : cidr.includes(':') ? { cidrIpv6: cidr } : { cidrIpv4: cidr }),
    ...(list === undefined ? {} : { prefixListId: list }),
    ...(other === undefined ? {} : { referencedGroupInfo: { groupId: other.id, userId: other.account } }),
  }));
  world.call('AuthorizeSecurityGroupIngress', {
    request,
    response: { requestId: 'request', _return: true, securityGroupRuleSet: { items } },
    more,
  });
}

/** One item of `ipPermissions`. */
export function item(ports: readonly [number, number] | null, peers: JsonObject, ipProtocol = 'tcp'): JsonObject {
  const range = ports === null ? {} : { fromPort: ports[0], toPort: ports[1] };
  return { ipProtocol, ...range, ...{ groups: {}, ipRanges: {}, ipv6Ranges: {}, prefixListIds: {} }, ...peers };
}

export const v4 = (...cidrs: readonly string[]) => ({ ipRanges: { items: cidrs.map((cidrIp) => ({ cidrIp })) } });
export const v6 = (...cidrs: readonly string[]) => ({ ipv6Ranges: { items: cidrs.map((cidrIpv6) => ({ cidrIpv6 })) } });

/** A network interface is made with these groups. */
export function interfaceWith(world: World, ...groups: readonly GroupAtWork[]): void {
  const groupSet = { items: groups.map(({ id }) => ({ groupId: id })) };
  world.call('CreateNetworkInterface', {
    request: { subnetId: 'subnet-1', groupSet },
    response: { networkInterface: { networkInterfaceId: 'eni-1', vpcId: 'vpc-1', groupSet } },
  });
}

/** The groups of that interface are set anew. */
export function interfaceGets(world: World, ...groups: readonly GroupAtWork[]): void {
  world.call('ModifyNetworkInterfaceAttribute', {
    request: { networkInterfaceId: 'eni-1', groupSet: { items: groups.map(({ id }) => ({ groupId: id })) } },
    response: { _return: true },
  });
}

/** A database is made with this group. */
export function databaseWith(world: World, group: GroupAtWork): void {
  world.call('CreateDBInstance', {
    service: 'rds',
    request: { dBInstanceIdentifier: 'orders', vpcSecurityGroupIds: [group.id] },
    response: {
      dBInstanceIdentifier: 'orders',
      vpcSecurityGroups: [{ vpcSecurityGroupId: group.id, status: 'active' }],
    },
  });
}

/** A load balancer is made with this group. */
export function balancerWith(world: World, group: GroupAtWork): void {
  world.call('CreateLoadBalancer', {
    service: 'elasticloadbalancing',
    request: { name: 'shop', scheme: 'internet-facing', securityGroups: [group.id] },
    response: { loadBalancers: [{ loadBalancerName: 'shop', securityGroups: [group.id] }] },
  });
}

/** An instance is launched with this group. */
export function instanceWith(world: World, group: GroupAtWork): void {
  const groupSet = { items: [{ groupId: group.id }] };
  const networkInterfaceSet = { items: [{ networkInterfaceId: 'eni-1', groupSet }] };
  world.call('RunInstances', {
    request: { groupSet },
    response: { instancesSet: { items: [{ instanceId: 'i-1', networkInterfaceSet }] } },
  });
}

/** A launch template names this group. */
export function templateWith(world: World, group: GroupAtWork): void {
  world.call('CreateLaunchTemplate', {
    request: {
      CreateLaunchTemplateRequest: {
        LaunchTemplateName: 'shop',
        LaunchTemplateData: { SecurityGroupId: { tag: 1, content: group.id } },
      },
    },
    response: {
      CreateLaunchTemplateResponse: { launchTemplate: { launchTemplateId: 'lt-1', launchTemplateName: 'shop' } },
    },
  });
}
