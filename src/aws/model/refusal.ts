/**
 * Every error that the model answers with, and what EC2 says with it; `…` stands for what the refusing code names.
 * Codes: EC2 API reference, "Error codes for the Amazon EC2 API". Texts: as real records and SDK reports show them.
 */
export const refusals = {
  // What was asked is not well formed.
  MissingParameter: 'The request must contain the parameter …',
  InvalidParameterValue: '…',
  InvalidParameterCombination: '…',
  'InvalidPermission.Malformed': 'CIDR block … is malformed',
  'InvalidGroupId.Malformed': 'Invalid id: "…" (expecting "sg-...")',
  'InvalidSecurityGroupRuleId.Malformed': 'Invalid id: "…" (expecting "sgr-...")',
  InvalidID: "The ID '…' is not valid",
  // What was named is not there.
  'InvalidGroup.NotFound': "The security group '…' does not exist",
  'InvalidSecurityGroupID.NotFound': "The security group '…' does not exist",
  'InvalidSecurityGroupRuleId.NotFound': "The security group rule ID '…' does not exist",
  'InvalidPermission.NotFound': 'The specified rule does not exist in this security group.',
  'InvalidPrefixListID.NotFound': "The prefix list ID '…' does not exist",
  'InvalidNetworkInterfaceID.NotFound': "The networkInterface ID '…' does not exist",
  'InvalidSubnetID.NotFound': "The subnet ID '…' does not exist",
  'InvalidVpcID.NotFound': "The vpc ID '…' does not exist",
  'InvalidInternetGatewayID.NotFound': "The internetGateway ID '…' does not exist",
  VPCIdNotSpecified: 'No default VPC for this user',
  // What was wanted is there already, or in the way.
  'InvalidPermission.Duplicate': 'the specified rule "…" already exists',
  'InvalidGroup.Duplicate': 'The security group …',
  'InvalidGroup.Reserved': "The security group name '…' is reserved",
  'Resource.AlreadyAssociated': 'resource … is already attached to network',
  'Gateway.NotAttached': 'resource … is not attached to network',
  CannotDelete: 'the specified group: "…" name: "default" cannot be deleted by a user',
  DependencyViolation: '…',
  'InvalidNetworkInterface.InUse': "Interface: '…' in use.",
  InvalidPrefixListModification: '…',
  PrefixListVersionMismatch: 'The prefix list has the incorrect version number.',
  PrefixListMaxEntriesExceeded: 'The request would exceed the maximum number of entries (…) of the prefix list.',
  // Too much of it.
  RulesPerSecurityGroupLimitExceeded: 'The maximum number of rules per security group has been reached.',
  SecurityGroupsPerInterfaceLimitExceeded: 'The maximum number of security groups per interface has been reached.',
  SecurityGroupLimitExceeded: 'The maximum number of security groups has been reached.',
  VpcLimitExceeded: 'The maximum number of VPCs has been reached.',
  PrefixListLimitExceeded: 'The maximum number of prefix lists has been reached.',
  TagLimitExceeded: 'The maximum number of Tags for this resource has been reached.',
  // Not now, or not you.
  DryRunOperation: 'Request would have succeeded, but DryRun flag is set.',
  UnauthorizedOperation: 'You are not authorized to perform this operation. …',
  TagPolicyViolation: 'The tag policy does not allow the specified value for the following tag key: …',
  IncorrectState: '…',
  ConcurrentTagAccess: "Can't run commands to modify tags of a specific resource concurrently.",
  RequestExpired: 'Request has expired.',
  AuthFailure: 'AWS was not able to validate the provided access credentials',
  OptInRequired: 'You are not subscribed to this service. Please go to http://aws.amazon.com to subscribe.',
  PendingVerification:
    'Your account is currently being verified. Verification normally takes less than 2 hours. Until your account is verified, you may not be able to carry out requests.',
  Blocked:
    'This account is currently blocked and not recognized as a valid account. Please contact aws-verification@amazon.com if you have questions.',
  // The other side's own trouble.
  RequestLimitExceeded: 'Request limit exceeded.',
  Unavailable: 'The server is overloaded and can’t handle the request.',
  ServiceUnavailable: 'The request has failed due to a temporary failure of the server.',
  InternalError: 'An internal error has occurred',
} as const satisfies Readonly<Record<string, string>>;

/** An EC2 error code, as the API answers it (CloudTrail puts `Client.` or `Server.` in front). */
export type RefusalCode = keyof typeof refusals;

/** A call that came to nothing. `status` is that of HTTP. */
export interface Refused {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  readonly message: string;
  readonly status: number;
}

/** The refusal of this code, with what it is about put into its text. */
export function refuse(code: RefusalCode, about = ''): Refused {
  return { kind: 'refused', code, message: refusals[code].replace('…', () => about), status: statusOf(code) };
}

/** The refusal of a group that is of another VPC: EC2 looks for it in the one VPC, and says so. */
export function refuseOtherNetwork(): Refused {
  return {
    ...refuse('InvalidGroup.NotFound'),
    message: 'You have specified two resources that belong to different networks.',
  };
}

/** Says whether a code is the server's, as the table of error codes sorts them. */
export function isServerFault(code: RefusalCode): boolean {
  return statusOf(code) >= 500;
}

function statusOf(code: RefusalCode): number {
  if (code === 'UnauthorizedOperation' || code === 'TagPolicyViolation') return 403;
  if (code === 'AuthFailure' || code === 'OptInRequired' || code === 'Blocked') return 401;
  if (code === 'DryRunOperation') return 412;
  if (code === 'InternalError') return 500;
  return code === 'RequestLimitExceeded' || code === 'Unavailable' || code === 'ServiceUnavailable' ? 503 : 400;
}

/** Tells a refusal from anything else that a step may answer. */
export function isRefused(what: object): what is Refused {
  return 'kind' in what && what.kind === 'refused';
}
