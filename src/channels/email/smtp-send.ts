import { Readable } from 'node:stream';
import type { SmtpServer } from './smtp-url.ts';

/** What a server answered: `451`, with the code of RFC 3463 where it gave one (`4.7.1`). */
export interface SmtpSaid {
  readonly code: number;
  readonly enhanced: string | null;
}

/** How far a mail came. */
export type SmtpEnd =
  /** Taken for these; `id` is the Message-ID where the server put one of its own. */
  | {
      readonly kind: 'taken';
      readonly accepted: readonly string[];
      readonly rejected: readonly { readonly to: string; readonly said: SmtpSaid }[];
      readonly id: string | null;
    }
  | {
      readonly kind: 'failed';
      readonly at: 'connect' | 'tls' | 'login' | 'sender' | 'recipients' | 'content';
      /** `null`: the server did not say anything. */
      readonly said: SmtpSaid | null;
      readonly rejected: readonly { readonly to: string; readonly said: SmtpSaid }[];
      /** All of the mail was handed over, and only the answer is missing. */
      readonly maybe: boolean;
      /** A code of Node or of OpenSSL; never a text. */
      readonly code: string;
    };

/** How long a step of the conversation may take, in milliseconds. */
const steps = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 30_000, socketCloseTimeout: 1_000 };

/** What nodemailer's errors hold, as far as something follows from it. */
interface SmtpError {
  readonly code?: string | undefined;
  readonly originalCode?: string | undefined;
  readonly command?: string | undefined;
  readonly response?: string | undefined;
  readonly recipient?: string | undefined;
  readonly rejectedErrors?: readonly SmtpError[] | undefined;
}

/** Sends one mail on a connection of its own. Never rejects; the signal ends it wherever it is. */
export async function sendBySmtp(
  server: SmtpServer,
  { from, to, raw }: { readonly from: string; readonly to: readonly string[]; readonly raw: Buffer },
  { signal, ca }: { readonly signal: AbortSignal; readonly ca?: string | undefined },
): Promise<SmtpEnd> {
  const { default: SmtpConnection } = await import('nodemailer/lib/smtp-connection');
  if (signal.aborted) return failed('connect', { code: 'ABORTED' }, false);
  const connection = new SmtpConnection({
    ...{ host: server.host, port: server.port, secure: server.by === 'tls', ...steps },
    ...(server.by === 'starttls' ? { requireTLS: true } : server.by === 'plain' ? { ignoreTLS: true } : {}),
    tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { ca }) },
    maxResponseSize: 65_536,
    logger: false,
  });
  let at: Extract<SmtpEnd, { kind: 'failed' }>['at'] = 'connect';
  let handedOver = false;
  return await new Promise<SmtpEnd>((resolve) => {
    const end = (how: SmtpEnd) => {
      // Closing tells of an end by itself; the first end counts.
      resolve(how);
      signal.removeEventListener('abort', callOff);
      if (how.kind === 'taken') connection.quit();
      else connection.close();
    };
    const fail = (error: unknown) => {
      const found = error as SmtpError;
      end(failed(stepOf(found, at), found, handedOver));
    };
    const callOff = () => fail({ code: 'ABORTED' });
    signal.addEventListener('abort', callOff, { once: true });
    connection.on('error', fail);
    connection.once('end', () => fail({ code: 'ECONNECTION' }));
    const send = () => {
      at = 'recipients';
      const body = Readable.from([raw]);
      body.once('end', () => {
        handedOver = true;
        at = 'content';
      });
      connection.send({ from, to: [...to], size: raw.length }, body, (error, info) => {
        if (error || info === undefined) return fail(error ?? {});
        end({
          ...{ kind: 'taken', accepted: info.accepted },
          rejected: rejectedOf(info.rejectedErrors),
          id: info.serverMessageId ?? null,
        });
      });
    };
    connection.connect((error) => {
      if (error) return fail(error);
      if (server.login === null) return send();
      at = 'login';
      connection.login({ ...server.login }, (refused) => (refused ? fail(refused) : send()));
    });
  });
}

function failed(at: Extract<SmtpEnd, { kind: 'failed' }>['at'], error: SmtpError, handedOver: boolean): SmtpEnd {
  const said = saidIn(error.response);
  const code = /^[A-Z0-9_]{1,60}$/.test(error.originalCode ?? '') ? error.originalCode! : (error.code ?? '');
  // A server that answered has said what became of it.
  return {
    kind: 'failed',
    at,
    said,
    rejected: rejectedOf(error.rejectedErrors),
    maybe: handedOver && said === null,
    code,
  };
}

function stepOf({ code, command = '' }: SmtpError, at: Extract<SmtpEnd, { kind: 'failed' }>['at']) {
  if (code === 'ETLS' || command === 'STARTTLS') return 'tls';
  if (code === 'EAUTH') return 'login';
  if (command === 'MAIL FROM') return 'sender';
  return command === 'RCPT TO' ? 'recipients' : at;
}

function rejectedOf(errors: readonly SmtpError[] | undefined) {
  return (errors ?? []).map(({ recipient = '', response }) => ({
    ...{ to: recipient, said: saidIn(response) ?? { code: 550, enhanced: null } },
  }));
}

/** The codes in an answer; its words stay where they are (they may repeat what should not be shown). */
function saidIn(response: string | undefined): SmtpSaid | null {
  const [, code, enhanced = null] = /^(\d{3})(?:[ -](\d\.\d{1,3}\.\d{1,3}))?/.exec(response ?? '') ?? [];
  return code === undefined ? null : { code: Number(code), enhanced };
}
