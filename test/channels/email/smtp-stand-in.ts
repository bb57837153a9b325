import type { Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { makeCertificate } from '../certificate.ts';
import { findMailFaults } from './mail-faults.ts';

/** A mail as it came. */
export interface CameMail {
  readonly raw: string;
  readonly email: Email;
  readonly from: string;
  readonly to: readonly string[];
  /** Over TLS, as whom. */
  readonly secure: boolean;
  readonly user: string | null;
}

/** What the server does to the next mail instead of taking it. */
export interface SmtpTrouble {
  readonly at: 'greeting' | 'login' | 'sender' | 'recipient' | 'content';
  /** A code, a broken connection, or silence. `taken`: it kept the mail all the same. */
  readonly does: number | 'breaks' | 'hangs';
  readonly taken?: true;
  /** Of recipients: only of this one. */
  readonly of?: string;
}

/** A mail server of the loopback, and how it is used. */
export interface SmtpStandIn {
  readonly port: number;
  readonly ca: string;
  readonly came: readonly CameMail[];
  /** What a server or a reader would find wrong with what came. */
  readonly complaints: readonly string[];
  fail(trouble: SmtpTrouble, times?: number): void;
  url(query?: string, scheme?: 'smtp' | 'smtps'): string;
  close(): Promise<void>;
}

/** What it lets in. */
export const smtpLogin = { user: 'portcullis@example.com', pass: 'planted-pass:w/rd%' } as const;

/** Starts a real SMTP server (the package `smtp-server`) with STARTTLS and a login. */
export async function startSmtp(options: SMTPServerOptions = {}): Promise<SmtpStandIn> {
  const certificate = makeCertificate();
  const came: CameMail[] = [];
  const complaints: string[] = [];
  const troubles: SmtpTrouble[] = [];
  const pending: Promise<void>[] = [];
  const next = (at: SmtpTrouble['at'], of?: string): SmtpTrouble | null => {
    const [first] = troubles;
    if (first?.at !== at || (first.of !== undefined && first.of !== of)) return null;
    return troubles.shift() ?? null;
  };
  /** Answers, breaks or hangs; `true` where it goes on as usual. */
  const meet = (trouble: SmtpTrouble | null, id: string, answer: (error?: Error) => void): boolean => {
    if (trouble === null) return true;
    if (trouble.does === 'breaks') breakOff(id);
    else if (trouble.does !== 'hangs') answer(said(trouble.does));
    return false;
  };
  const server = new SMTPServer({
    ...certificate,
    ...{ name: 'mail.example.com', authMethods: ['PLAIN', 'LOGIN'], size: 1_000_000, closeTimeout: 500, logger: false },
    onConnect: (session, answer) => {
      if (meet(next('greeting'), session.id, answer)) answer();
    },
    onAuth: ({ username, password }, session, answer) => {
      if (!meet(next('login'), session.id, (error) => answer(error))) return;
      const isRight = username === smtpLogin.user && password === smtpLogin.pass;
      if (isRight) answer(null, { user: username });
      else answer(said(535));
    },
    onMailFrom: (_, session, answer) => {
      if (meet(next('sender'), session.id, answer)) answer();
    },
    onRcptTo: ({ address }, session, answer) => {
      if (meet(next('recipient', address), session.id, answer)) answer();
    },
    onData: (stream, session, answer) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('end', () => {
        const trouble = next('content');
        const keep = async () => {
          const bytes = Buffer.concat(chunks);
          const { mailFrom, rcptTo } = session.envelope;
          const raw = bytes.toString('latin1');
          came.push({
            ...{ raw, email: await PostalMime.parse(bytes), from: mailFrom === false ? '' : mailFrom.address },
            ...{ to: rcptTo.map(({ address }) => address), secure: session.secure, user: session.user ?? null },
          });
          complaints.push(...findMailFaults(came.at(-1)!));
        };
        const kept = trouble === null || trouble.taken === true ? keep() : Promise.resolve();
        pending.push(kept);
        void kept.then(() => {
          if (meet(trouble, session.id, answer)) answer();
        });
      });
    },
    ...options,
  });
  server.on('error', () => {});
  const connections = (): Set<{ readonly id: string; readonly _socket: Socket }> =>
    (server as unknown as { connections: Set<{ readonly id: string; readonly _socket: Socket }> }).connections;
  const breakOff = (id: string) => {
    for (const each of connections()) if (each.id === id) each._socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as { port: number };
  return {
    ...{ port, ca: certificate.cert, came, complaints },
    fail: (trouble, times = 1) => {
      for (let n = 0; n < times; n += 1) troubles.push(trouble);
    },
    url: (query = '?tls=required', scheme = 'smtp') => {
      const who = `${encodeURIComponent(smtpLogin.user)}:${encodeURIComponent(smtpLogin.pass)}`;
      return `${scheme}://${who}@localhost:${port}${query}`;
    },
    close: async () => {
      await Promise.all(pending);
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function said(code: number): Error {
  return Object.assign(new Error(code < 500 ? '4.7.1 try again later' : '5.7.1 not here'), { responseCode: code });
}
