import { describe, expect, test } from 'vitest';
import { addressIn, recipientsOf } from '../../../src/channels/email/recipients.ts';
import type { SmtpSaid } from '../../../src/channels/email/smtp-send.ts';
import { readSmtpUrl } from '../../../src/channels/email/smtp-url.ts';
import { type SmtpFailed, whatSmtpSaid } from '../../../src/channels/email/what-smtp-said.ts';

const failed = (at: SmtpFailed['at'], said: SmtpSaid | null, code = '', maybe = false): SmtpFailed => ({
  ...{ kind: 'failed', at, said, code, maybe, rejected: [] },
});
const code = (number: number): SmtpSaid => ({ code: number, enhanced: `${Math.floor(number / 100)}.7.1` });
const at: readonly SmtpFailed['at'][] = ['connect', 'tls', 'login', 'sender', 'recipients', 'content'];

describe('what a mail server says', () => {
  test('passes with 4xx at every step, and says which', () => {
    for (const step of at) {
      const came = whatSmtpSaid(failed(step, code(451)), 'mail.example.com');
      expect(came).toMatchObject({ kind: 'later', maybe: false, after: null });
      expect(came.why).toMatch(/^`mail\.example\.com` .+ \(it answered 451 4\.7\.1\)$/);
    }
  });

  test('does not pass with 5xx, but for a greeting, and says what to do', () => {
    const came = at.map((step) => whatSmtpSaid(failed(step, code(550)), 'mail.example.com'));
    expect(came.map((each) => (each.kind === 'refused' ? each.whole : each.kind))).toEqual([
      ...['later', true, true, true, true, false],
    ]);
    for (const each of came.slice(1))
      expect(each.why).toMatch(/^expected .+, got 550 5\.7\.1 of `mail\.example\.com`: .+/);
  });

  test('is nothing: whether it may have taken the mail is told by how far it came', () => {
    expect(whatSmtpSaid(failed('content', null, 'ETIMEDOUT', true), 'h')).toMatchObject({ kind: 'later', maybe: true });
    expect(whatSmtpSaid(failed('connect', null, 'ECONNREFUSED'), 'h')).toMatchObject({ kind: 'later', maybe: false });
    expect(whatSmtpSaid(failed('tls', null, 'CERT_HAS_EXPIRED'), 'h').why).toContain('certificate has expired');
    expect(whatSmtpSaid(failed('login', null, 'EAUTH'), 'h')).toMatchObject({ kind: 'refused', whole: true });
  });
});

describe('the address of a mail server', () => {
  test.each([
    ['smtps://u:p@mail.example.com', { port: 465, by: 'tls', login: { user: 'u', pass: 'p' } }],
    ['smtp://u:p@mail.example.com', { port: 587, by: 'starttls' }],
    ['smtp://mail.example.com:25?tls=off', { port: 25, by: 'plain', login: null }],
    ['smtp://127.0.0.1:2525', { port: 2525, by: 'plain' }],
    ['smtp://localhost?tls=required', { by: 'starttls' }],
    [
      'smtps://u%40example.com:p%25%2F@[2001:db8::1]:1465',
      { host: '2001:db8::1', port: 1465, login: { user: 'u@example.com', pass: 'p%/' } },
    ],
  ])('%s is read', (url, expected) => {
    expect(readSmtpUrl(url)).toMatchObject(expected);
  });
});

describe('who gets a mail', () => {
  test('are addresses alone: nothing that could end a line or name somebody else', () => {
    expect(addressIn('Alice <alice@example.com>')).toBe('alice@example.com');
    const wrong = [
      'alice',
      'a@b@c',
      'a@example.com\r\nBcc: eve@example.com',
      '<a@example.com>, <b@example.com',
      '@',
      'a b@c',
    ];
    expect(wrong.map(addressIn)).toEqual(wrong.map(() => null));
    expect(recipientsOf(['a@example.com\r\nBcc: eve@example.com'])).toMatchObject({ wrong: expect.any(String) });
    expect(recipientsOf(['a@example.com', 'A <a@example.com>', 'nobody'])).toEqual({
      ...{ to: ['a@example.com'], but: expect.stringContaining('got `nobody`: mend `to`') },
    });
    expect(recipientsOf([])).toMatchObject({ wrong: expect.stringContaining('`to`') });
  });
});
