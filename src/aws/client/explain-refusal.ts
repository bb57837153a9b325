import type { Reply } from '../ask-ec2.ts';
import type { Asking } from './send-once.ts';

/** A refusal as it came. */
export interface Refused {
  readonly code: string;
  readonly message: string;
  readonly status: number;
  /** How far their clock is ahead of ours, in milliseconds. */
  readonly skew: number;
  /** Whether the call itself was refused, and not the credentials that it would have been signed with. */
  readonly sent: boolean;
}

/** From here on a signature may be too old or too new (AWS General Reference, "Signature Version 4": five minutes). */
const widest = 4 * 60_000;

/** What a wrong clock is told by. EC2 says `AuthFailure`, most others `SignatureDoesNotMatch`. */
const byClock = new Set([
  ...['RequestExpired', 'RequestTimeTooSkewed', 'AuthFailure', 'SignatureDoesNotMatch', 'InvalidSignatureException'],
]);

const expired = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenProviderError']);

const unknownKey = new Set(['InvalidClientTokenId', 'UnrecognizedClientException', 'AuthFailure']);

/**
 * A refusal with AWS's code and status as they came, and a sentence that says what to do, where there is something. What
 * EC2 encodes for `DecodeAuthorizationMessage` is left out: nobody reads it, and it names people and keys.
 */
export function explainRefusal(refused: Refused, asking: Asking): Extract<Reply<never>, { readonly kind: 'refused' }> {
  const { code, status, skew } = refused;
  const said = refused.message.replace(/\.?\s*Encoded authorization failure message:.*$/s, '');
  const isClock = Math.abs(skew) >= widest && byClock.has(code);
  const advice = isClock ? adviceOnClock(skew) : adviceOn(refused, asking);
  const message = advice === null ? said : `${advice} (AWS says: ${said})`;
  return { kind: 'refused', code, message, status, ...(isClock ? { clock: true } : {}) };
}

function adviceOnClock(skew: number): string {
  const minutes = Math.round(Math.abs(skew) / 60_000);
  const side = skew > 0 ? 'behind' : 'ahead of';
  return `this machine’s clock is ${minutes} minutes ${side} the one of AWS: set it by NTP; the next call allows for it`;
}

function adviceOn({ code, status }: Refused, { action, who }: Asking): string | null {
  if (code === 'CredentialsProviderError')
    return 'expected credentials of AWS, found none: set AWS_PROFILE, sign in with `aws sso login`, or run with a role';
  if (expired.has(code))
    return `expected credentials that are valid, found expired ones (${who}): sign in again or renew them`;
  if (unknownKey.has(code))
    return `expected credentials that AWS knows here, found others (${who}): they may be deleted, of another partition, or not valid in this region`;
  if (code === 'SignatureDoesNotMatch')
    return `expected a signature that fits, found another (${who}): the secret key may not be the one of its access key`;
  if (code === 'RegionDisabledException')
    return 'expected a region where STS is active, found one that is not: activate it in the account, or name another home region';
  if (code === 'OptInRequired' || code === 'Blocked' || code === 'PendingVerification')
    return `expected an account that may use EC2 here, found that \`${action}\` waits for the account’s owner`;
  if (action === 'AssumeRole' && (status === 403 || code === 'AccessDenied'))
    return `expected to become ${who}, found that STS does not let us: the role must exist, its trust policy must name us (with the external id and \`sts:SetSourceIdentity\` where they are used), and we must be allowed \`sts:AssumeRole\` on it`;
  if (code === 'UnauthorizedOperation' || code === 'AccessDenied' || code === 'AccessDeniedException')
    return `expected permission for \`${action}\`, found none (${who}): \`doctor --iam\` prints what is needed`;
  return null;
}
