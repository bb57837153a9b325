import type { ReachRow } from '../../core/reach/rows.ts';
import { counted } from './counted.ts';

/** How many addresses a row holds, and how many of them are public: `4,294,967,296 IPv4 addresses, 3,702,258,432 of them public`. */
export function sayRowSize({ addresses, public: open }: Pick<ReachRow, 'addresses' | 'public'>): string {
  const said: string[] = [];
  const add = (family: string, all: string, part: string | null): void => {
    if (all === '0') return;
    const size =
      family === 'IPv6' && BigInt(all) === 2n ** 128n
        ? 'every IPv6 address'
        : family === 'IPv6' && BigInt(all) >= 2n ** 64n
          ? counted(BigInt(all) >> 64n, 'IPv6 /64 network')
          : counted(BigInt(all), `${family} address`, `${family} addresses`);
    const share =
      part === null || part === '0'
        ? ''
        : part === all
          ? ', public'
          : family === 'IPv4'
            ? `, ${counted(BigInt(part), 'public', 'public')}`
            : ', in part public';
    said.push(size + share);
  };
  add('IPv4', addresses.ipv4, open === 'unknown' ? null : open.ipv4);
  add('IPv6', addresses.ipv6, open === 'unknown' ? null : open.ipv6);
  return said.join(' and ');
}
