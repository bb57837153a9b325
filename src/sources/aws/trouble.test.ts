import { describe, expect, it } from 'vitest';
import { passes, troubleOf } from './trouble.ts';

function thrown(name: string, status = 400, message = 'said by AWS') {
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status } });
}

describe('what AWS refuses', () => {
  it.each([
    [thrown('ExpiredTokenException'), 'credentials', 'renew them'],
    [thrown('RequestExpired'), 'credentials', 'renew them'],
    [thrown('CredentialsProviderError', 0), 'credentials', 'set `AWS_PROFILE` or keys'],
    [thrown('UnrecognizedClientException'), 'credentials', 'check key and session'],
    [thrown('RequestTimeTooSkewed', 403), 'clock', "this machine's clock"],
    [thrown('SignatureDoesNotMatch', 403), 'clock', 'check the secret key'],
    [thrown('AccessDenied', 403, 'not authorized to perform: kms:Decrypt'), 'key', 'allow `kms:Decrypt`'],
    [thrown('KMS.DisabledException', 400), 'key', 'in its policy and in that of the key'],
    [thrown('AccessDenied', 403), 'denied', "add it to the reader's policy"],
    [thrown('Forbidden', 403), 'denied', "add it to the reader's policy"],
    [thrown('AWS.SimpleQueueService.NonExistentQueue'), 'absent', 'found nothing there'],
    [thrown('NoSuchKey', 404), 'absent', 'found nothing there'],
    [thrown('InvalidObjectState', 403), 'archived', 'restore it first'],
    [thrown('ThrottlingException'), 'throttled', 'more slowly'],
    [thrown('SlowDown', 503), 'throttled', 'more slowly'],
    [thrown('InternalError', 500), 'server', 'tried again'],
    [thrown('TimeoutError', 0), 'network', 'check network, proxy and region'],
    [Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'network', 'cannot be reached'],
    [thrown('AbortError', 0), 'aborted', 'was stopped'],
    [thrown('ValidationException'), 'other', 'failed: ValidationException'],
    ['a text', 'other', 'failed'],
    [null, 'other', 'failed'],
  ] as const)('%s: is %s, with what to do', (error, kind, says) => {
    const trouble = troubleOf(error, 'sqs:ReceiveMessage on q');
    expect(trouble.kind).toBe(kind);
    expect(trouble.why).toContain(says);
    if (kind !== 'credentials' || trouble.why.includes('`')) expect(trouble.why).toContain('sqs:ReceiveMessage on q');
  });

  it('only what comes right by itself passes', () => {
    const kinds = ['ThrottlingException', 'TimeoutError', 'AccessDenied', 'ExpiredToken', 'NoSuchKey'];
    expect(kinds.filter((name) => passes(troubleOf(thrown(name), 'x')))).toEqual([
      'ThrottlingException',
      'TimeoutError',
    ]);
  });

  it('a message can neither break the line nor the marks of a sentence, nor go on without end', () => {
    const { why } = troubleOf(thrown('Odd', 400, `a\n\u001b[31m\`b\`${'x'.repeat(1000)}`), 'x');
    expect(why).not.toMatch(/[\n\u001b]/);
    expect(why.length).toBeLessThan(400);
  });
});
