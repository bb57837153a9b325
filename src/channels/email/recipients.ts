import type { Alert } from '../../core/alert/alert.ts';
import { plainLine } from '../plain-line.ts';

/** Who gets a mail, and why some do not (`but`); or why nobody does. */
export type Recipients = { readonly to: readonly string[]; readonly but: string | null } | { readonly wrong: string };

/** Addresses as SMTP takes them without extensions (RFC 5321, 4.1.2): a name and a domain, nothing quoted. */
const address = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*$/;

/** The address in `alice@example.com` or `Alice <alice@example.com>`; `null` where there is none. */
export function addressIn(text: string): string | null {
  const inside = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text;
  return address.test(inside.trim()) ? inside.trim() : null;
}

/** Whom a message goes to: the addresses of the channel, or the owner whom the message names. */
export function recipientsOf(to: readonly string[] | 'owner', { people, place }: Alert): Recipients {
  const named = to === 'owner' ? people.filter((each) => each.as === 'owner').flatMap(({ mail }) => mail ?? []) : to;
  const found = [...new Set(named.flatMap((each) => addressIn(each) ?? []))];
  const odd = named
    .filter((each) => addressIn(each) === null)
    .map((each) => `\`${plainLine(each, 80).replaceAll('`', "'")}\``);
  const but = odd.length === 0 ? null : `expected addresses in ASCII, got ${odd.slice(0, 5).join(', ')}: mend \`to\``;
  if (found.length > 0) return { to: found, but };
  if (to !== 'owner') return { wrong: 'expected addresses in `to`, such as `secops@example.com`, got none: set them' };
  const owner = place?.owner ?? null;
  const of = owner === null ? 'the owner' : `the owner \`${plainLine(owner, 80).replaceAll('`', "'")}\``;
  return { wrong: `expected a mail address of ${of} in the directory, got none: set it among the people` };
}
