import { bareLine } from '../bare-line.ts';

/** Who gets a mail, and why some do not (`but`); or why nobody does. */
export type Recipients = { readonly to: readonly string[]; readonly but: string | null } | { readonly wrong: string };

/** Addresses as SMTP takes them without extensions (RFC 5321, 4.1.2): a name and a domain, nothing quoted. */
const address = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*$/;

/** The address in `alice@example.com` or `Alice <alice@example.com>`; `null` where there is none. */
export function addressIn(text: string): string | null {
  const inside = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text;
  return address.test(inside.trim()) ? inside.trim() : null;
}

/** Whom mails are from: the address, the same with a name beside it, and its domain. */
export interface Sender {
  readonly address: string;
  readonly from: string;
  readonly domain: string;
}

/** The sender that a text names: where it has no name of its own, it gets ours. `null` where it holds no address. */
export function senderIn(text: string): Sender | null {
  const address = addressIn(text);
  if (address === null) return null;
  const from = text.trim() === address ? `Portcullis <${address}>` : text.trim();
  return { address, from, domain: address.slice(address.indexOf('@') + 1) };
}

/** Whom the mails of a channel go to. */
export function recipientsOf(to: readonly string[]): Recipients {
  const found = [...new Set(to.flatMap((each) => addressIn(each) ?? []))];
  const odd = to
    .filter((each) => addressIn(each) === null)
    .map((each) => `\`${bareLine(each, 80).replaceAll('`', "'")}\``);
  const but = odd.length === 0 ? null : `expected addresses in ASCII, got ${odd.slice(0, 5).join(', ')}: mend \`to\``;
  if (found.length > 0) return { to: found, but };
  return { wrong: 'expected addresses in `to`, such as `secops@example.com`, got none: set them' };
}
