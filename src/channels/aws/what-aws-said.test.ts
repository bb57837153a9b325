import { describe, expect, test } from 'vitest';
import { RoleRefused } from './role-keys.ts';
import { whatAwsSaid } from './what-aws-said.ts';

const asking = { action: 'sns:Publish', on: 'arn:aws:sns:eu-west-1:111122223333:t', now: 0 };

function thrown(name: string, status = 400, more: object = {}): Error {
  const said = `planted words of AWS about ${name}`;
  return Object.assign(new Error(said), { name, $fault: 'client', $metadata: { httpStatusCode: status }, ...more });
}

describe('what AWS says to a channel', () => {
  test.each([
    [thrown('ThrottlingException'), 'later', false],
    [thrown('Throttled', 429), 'later', false],
    [thrown('TooManyRequestsException', 429), 'later', false],
    [thrown('LimitExceededException', 429), 'later', false],
    [thrown('KMSThrottling'), 'later', false],
    [thrown('InternalError', 500), 'later', true],
    [thrown('ServiceUnavailable', 503), 'later', true],
    [thrown('ExpiredToken', 403), 'later', false],
    [thrown('CredentialsProviderError', 0), 'later', false],
    [thrown('SignatureDoesNotMatch', 403), 'later', false],
    [thrown('InvalidClientTokenId', 403), 'later', false],
    [thrown('TimeoutError', 0), 'later', true],
    [thrown('AbortError', 0), 'later', true],
    [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'later', false],
    [Object.assign(new Error('getaddrinfo'), { code: 'ENOTFOUND' }), 'later', false],
    [Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), 'later', true],
    [
      thrown('TimeoutError', 0, { message: 'Socket timed out without establishing a connection within 5000 ms' }),
      'later',
      false,
    ],
    ['a text', 'later', true],
    [null, 'later', true],
  ] as const)('%s passes (maybe arrived: %3$s)', (error, kind, maybe) => {
    expect(whatAwsSaid(error, asking)).toMatchObject({ kind, maybe, after: null });
  });

  test.each([
    [thrown('AuthorizationError', 403), true, 'give it'],
    [thrown('AccessDeniedException', 400), true, 'doctor --iam'],
    [thrown('NotFound', 404), true, "mend the channel's settings"],
    [thrown('KMSAccessDenied'), true, 'kms:GenerateDataKey'],
    [thrown('KMSDisabled'), true, 'the key of'],
    [thrown('InvalidParameter'), false, 'mend the channel'],
    [thrown('MessageRejected'), false, 'verified'],
    [thrown('SendingPausedException'), true, 'mend it'],
    [new Error('Region is missing'), true, 'AWS_REGION'],
    [new RoleRefused(thrown('AccessDenied', 403)), true, 'sts:AssumeRole'],
  ] as const)('%s does not, and says what to do', (error, whole, says) => {
    const came = whatAwsSaid(error, asking);
    expect(came).toMatchObject({ kind: 'refused', whole });
    expect(came.why).toMatch(/^expected .+, got .+: .+/);
    expect(came.why).toContain(says);
  });

  test('AWS is asked again when it says, and not quoted', () => {
    const slow = thrown('Throttled', 429, { $response: { headers: { 'retry-after': '9' } } });
    expect(whatAwsSaid(slow, asking)).toMatchObject({ kind: 'later', after: 9000 });
    for (const name of ['Throttled', 'InternalError', 'NotFound', 'AccessDenied', 'InvalidParameter'])
      expect(whatAwsSaid(thrown(name), asking).why).not.toContain('planted');
  });

  test('a role that cannot be had now is later; a refusal of one account is not one of the channel', () => {
    expect(whatAwsSaid(new RoleRefused(thrown('Throttling')), asking)).toMatchObject({ kind: 'later', maybe: false });
    for (const error of [thrown('AccessDenied', 403), new RoleRefused(thrown('AccessDenied', 403))])
      expect(whatAwsSaid(error, { ...asking, only: true })).toMatchObject({ kind: 'refused', whole: false });
  });
});
