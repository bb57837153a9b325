import type { OwnRoles } from '../../revert/reverter.ts';
import type { Ec2Action } from '../call.ts';
import { isRead } from '../call.ts';
import type { ModelParts } from '../model.ts';

/** The roles of our own in a model. */
export const modelRoles: OwnRoles = { revoke: 'PortcullisRevoke', restore: 'PortcullisRestore' };

const mayRevoke: readonly Ec2Action[] = ['RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress'];

const mayRestore: readonly Ec2Action[] = [
  'AuthorizeSecurityGroupIngress',
  'AuthorizeSecurityGroupEgress',
  'ModifySecurityGroupRules',
  'ModifyManagedPrefixList',
  'ModifyNetworkInterfaceAttribute',
  'CreateTags',
  'DeleteTags',
];

/**
 * IAM as the roles that we ask for have it: who holds one can take away, who holds the other can put back, and neither
 * both. Everybody else is asked of `others`, or may do all.
 */
export function forbidBeyondRoles(
  roles: OwnRoles = modelRoles,
  others: NonNullable<ModelParts['forbids']> = () => null,
): NonNullable<ModelParts['forbids']> {
  const may = new Map([
    [nameOf(roles.revoke), mayRevoke],
    [nameOf(roles.restore), mayRestore],
  ]);
  return (principal, action, resource, call) => {
    const role = /:assumed-role\/([^/]+)\//.exec(principal)?.[1];
    const own = role === undefined ? undefined : may.get(role);
    if (own !== undefined && !isRead(call.action) && !own.includes(call.action))
      return `no identity-based policy allows the ${action} action`;
    return others(principal, action, resource, call);
  };
}

/** A role's name without its path, as the ARN of a session has it. */
export function nameOf(role: string): string {
  return role.slice(role.lastIndexOf('/') + 1);
}
