/** Why a call of AWS came to nothing, as far as something follows from it. */
export type TroubleKind =
  /** Credentials: expired, none, unknown; nothing will work until somebody mends it. */
  | 'credentials'
  | 'clock'
  | 'denied'
  | 'key'
  | 'absent'
  | 'archived'
  | 'throttled'
  | 'network'
  | 'server'
  | 'aborted'
  | 'other';

/** A call that came to nothing; `why` is a sentence for people, with what to do. */
export interface Trouble {
  readonly kind: TroubleKind;
  readonly why: string;
}

/**
 * Says what is wrong in a failure that the SDK threw. `doing` is the IAM action and what it was for: `sqs:ReceiveMessage on
 * <queue>`. Sources of the codes: "Common errors" of each API reference, S3 API reference "Error responses", KMS developer
 * guide (S3 answers `AccessDenied` or `KMS.…` where the key may not be used).
 */
export function troubleOf(error: unknown, doing: string): Trouble {
  const { name, code, message, status } = read(error);
  const said = message === '' ? '' : ` (${message})`;
  const is = (pattern: RegExp): boolean => pattern.test(name) || pattern.test(code);
  if (is(/^(AbortError|ABORT_ERR)$/)) return { kind: 'aborted', why: `\`${doing}\` was stopped` };
  if (is(/^(ExpiredToken(Exception)?|RequestExpired|TokenRefreshRequired)$/))
    return { kind: 'credentials', why: `the AWS credentials have expired: renew them, then \`${doing}\` goes on` };
  if (is(/^(CredentialsProviderError|NoCredentials|MissingAuthenticationToken(Exception)?)$/))
    return {
      kind: 'credentials',
      why: `no AWS credentials were found for \`${doing}\`: set \`AWS_PROFILE\` or keys, or give this machine a role${said}`,
    };
  if (is(/^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|InvalidToken|AuthFailure)$/))
    return {
      kind: 'credentials',
      why: `AWS does not know the credentials used for \`${doing}\`: check key and session`,
    };
  if (is(/^(RequestTimeTooSkewed|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature)$/))
    return {
      kind: 'clock',
      why: `AWS refused the signature of \`${doing}\`: check the secret key, and that this machine's clock is right${said}`,
    };
  if (is(/^(KMS\.|Kms)/) || (status === 403 && /\bkms\b/i.test(message)))
    return {
      kind: 'key',
      why: `the KMS key refused \`${doing}\`: allow \`kms:Decrypt\` to the reader, in its policy and in that of the key${said}`,
    };
  if (
    is(/^(AccessDenied(Exception)?|UnauthorizedOperation|AuthorizationError(Exception)?|AllAccessDisabled|Forbidden)$/)
  )
    return { kind: 'denied', why: `\`${doing}\` is not allowed: add it to the reader's policy${said}` };
  if (is(/NonExistentQueue$|^(QueueDoesNotExist|NoSuchBucket|NoSuchKey|NotFound)$/))
    return { kind: 'absent', why: `\`${doing}\` found nothing there${said}` };
  if (is(/^InvalidObjectState$/))
    return { kind: 'archived', why: `\`${doing}\`: the object is in an archive tier of S3, restore it first` };
  if (status === 429 || is(/^(Throttl|RequestThrottled|RequestLimitExceeded|SlowDown|TooManyRequests|LimitExceeded)/))
    return { kind: 'throttled', why: `AWS asks to slow down with \`${doing}\`: it is tried again more slowly` };
  if (status >= 500) return { kind: 'server', why: `AWS failed to answer \`${doing}\`: it is tried again${said}` };
  if (is(/^(TimeoutError|ECONN|ENOTFOUND|EAI_AGAIN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET|UND_ERR)/))
    return { kind: 'network', why: `AWS cannot be reached for \`${doing}\`: check network, proxy and region${said}` };
  if (status === 403)
    return { kind: 'denied', why: `\`${doing}\` is not allowed: add it to the reader's policy${said}` };
  if (status === 404) return { kind: 'absent', why: `\`${doing}\` found nothing there${said}` };
  return { kind: 'other', why: `\`${doing}\` failed: ${code || name}${said}` };
}

/** What comes right by itself when it is tried again. */
export function passes({ kind }: Trouble): boolean {
  return kind === 'throttled' || kind === 'server' || kind === 'network' || kind === 'aborted';
}

function read(error: unknown) {
  const thrown = (typeof error === 'object' && error !== null ? error : {}) as {
    readonly name?: unknown;
    readonly Code?: unknown;
    readonly code?: unknown;
    readonly message?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: unknown };
  };
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const plain = text(thrown.message)
    .replace(/[\u0000-\u001f\u007f-\u009f`]+/g, ' ')
    .slice(0, 300)
    .trim();
  return {
    name: text(thrown.name),
    code: text(thrown.Code) || text(thrown.code),
    message: plain,
    status: Number(thrown.$metadata?.httpStatusCode ?? 0),
  };
}
