import { readRetryAfter } from '../http/retry-after.ts';
import type { NotDone } from '../http/what-came.ts';

/** What was asked of AWS, for people. */
export interface AwsAsking {
  /** The IAM action: `sns:Publish`. */
  readonly action: string;
  /** What it was asked of: a topic, an account and region. */
  readonly on: string;
  /** Where others are not meant by a refusal: another account has another one. */
  readonly only?: true;
  readonly now: number;
}

/** A failure of the SDK, as far as something follows from it. */
interface AwsFailure {
  readonly code: string;
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly date: string | undefined;
}

/**
 * What follows from an error that the SDK threw: codes are those of "Common errors" in each service's API reference, and of
 * Publish, SendEmail and BatchImportFindings. Sentences hold the code, never the words of AWS.
 */
export function whatAwsSaid(error: unknown, asking: AwsAsking): NotDone {
  if (readText(error, 'name') === 'RoleRefused') return whatRoleSaid((error as { cause?: unknown }).cause, asking);
  const { action, on, now } = asking;
  const failure = readFailure(error);
  const { code, status } = failure;
  const doing = `\`${action}\` on \`${on}\``;
  const got = `got ${code || `status ${status}`}`;
  const refused = (why: string, whole = asking.only !== true): NotDone => ({ kind: 'refused', why, whole });
  const later = (why: string, maybe = false): NotDone => ({
    ...{ kind: 'later', why, maybe },
    after: readRetryAfter(failure.retryAfter, failure.date, now),
  });
  if (/^(AbortError|TimeoutError)$/.test(code)) return later(`${doing}: no answer came in time`, !isUnsent(error));
  if (/^(CredentialsProviderError|ExpiredToken(Exception)?|RequestExpired|TokenProviderError)$/.test(code))
    return later(`expected credentials of AWS that are valid for ${doing}, ${got}: renew them, or run with a role`);
  if (
    /^(InvalidClientTokenId|UnrecognizedClient(Exception)?|SignatureDoesNotMatch|InvalidSignatureException)$/.test(code)
  )
    return later(
      `expected credentials that AWS knows for ${doing}, ${got}: mend them, and see that the clock is right`,
    );
  if (/^Region is missing/.test(readText(error, 'message')))
    return refused(`expected a region for ${doing}, got none: set \`region\` of the channel, or AWS_REGION`, true);
  if (status === 429 || /throttl|TooManyRequests|LimitExceeded|RequestLimit|SlowDown/i.test(code))
    return later(`AWS asks to slow down with ${doing} (${code || status})`);
  if (status >= 500) return later(`AWS failed to answer ${doing} (${code || status})`, true);
  if (/^KMS/.test(code))
    return refused(
      `expected the key of \`${on}\` to be usable, ${got}: give us \`kms:GenerateDataKey\` and \`kms:Decrypt\` on it`,
    );
  if (
    /^(AccessDenied(Exception)?|AuthorizationError(Exception)?|NotAuthorized|Forbidden)$/.test(code) ||
    status === 403
  )
    return refused(`expected permission for ${doing}, ${got}: give it (\`doctor --iam\` prints what is needed)`);
  if (/^(NotFound(Exception)?|ResourceNotFoundException|TopicNotFound)$/.test(code) || status === 404)
    return refused(`expected \`${on}\` to be there, ${got}: mend the channel's settings`);
  if (code === 'MessageRejected')
    return refused(
      `expected SES to take the mail, ${got}: set the sender up as verified there, and recipients too while the account is in the sandbox`,
      false,
    );
  if (/^(SendingPaused|AccountSuspended|AccountSendingPaused|MailFromDomainNotVerified)/.test(code))
    return refused(`expected SES to send for \`${on}\`, ${got}: mend it in the account's SES`, true);
  if (status === 0) return later(`AWS cannot be reached for ${doing} (${code || 'no answer'})`, !isUnsent(error));
  return refused(`expected AWS to take this by ${doing}, ${got}: mend the channel, or tell us of it`, false);
}

function whatRoleSaid(error: unknown, asking: AwsAsking): NotDone {
  const { code, status } = readFailure(error);
  if (status === 403 || /^AccessDenied/.test(code))
    return {
      ...{ kind: 'refused', whole: asking.only !== true },
      why: `expected to become the role of this channel for \`${asking.on}\`, got ${code}: set its trust policy so that it names us, and give us \`sts:AssumeRole\` on it`,
    };
  return {
    kind: 'later',
    why: `the role of this channel cannot be had now (${code || status})`,
    after: null,
    maybe: false,
  };
}

/** What cannot have left: no connection came about. */
function isUnsent(error: unknown): boolean {
  const code = readText(error, 'code');
  return (
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(code) ||
    readText(error, 'message').includes('without establishing a connection') ||
    /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS)/.test(code)
  );
}

function readFailure(error: unknown): AwsFailure {
  const code = [readText(error, 'Code'), readText(error, 'name'), readText(error, 'code')];
  const found = code.find((each) => /^[A-Za-z][\w.]{1,80}$/.test(each) && !/^(Error|Unknown|UnknownError)$/.test(each));
  const thrown = error as {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
  } | null;
  return {
    code: found ?? '',
    status: thrown?.$metadata?.httpStatusCode ?? 0,
    retryAfter: thrown?.$response?.headers?.['retry-after'],
    date: thrown?.$response?.headers?.date,
  };
}

function readText(error: unknown, key: 'name' | 'code' | 'Code' | 'message'): string {
  const value = (error as Readonly<Record<string, unknown>> | null)?.[key];
  return typeof value === 'string' ? value : '';
}
