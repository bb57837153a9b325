/** Through which channel a call came. A user agent is chosen by its sender, so most of these are only claimed. */
export type Via = 'console' | 'cli' | 'sdk' | 'terraform' | 'cloudformation' | 'service' | 'unknown';

/**
 * Who made a call, as CloudTrail tells it.
 * `identity` says what the name in `person` or `session` rests on: `asserted` by AWS (IAM user name, Identity Center,
 * SourceIdentity), `claimed` by the caller (role session name), or `none`.
 */
export interface Actor {
  /** `userIdentity.type`: `IAMUser`, `AssumedRole`, `Root`, `AWSService`, …; `Unknown` when the record has none. */
  readonly type: string;
  /** ARN of the user, or of the role behind a session (with its path); the service or account where there is no ARN. */
  readonly principal: string | null;
  /** Stable even when a name is used again: `AIDA…`, `AROA…` (without the session part). */
  readonly principalId: string | null;
  readonly session: string | null;
  readonly identity: 'asserted' | 'claimed' | 'none';
  /** The human or workload behind the call, by the best evidence there is; `null` when there is none. */
  readonly person: string | null;
  /** What AWS asserts and no session can change once it has begun; `null` where none was set. */
  readonly sourceIdentity: string | null;
  readonly via: { readonly value: Via; readonly basis: 'asserted' | 'claimed' };
  /** An address, or the DNS name of an AWS service; `null` where CloudTrail hides it (`AWS Internal`). */
  readonly sourceIp: string | null;
  readonly mfa: boolean | null;
  readonly accessKey: string | null;
  /** The AWS service that called on somebody's behalf, e.g. `cloudformation.amazonaws.com`. */
  readonly invokedBy: string | null;
  readonly userAgent: string | null;
  /** Account of the caller, twelve digits. */
  readonly account: string | null;
}
