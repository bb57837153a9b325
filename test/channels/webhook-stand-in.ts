import { Webhook } from 'standardwebhooks';
import { messageSchema } from '../../src/channels/webhook/message-schema.ts';
import { findMisfits } from '../end-to-end/json-schema.ts';
import { type LoopbackHttp, listenLoopback } from './loopback-http.ts';
import { complainOfText, textsIn } from './plain-texts.ts';

/** The key of the specification's own vector. */
export const signingKey = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** Where the stand-in is reached: an address that is a secret itself. */
export const hookPath = '/hooks/T0P-5ECRET?sig=4bCdEf';

/** A receiver that takes only what Standard Webhooks allow and our schema says, each id once. */
export interface WebhookStandIn {
  readonly http: LoopbackHttp;
  readonly taken: Map<string, Readonly<Record<string, unknown>>>;
  readonly shown: string[];
  readonly complaints: string[];
}

/** Starts it. `keys`: those by any of which it verifies; with none it asks for no signature. */
export async function startWebhook(keys: readonly string[] = [signingKey]): Promise<WebhookStandIn> {
  const taken = new Map<string, Readonly<Record<string, unknown>>>();
  const [shown, complaints]: [string[], string[]] = [[], []];
  const http = await listenLoopback(({ method, path, headers, body }) => {
    if (method !== 'POST' || path !== hookPath) return { status: 404 };
    const { 'webhook-id': id = '', 'webhook-timestamp': seconds = '', 'webhook-signature': signature = '' } = headers;
    const isSigned = keys.some((key) => isBy(key, id, seconds, body, signature));
    if (keys.length > 0 && !isSigned) return { status: 401 };
    const message = JSON.parse(body) as Readonly<Record<string, unknown>>;
    const found = [
      ...(/^[\w-]+$/.test(id) ? [] : [`the id ${id} could be taken for more than one part`]),
      ...(/^\d{10}$/.test(seconds) ? [] : ['the timestamp is no count of seconds']),
      ...(Buffer.byteLength(body) <= 20_000 ? [] : [`${Buffer.byteLength(body)} bytes`]),
      ...findMisfits(messageSchema, message),
      ...textsIn(message).flatMap((text) => complainOfText('message', text)),
    ];
    complaints.push(...found);
    if (found.length > 0) return { status: 400 };
    if (!taken.has(id)) shown.push(textsIn(message).join('\n'));
    taken.set(id, message);
    return { status: 204 };
  });
  return { http, taken, shown, complaints };
}

/** The package signs at a time of our choice; its own `verify` compares with the clock. */
function isBy(key: string, id: string, seconds: string, body: string, signatures: string): boolean {
  return signatures.split(' ').includes(new Webhook(key).sign(id, new Date(Number(seconds) * 1000), body));
}
