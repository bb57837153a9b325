import { createHmac } from 'node:crypto';

/** The signing keys of a webhook, or why what stands in the secret is none. */
export type SigningKeys = { readonly keys: readonly Buffer[] } | { readonly wrong: string };

const fewest = 24;
const most = 64;

/**
 * Reads signing keys: `whsec_` and 24 to 64 bytes in base64 (Standard Webhooks 1.0, "Signature scheme"). Several stand
 * beside each other with a blank between while one takes the place of another.
 */
export function readSigningKeys(secret: string): SigningKeys {
  const keys = secret
    .split(/\s+/)
    .filter((each) => each !== '')
    .map(readKey);
  const sound = keys.filter((key) => key !== null);
  if (sound.length > 0 && sound.length === keys.length) return { keys: sound };
  const want = `\`whsec_\` and ${fewest} to ${most} bytes in base64, several with a blank between`;
  return { wrong: `expected a signing key as the channel’s secret: ${want}; got something else` };
}

function readKey(text: string): Buffer | null {
  const [, code = null] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const key = code === null ? null : Buffer.from(code, 'base64');
  return key === null || key.length < fewest || key.length > most ? null : key;
}

/**
 * The headers that say of whom a body is and that it is whole: HMAC-SHA256 over `id.timestamp.body`, once with each key, so
 * that receivers may change theirs at their own time. `at` is the time of this attempt.
 */
export function signWebhook(
  id: string,
  at: number,
  body: string,
  keys: readonly Buffer[],
): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(at / 1000));
  const head = { 'webhook-id': id, 'webhook-timestamp': seconds };
  if (keys.length === 0) return head;
  const signatures = keys.map(
    (key) => `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`, 'utf8').digest('base64')}`,
  );
  return { ...head, 'webhook-signature': signatures.join(' ') };
}
