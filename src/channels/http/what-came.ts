import type { Answer } from './post-json.ts';

/** What an answer says of a delivery; `done` where the service took it, and its own words may follow. */
export type Came = { readonly kind: 'done' } | NotDone;

/** The two other ends of a delivery, as `Delivered` has them. */
export type NotDone =
  | { readonly kind: 'later'; readonly why: string; readonly after: number | null; readonly maybe: boolean }
  | { readonly kind: 'refused'; readonly why: string; readonly whole: boolean };

/** Statuses after which the same may be taken later: time-out, too early, too many. */
const passing = new Set([408, 425, 429]);

/**
 * The usual rule of services that answer by status: 2xx done; 408, 425, 429 and 5xx later; 410 refused for good, with all that
 * would follow; 401, 403 and 404 too, for they are about the key or the address; other 3xx and 4xx are about this message.
 * A redirection is never followed, so 3xx is refused.
 */
export function whatCame(answer: Answer): Came {
  if (answer.kind === 'barred') return { kind: 'refused', why: answer.why, whole: true };
  if (answer.kind === 'unanswered') return { kind: 'later', why: answer.why, after: null, maybe: answer.sent };
  const { status, host, retryAfter } = answer;
  if (status >= 200 && status < 300) return { kind: 'done' };
  if (status === 429)
    return { kind: 'later', why: `\`${host}\` takes no more for now (429)`, after: retryAfter, maybe: false };
  if (passing.has(status) || status >= 500)
    return { kind: 'later', why: `\`${host}\` answered ${status}`, after: retryAfter, maybe: status >= 500 };
  return refuse(status, host);
}

function refuse(status: number, host: string): Came {
  const came = `expected a status of 2xx from \`${host}\`, got ${status}`;
  if (status >= 300 && status < 400)
    return {
      kind: 'refused',
      why: `${came}: it sends elsewhere, which is not followed; set the address it stands at now`,
      whole: true,
    };
  switch (status) {
    case 401:
    case 403:
      return { kind: 'refused', why: `${came}: it does not take the channel’s secret; set a valid one`, whole: true };
    case 404:
      return {
        kind: 'refused',
        why: `${came}: nothing stands at the address; set the one that is valid now`,
        whole: true,
      };
    case 410:
      return {
        kind: 'refused',
        why: `${came}: it is gone for good; remove the channel, or set a new address`,
        whole: true,
      };
    case 413:
      return { kind: 'refused', why: `${came}: the message is too long for it`, whole: false };
    default:
      return { kind: 'refused', why: `${came}: it does not take this message`, whole: false };
  }
}
