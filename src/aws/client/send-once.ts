import type { Clock } from '../../contracts/live.ts';
import type { Patience, Reply } from '../ask-ec2.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { Journey } from './wire.ts';

/** What the SDK's `send` takes beside the command; the journey is for our wire. */
export interface SendWith {
  readonly abortSignal: AbortSignal;
  readonly journey: Journey;
  readonly fresh: boolean;
}

/** What a request is, for people. */
export interface Asking {
  /** The call: `DescribeSecurityGroups`. */
  readonly action: string;
  /** Who asks: the ARN of a role, or our own credentials. */
  readonly who: string;
  /** Whether it changes something, so that a doubt about it is dear. */
  readonly writes?: boolean;
}

/** How long a request may take when nobody says. */
const usualTimeout = 30_000;

/**
 * Sends one request once. Never rejects, and ends by its timeout at the latest, wherever it is then: looking for
 * credentials, connecting, or waiting for an answer. What ends before a connection stood cannot have happened.
 */
export async function sendOnce<R>(
  send: (sending: SendWith) => Promise<R>,
  asking: Asking,
  { timeout = usualTimeout, signal }: Patience,
  clock: Pick<Clock, 'now'>,
): Promise<Reply<R>> {
  const journey: Journey = { sent: false, date: null };
  const end = new AbortController();
  let why = `no answer to \`${asking.action}\` came in time`;
  const callOff = () => {
    why = `\`${asking.action}\` was called off`;
    end.abort();
  };
  if (signal?.aborted === true) return { kind: 'unanswered', sent: false, why: `\`${asking.action}\` was called off` };
  signal?.addEventListener('abort', callOff, { once: true });
  const timer = setTimeout(() => end.abort(), timeout);
  const ended = new Promise<Reply<R>>((resolve) => {
    end.signal.addEventListener('abort', () => resolve({ kind: 'unanswered', sent: journey.sent, why }), {
      once: true,
    });
  });
  const asked = attempt(send, { abortSignal: end.signal, journey, fresh: asking.writes ?? false }, asking, clock);
  const reply = await Promise.race([asked, ended]);
  clearTimeout(timer);
  signal?.removeEventListener('abort', callOff);
  return reply;
}

async function attempt<R>(
  send: (sending: SendWith) => Promise<R>,
  sending: SendWith,
  asking: Asking,
  clock: Pick<Clock, 'now'>,
): Promise<Reply<R>> {
  try {
    return { kind: 'answered', result: await send(sending) };
  } catch (error) {
    return replyOf(error, sending.journey, asking, clock);
  }
}

function replyOf(
  error: unknown,
  { sent, date }: Journey,
  asking: Asking,
  clock: Pick<Clock, 'now'>,
): Exclude<Reply<never>, { readonly kind: 'answered' }> {
  const { code, said, status, isService } = readError(error);
  // An answer without a code is nobody's we know: a proxy's page, or half of one. What it stands for may have happened.
  if (isService || (!sent && /^(Credentials|Token)ProviderError$/.test(code))) {
    const skew = date === null ? 0 : Date.parse(date) - clock.now();
    return explainRefusal({ code, message: said, status, skew: Number.isFinite(skew) ? skew : 0, sent }, asking);
  }
  const how = sent ? 'no answer that can be read came' : 'it could not be sent';
  return { kind: 'unanswered', sent, why: `\`${asking.action}\`: ${how}: ${said}` };
}

function readError(error: unknown) {
  const { name, Code, code, message, $fault, $metadata, errors } = error as {
    readonly name?: string;
    readonly Code?: string;
    readonly code?: string;
    readonly message?: string;
    readonly $fault?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
    /** Of a connection tried by several addresses. */
    readonly errors?: readonly { readonly message?: string }[];
  };
  const told = Code ?? name ?? '';
  const isService = $fault !== undefined && !/^(|Error|Unknown|UnknownError|.*ServiceException)$/.test(told);
  const said = message || errors?.map((each) => each.message ?? '').join('; ') || code || told || 'no reason was given';
  return { code: told, said, status: $metadata?.httpStatusCode ?? 0, isService };
}
