import { type AddressSet, addressOf, type Width } from './address-set.ts';
import { readIpv4, readIpv6, writeIpv4, writeIpv6 } from './address-text.ts';

/** A block of addresses: one aligned range with its prefix length, host bits masked. */
export interface Cidr {
  readonly kind: 'ipv4' | 'ipv6';
  readonly prefix: number;
  readonly addresses: AddressSet;
}

/**
 * Reads a CIDR as EC2 accepts it: host bits are masked (`10.0.0.5/8` is stored as `10.0.0.0/8`), IPv6 in any spelling.
 * Refused, with what was expected: no prefix length, a prefix beyond 32 or 128, octal or three-part addresses, zone ids.
 * Source: EC2 API reference, `IpRange.CidrIp` and `Ipv6Range.CidrIpv6`.
 */
export function readCidr(text: string): Cidr | { readonly misread: string } {
  const slash = text.indexOf('/');
  const ipv6 = text.includes(':');
  const prefix = slash < 0 ? -1 : readPrefix(text, slash + 1, ipv6 ? 128 : 32);
  if (prefix >= 0) {
    const addresses = ipv6 ? readBlock6(text.slice(0, slash), prefix) : readBlock4(text.slice(0, slash), prefix);
    if (addresses !== null) return { kind: ipv6 ? 'ipv6' : 'ipv4', prefix, addresses };
  }
  return { misread: `expected a CIDR such as \`192.0.2.0/24\` or \`2001:db8::/32\`, got \`${text}\`` };
}

/** The one way this product spells a CIDR (masked, RFC 5952); `null` when it is none. */
export function canonicalCidr(text: string): string | null {
  const cidr = readCidr(text);
  return 'misread' in cidr ? null : writeBlock(cidr.addresses, 0, cidr.kind === 'ipv4' ? 1 : 4, cidr.prefix);
}

/** The fewest CIDRs that hold exactly these addresses, in ascending order. */
export function writeCidrs(set: AddressSet, width: Width): string[] {
  if (width === 1) return writeCidrs4(set);
  const cidrs: string[] = [];
  const block = new Uint32Array(width);
  const bits = 32 * width;
  for (let i = 0; i < set.length; i += 2 * width) {
    let first = addressOf(set, i, width);
    const last = addressOf(set, i + width, width);
    while (first <= last) {
      let size = 0;
      while (size < bits && (first & ((2n << BigInt(size)) - 1n)) === 0n && first + (2n << BigInt(size)) - 1n <= last) {
        size += 1;
      }
      for (let k = width - 1, rest = first; k >= 0; k -= 1, rest >>= 32n) block[k] = Number(rest & 0xffffffffn);
      cidrs.push(writeBlock(block, 0, width, bits - size));
      first += 1n << BigInt(size);
    }
  }
  return cidrs;
}

// Measured: nearly all that is written is IPv4, and big integers made that the half of writing a row.
function writeCidrs4(set: AddressSet): string[] {
  const cidrs: string[] = [];
  for (let i = 0; i < set.length; i += 2) {
    const last = set[i + 1]!;
    for (let first = set[i]!; first <= last; ) {
      let size = 1;
      let prefix = 32;
      while (prefix > 0 && first % (size * 2) === 0 && first + size * 2 - 1 <= last) {
        size *= 2;
        prefix -= 1;
      }
      cidrs.push(`${writeIpv4(first)}/${prefix}`);
      first += size;
    }
  }
  return cidrs;
}

function writeBlock(words: Uint32Array, at: number, width: Width, prefix: number): string {
  return `${width === 1 ? writeIpv4(words[at]!) : writeIpv6(words, at)}/${prefix}`;
}

function readPrefix(text: string, at: number, max: number): number {
  const length = text.length - at;
  if (length < 1 || length > 3 || (length > 1 && text.charCodeAt(at) === 48)) return -1;
  let value = 0;
  for (let i = at; i < text.length; i += 1) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value <= max ? value : -1;
}

function readBlock4(text: string, prefix: number): AddressSet | null {
  const word = readIpv4(text);
  if (word === null) return null;
  const set = new Uint32Array(2);
  const mask = hostBits(prefix);
  set[0] = word & ~mask;
  set[1] = word | mask;
  return set;
}

function readBlock6(text: string, prefix: number): AddressSet | null {
  const set = new Uint32Array(8);
  if (!readIpv6(text, set, 0)) return null;
  for (let k = 0; k < 4; k += 1) {
    const mask = hostBits(Math.min(32, Math.max(0, prefix - 32 * k)));
    set[4 + k] = set[k]! | mask;
    set[k] = set[k]! & ~mask;
  }
  return set;
}

/** The bits of a word behind the first `prefix`; a shift by 32 would be a shift by 0. */
function hostBits(prefix: number): number {
  return prefix === 32 ? 0 : 0xffffffff >>> prefix;
}
