import { barred } from './guarded-lookup.ts';
import type { Answer } from './post-json.ts';
import { proxyAway, proxyRefused } from './tunnel.ts';

/** What is known of a request that got no answer. `late`: its time was over. */
interface Failed {
  readonly host: string;
  readonly sent: boolean;
  readonly late: boolean;
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was reset',
  EPIPE: 'the connection was reset',
  ETIMEDOUT: 'no connection came about',
  EHOSTUNREACH: 'there is no way there',
  ENETUNREACH: 'there is no way there',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the resolver does not answer',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'nobody vouches for its certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'nobody vouches for its certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'nobody vouches for its certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'nobody vouches for its certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  HPE_INVALID_CONSTANT: 'what answers speaks no HTTP',
  [proxyRefused]: 'the proxy does not let us through to it',
  [proxyAway]: 'the proxy could not be reached',
  HPE_HEADER_OVERFLOW: 'the head of its answer is too long',
};

/** Says why no answer came, by the error's code alone: messages of errors may hold what nobody should read. */
export function sayFailure(error: unknown, { host, sent, late }: Failed): Answer {
  if (late) return { kind: 'unanswered', host, sent, why: `\`${host}\` did not answer in time` };
  const code = readCode(error);
  if (code === barred) return { kind: 'barred', why: sayBarred(host) };
  const why = words[code] ?? (code === '' ? 'the connection ended without an answer' : `it failed with ${code}`);
  return { kind: 'unanswered', host, sent, why: `\`${host}\`: ${why}` };
}

/** Why nothing is sent to a host whose address is not allowed. */
export function sayBarred(host: string): string {
  return `expected a service on the Internet, got \`${host}\`, whose address is private, local or special: a webhook in a private network needs \`private: true\``;
}

function readCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : '';
}
