import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { readSigningKeys, signWebhook } from './sign-webhook.ts';

const vector = {
  secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  at: 1_614_265_330_000,
  body: '{"test": 2432232314}',
};
const keysOf = (secret: string) => {
  const read = readSigningKeys(secret);
  return 'keys' in read ? read.keys : [];
};
const keyText = (bytes: Uint8Array) => `whsec_${Buffer.from(bytes).toString('base64')}`;

describe('the signature of a webhook', () => {
  it('R174: the vector of Standard Webhooks comes out', () => {
    const { id, at, body, secret } = vector;
    expect(signWebhook(id, at, body, keysOf(secret))).toEqual({
      'webhook-id': id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('R174: the package `standardwebhooks` verifies what we sign now, whatever it says', () => {
    const bytes = fc.uint8Array({ minLength: 24, maxLength: 64 });
    fc.assert(
      fc.property(bytes, fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[\w-]{1,40}$/), (key, text, id) => {
        const body = JSON.stringify({ text: text.toWellFormed() });
        const headers = signWebhook(id, Date.now(), body, keysOf(keyText(key)));
        expect(new Webhook(keyText(key)).verify(body, { ...headers })).toEqual(JSON.parse(body));
        expect(() => new Webhook(keyText(key)).verify(`${body} `, { ...headers })).toThrow();
      }),
    );
  });

  it('while a key takes the place of another, receivers of either take it', () => {
    const [old, young] = [keyText(new Uint8Array(24).fill(1)), keyText(new Uint8Array(64).fill(2))];
    const headers = signWebhook('msg_1-0', Date.now(), '{}', keysOf(`${young} ${old}\n`));
    expect(headers['webhook-signature']!.split(' ')).toHaveLength(2);
    for (const key of [old, young]) expect(new Webhook(key).verify('{}', { ...headers })).toEqual({});
    expect(() => new Webhook(keyText(new Uint8Array(24).fill(3))).verify('{}', { ...headers })).toThrow();
  });

  it('without a key nothing poses as a signature', () => {
    expect(signWebhook('msg_1-0', 0, '{}', [])).toEqual({ 'webhook-id': 'msg_1-0', 'webhook-timestamp': '0' });
  });

  it('a key that is too short, too long, of another kind or no base64 is told, and never repeated in what is told', () => {
    const wrong = [
      ...['', 'whsec_', 'hunter2-hunter2-hunter2-hunter2', `whsk_${'A'.repeat(44)}`, 'whsec_%%%%'],
      ...[keyText(new Uint8Array(23)), keyText(new Uint8Array(65)), `${vector.secret} whsec_short`],
    ];
    for (const secret of wrong) {
      const read = readSigningKeys(secret);
      expect([secret, 'wrong' in read]).toEqual([secret, true]);
      if ('wrong' in read && secret.length > 10) expect(read.wrong).not.toContain(secret);
    }
  });
});
