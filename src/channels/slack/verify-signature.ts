import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../../core/leaf/instant.ts';

/** A request that says to come from Slack. */
export interface SignedRequest {
  /** The headers `X-Slack-Request-Timestamp` and `X-Slack-Signature`; `null` where there is none. */
  readonly timestamp: string | null;
  readonly signature: string | null;
  /** The body as it came, byte by byte: what a parser makes of it is not what was signed. */
  readonly body: Uint8Array;
}

/** How old a request may be, and how far ahead its clock: Slack's own advice against replays. */
const longest = 300_000;

/**
 * Tells whether Slack made a request: `v0=` and HMAC-SHA256 over `v0:timestamp:body` with the app's signing secret
 * (docs.slack.dev/authentication/verifying-requests-from-slack), within five minutes, compared in constant time.
 */
export function isFromSlack(
  { timestamp, signature, body }: SignedRequest,
  signingSecret: string,
  now: Instant,
): boolean {
  if (signingSecret === '' || timestamp === null || signature === null) return false;
  if (!/^\d{1,12}$/.test(timestamp) || !/^v0=[0-9a-f]{64}$/.test(signature)) return false;
  if (Math.abs(now - Number(timestamp) * 1000) > longest) return false;
  const made = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest('hex');
  return timingSafeEqual(Buffer.from(signature.slice(3), 'utf8'), Buffer.from(made, 'utf8'));
}
