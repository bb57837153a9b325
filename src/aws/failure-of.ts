import type { ApiFailure, Failure } from '../core/plan/act/api-failure.ts';
import type { Ec2Reply } from './ask-ec2.ts';

/**
 * What follows from each error code of EC2 that a call of ours, or one like it, can meet (EC2 API reference, "Error codes
 * for the Amazon EC2 API": client errors, common errors, server errors). `DryRunOperation` is no failure and not here.
 */
export const failures: Readonly<Record<string, Failure>> = {
  // The rule is not there.
  'InvalidPermission.NotFound': 'absent',
  'InvalidSecurityGroupRuleId.NotFound': 'absent',
  // What it is about is not there.
  'InvalidGroup.NotFound': 'gone',
  'InvalidGroupId.Malformed': 'gone',
  'InvalidSecurityGroupID.NotFound': 'gone',
  'InvalidPrefixListID.NotFound': 'gone',
  'InvalidNetworkInterfaceID.NotFound': 'gone',
  'InvalidSubnetID.NotFound': 'gone',
  'InvalidVpcID.NotFound': 'gone',
  'InvalidInternetGatewayID.NotFound': 'gone',
  // It stands already.
  'InvalidPermission.Duplicate': 'already',
  'InvalidGroup.Duplicate': 'already',
  // No room.
  RulesPerSecurityGroupLimitExceeded: 'full',
  SecurityGroupsPerInterfaceLimitExceeded: 'full',
  SecurityGroupLimitExceeded: 'full',
  VpcLimitExceeded: 'full',
  PrefixListLimitExceeded: 'full',
  PrefixListMaxEntriesExceeded: 'full',
  TagLimitExceeded: 'full',
  // Something depends on it.
  DependencyViolation: 'in-use',
  'Resource.AlreadyAssociated': 'in-use',
  'Gateway.NotAttached': 'absent',
  CannotDelete: 'in-use',
  'InvalidNetworkInterface.InUse': 'in-use',
  // It is changing now, or has changed since it was looked at.
  IncorrectState: 'busy',
  ConcurrentTagAccess: 'busy',
  PrefixListVersionMismatch: 'stale',
  InvalidPrefixListModification: 'stale',
  // Not allowed.
  UnauthorizedOperation: 'denied',
  AccessDenied: 'denied',
  AccessDeniedException: 'denied',
  TagPolicyViolation: 'tag-policy',
  // Credentials, clock, account.
  RequestExpired: 'expired',
  ExpiredToken: 'expired',
  ExpiredTokenException: 'expired',
  InvalidClientTokenId: 'account',
  AuthFailure: 'account',
  OptInRequired: 'account',
  PendingVerification: 'account',
  Blocked: 'account',
  RequestTimeTooSkewed: 'expired',
  SignatureDoesNotMatch: 'account',
  InvalidSignatureException: 'account',
  IncompleteSignature: 'account',
  UnrecognizedClientException: 'account',
  // What STS says when a role is to be assumed (STS API reference, AssumeRole), and the SDK when it finds no credentials.
  RegionDisabledException: 'account',
  PackedPolicyTooLarge: 'malformed',
  ValidationError: 'malformed',
  CredentialsProviderError: 'expired',
  TokenProviderError: 'expired',
  // Ours: credentials of another account than the one that was asked for.
  WrongAccount: 'account',
  // Later.
  RequestLimitExceeded: 'throttled',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  Unavailable: 'transient',
  ServiceUnavailable: 'transient',
  InternalError: 'transient',
  InternalFailure: 'transient',
  // Wrong in itself: to send it again changes nothing.
  MissingParameter: 'malformed',
  InvalidParameter: 'malformed',
  InvalidParameterValue: 'malformed',
  InvalidParameterCombination: 'malformed',
  UnknownParameter: 'malformed',
  'InvalidPermission.Malformed': 'malformed',
  'InvalidSecurityGroupRuleId.Malformed': 'malformed',
  InvalidID: 'malformed',
  'InvalidGroup.Reserved': 'malformed',
  VPCIdNotSpecified: 'malformed',
};

/**
 * A call that came to nothing, by what follows from it. A code that the table does not have is judged by its HTTP status:
 * a server's is tried again, a client's is not. Of a write that was sent and not answered nothing is known.
 */
export function failureOf(
  reply: Exclude<Ec2Reply, { readonly kind: 'answered' }>,
  does: 'reads' | 'writes',
): ApiFailure {
  if (reply.kind === 'unanswered') {
    const failure = does === 'writes' && reply.sent ? 'maybe' : 'transient';
    return { kind: 'failed', failure, code: null, message: reply.why };
  }
  const { code, message, status, clock } = reply;
  if (clock === true) return { kind: 'failed', failure: 'expired', code, message };
  const known = Object.hasOwn(failures, code) ? failures[code]! : null;
  return { kind: 'failed', failure: known ?? byStatus(status), code, message };
}

/** Tells a failure from what a read found. */
export function isFailed(what: object | null): what is ApiFailure {
  return what !== null && 'kind' in what && what.kind === 'failed';
}

function byStatus(status: number): Failure {
  if (status === 429) return 'throttled';
  if (status === 403) return 'denied';
  return status >= 500 ? 'transient' : 'malformed';
}
