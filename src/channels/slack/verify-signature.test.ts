import { describe, expect, test } from 'vitest';
import { isFromSlack, type SignedRequest } from './verify-signature.ts';

/** The example of Slack's own documentation. */
const secret = '8f742231b10e8888abcd99yyyzzz85a5';
const body =
  'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
const published: SignedRequest = {
  timestamp: '1531420618',
  signature: 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  body: Buffer.from(body),
};
const then = 1_531_420_618_000;
const ask = (also: Partial<SignedRequest>, now = then, by = secret) => isFromSlack({ ...published, ...also }, by, now);

describe('the signature of a request of Slack', () => {
  test('R68: the published example is Slack’s', () => {
    expect(ask({})).toBe(true);
  });

  test.each([-300_000, 300_000])('holds %d ms away, and not a millisecond more', (away) => {
    expect(ask({}, then + away)).toBe(true);
    expect(ask({}, then + away + Math.sign(away))).toBe(false);
  });

  test.each([
    ['another body', { body: Buffer.from(`${body}&x=1`) }],
    ['a body that was parsed and written again', { body: Buffer.from(body.replaceAll('%2F', '/')) }],
    ['another time', { timestamp: '1531420619' }],
    ['a time in another spelling', { timestamp: '01531420618' }],
    ['no time', { timestamp: null }],
    ['a time that is none', { timestamp: 'soon' }],
    ['no signature', { signature: null }],
    ['a short signature', { signature: 'v0=a2114d57' }],
    ['a signature in capitals', { signature: published.signature!.toUpperCase().replace('V0', 'v0') }],
    ['another version', { signature: published.signature!.replace('v0', 'v1') }],
    ['an empty signature', { signature: '' }],
  ] as const)('is not %s', (_, also) => {
    expect(ask(also)).toBe(false);
  });

  test('is not one by another secret, or by none', () => {
    expect([ask({}, then, `${secret}x`), ask({}, then, '')]).toEqual([false, false]);
  });
});
