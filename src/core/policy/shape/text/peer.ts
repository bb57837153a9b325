import { canonicalCidr, readCidr } from '../../../net/cidr.ts';
import type { Misfit, TextFormat } from '../text-format.ts';

const v4 = '(\\d{1,3}\\.){3}\\d{1,3}/\\d{1,2}';
const v6 = '[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*/\\d{1,3}';

/** A CIDR without host bits: EC2 would mask them in silence, and the policy would say more than it means. */
export const cidrFormat: TextFormat = {
  say: 'a CIDR such as `192.0.2.0/24` or `2001:db8::/32`',
  pattern: `^(${v4}|${v6})$`,
  read: readCidrText,
};

/** Whom an exception lets in. */
export const peerFormat: TextFormat = {
  say: 'a CIDR, a group `sg-…` or a prefix list `pl-…`',
  pattern: `^(${v4}|${v6}|(\\d{12}/)?sg-[A-Za-z0-9-]+|pl-[A-Za-z0-9-]+)$`,
  read: (text) => {
    if (/^((\d{12}\/)?sg-|pl-)[A-Za-z0-9-]+$/.test(text)) return null;
    const misfit = readCidrText(text);
    return misfit === null || misfit.suggestion !== null
      ? misfit
      : { ...misfit, message: `expected ${peerFormat.say}` };
  },
};

function readCidrText(text: string): Misfit | null {
  const canonical = canonicalCidr(text);
  if (canonical === null) return { message: `expected ${cidrFormat.say}`, suggestion: mend(text) };
  if (firstOf(text) === canonical.slice(0, canonical.indexOf('/'))) return null;
  return { message: `\`${text}\` has bits set behind its prefix, and AWS would drop them`, suggestion: canonical };
}

/** The address before the slash in its canonical spelling, unmasked. */
function firstOf(text: string): string | undefined {
  return canonicalCidr(`${text.slice(0, text.indexOf('/'))}/${text.includes(':') ? 128 : 32}`)?.split('/')[0];
}

function mend(text: string): string | null {
  const bare = text.trim().replace(/\s+/g, '');
  if (/^(\*|any(where)?|all|internet|0\/0|0)$/i.test(bare)) return '0.0.0.0/0';
  if (bare === '::') return '::/0';
  if (bare === '0.0.0.0') return '0.0.0.0/0';
  const single = `${bare}/${bare.includes(':') ? 128 : 32}`;
  if (!('misread' in readCidr(single))) return canonicalCidr(single);
  const [address = '', mask = ''] = bare.split('/');
  const prefix = prefixOf(mask);
  const short = /^\d{1,3}(\.\d{1,3}){0,2}$/.test(address)
    ? `${address}${'.0'.repeat(4 - address.split('.').length)}`
    : address;
  const plain = short.replace(/\b0+(?=\d)/g, '');
  return canonicalCidr(`${plain}/${prefix ?? mask}`) ?? canonicalCidr(bare);
}

/** The prefix length that a mask such as `255.255.255.0` stands for. */
function prefixOf(mask: string): number | null {
  const parts = mask.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) return null;
  const bits = parts.map((part) => part.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits) ? bits.replaceAll('0', '').length : null;
}
