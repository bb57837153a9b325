/** A mail server, as the address in the secret says. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** `tls`: from the first byte. `starttls`: before anything is said. `plain`: not at all. */
  readonly by: 'tls' | 'starttls' | 'plain';
  readonly login: { readonly user: string; readonly pass: string } | null;
}

const expected =
  'expected the address of a mail server, such as `smtps://user:password@mail.example.com` or `smtp://…:587`';

/**
 * Reads `smtps://user:password@host:465` (TLS, RFC 8314) or `smtp://user:password@host:587` (STARTTLS, RFC 3207). Without
 * TLS only to this machine itself, or where `?tls=off` says so. What is wrong is said without any part of the address.
 */
export function readSmtpUrl(text: string): SmtpServer | { readonly wrong: string } {
  if (!/^smtps?:\/\//i.test(text) || !URL.canParse(text))
    return { wrong: `${expected}, got something else: mend the secret` };
  const url = new URL(text);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (host === '') return { wrong: `${expected}, got one without a host: mend the secret` };
  const [user, pass] = [decode(url.username), decode(url.password)];
  if (user === null || pass === null) return { wrong: `${expected}, got a stray \`%\`: write \`%25\` for it` };
  if ((user === '') !== (pass === ''))
    return { wrong: `${expected}, got a user without password or the converse: mend the secret` };
  const tls = url.searchParams.get('tls');
  if (tls !== null && tls !== 'off' && tls !== 'required')
    return {
      wrong:
        'expected `tls=off` or `tls=required` in the address of the mail server, got another value: mend the secret',
    };
  const secure = url.protocol === 'smtps:';
  if (secure && tls === 'off')
    return { wrong: 'expected `smtp://` with `tls=off`, got `smtps://`: it is TLS, mend the secret' };
  const plain = !secure && (tls === 'off' || (tls === null && isLoopback(host)));
  return {
    host,
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    by: secure ? 'tls' : plain ? 'plain' : 'starttls',
    login: user === '' ? null : { user, pass },
  };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
