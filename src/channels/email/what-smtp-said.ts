import type { Delivered } from '../../contracts/channel.ts';
import type { NotDone } from '../http/what-came.ts';
import type { SmtpEnd, SmtpSaid } from './smtp-send.ts';

/** A mail that was not taken. */
export type SmtpFailed = Extract<SmtpEnd, { readonly kind: 'failed' }>;

/**
 * What follows when a mail was not taken: a code of 400 to 499 passes, one of 500 and above does not (RFC 5321, 4.2.1).
 * Sentences hold codes, the host and recipients, never the words of the server, a user or a password.
 */
export function whatSmtpSaid({ at, said, maybe, code }: SmtpFailed, host: string): NotDone {
  const where = `\`${host}\``;
  if (said === null) {
    const words = reasons[code] ?? (/^$|^E[A-Z]+$/.test(code) ? 'the connection ended' : `it failed with ${code}`);
    const end = maybe ? ': the mail was handed over, and nobody knows whether it was taken' : '';
    if (at === 'login' && code === 'EAUTH')
      return refused(`expected a way to log in that we know, got none of ${where}: mend the secret, or the server`);
    return later(`${where}: ${at === 'tls' && code === 'ETLS' ? 'no TLS could be agreed upon' : words}${end}`, maybe);
  }
  const answer = writeSaid(said);
  if (said.code < 500) return later(`${where} ${notNow[at]} (it answered ${answer})`, false);
  const got = `got ${answer} of ${where}`;
  switch (at) {
    case 'connect':
      return later(`${where} ${notNow.connect} (it answered ${answer})`, false);
    case 'tls':
      return refused(`expected STARTTLS, ${got}: use \`smtps://\`, or set \`?tls=off\` where nobody can listen`);
    case 'login':
      return refused(`expected user and password to be taken, ${got}: mend the secret`);
    case 'sender':
      return refused(`expected our sender to be taken, ${got}: mend \`from\`, or allow it there`);
    case 'recipients':
      return refused(`expected recipients to be taken, ${got}: mend \`to\``);
    case 'content':
      return {
        kind: 'refused',
        why: `expected this mail to be taken, ${got}: look into its log for why`,
        whole: false,
      };
  }
}

const notNow: Readonly<Record<SmtpFailed['at'], string>> = {
  connect: 'does not talk to us now',
  tls: 'offers no TLS now',
  login: 'lets nobody in now',
  sender: 'takes no mail from us now',
  recipients: 'takes mail for none of the recipients now',
  content: 'does not take this mail now',
};

/** `451 4.7.1`. */
export function writeSaid({ code, enhanced }: SmtpSaid): string {
  return enhanced === null ? String(code) : `${code} ${enhanced}`;
}

function later(why: string, maybe: boolean): Extract<Delivered, { kind: 'later' }> {
  return { kind: 'later', why, after: null, maybe };
}

function refused(why: string): Extract<Delivered, { kind: 'refused' }> {
  return { kind: 'refused', why, whole: true };
}

const reasons: Readonly<Record<string, string>> = {
  ABORTED: 'no answer came in time',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was reset',
  ECONNECTION: 'the connection ended',
  EPIPE: 'the connection was reset',
  ETIMEDOUT: 'no answer came in time',
  EDNS: 'its name cannot be resolved',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'the resolver does not answer',
  EHOSTUNREACH: 'there is no way there',
  ENETUNREACH: 'there is no way there',
  EPROTOCOL: 'what answers speaks no SMTP',
  ERR_SSL_WRONG_VERSION_NUMBER: 'no TLS is spoken there from the first byte: `smtp://` may be meant',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'nobody vouches for its certificate (name who does in NODE_EXTRA_CA_CERTS)',
  SELF_SIGNED_CERT_IN_CHAIN: 'nobody vouches for its certificate (name who does in NODE_EXTRA_CA_CERTS)',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'nobody vouches for its certificate (name who does in NODE_EXTRA_CA_CERTS)',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'nobody vouches for its certificate (name who does in NODE_EXTRA_CA_CERTS)',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};
