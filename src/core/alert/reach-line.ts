import type { EffectRow } from '../plan/decision.ts';
import { sayEach } from '../reach/explain.ts';
import { type ReachRow, readRows } from '../reach/rows.ts';
import { sayCount, sayDigits } from './say-many.ts';

/** What an effect gained and lost, a line each, worst first, with how many addresses that is. */
export function reachLines(effect: EffectRow, on: string | null): readonly string[] {
  const where = on === null ? {} : { on };
  return [
    ...sayRows(effect.gained, 'gained', where).map((line) => `gained: ${line}`),
    ...sayRows(effect.lost ?? [], 'lost', where).map((line) => `lost: ${line}`),
    ...(effect.lost === null ? ['what was there before is not known'] : []),
    ...(effect.passing === undefined
      ? []
      : sayRows(effect.passing.gained, 'gained', where).map(
          (line) => `for ${effect.passing!.seconds} s: ${line}, then closed again`,
        )),
  ];
}

function sayRows(
  rows: readonly ReachRow[],
  tense: 'gained' | 'lost',
  where: { readonly on?: string },
): readonly string[] {
  const ranked = rows.length === 1 ? rows : [];
  const reach = readRows(rows);
  if ('misread' in reach) return rows.map((row) => `${row.services.join(', ')} ${row.peers.join(', ')}`);
  const said = sayEach(reach, tense, where);
  const [only] = ranked;
  return only === undefined || said.length !== 1 ? said : [`${said[0]}${sizeOf(only)}`];
}

/** ` (4,294,967,296 IPv4 addresses, 3,702,258,432 public)`; nothing of a few, or of what has no size. */
function sizeOf({ addresses, public: open }: ReachRow): string {
  const said: string[] = [];
  const ipv4 = BigInt(addresses.ipv4);
  if (ipv4 > 1n) {
    const share =
      open === 'unknown' || open.ipv4 === '0'
        ? ''
        : open.ipv4 === addresses.ipv4
          ? ', all public'
          : `, ${sayDigits(BigInt(open.ipv4))} public`;
    said.push(`${sayCount(ipv4, 'IPv4 address')}${share}`);
  }
  const ipv6 = BigInt(addresses.ipv6);
  if (ipv6 === 2n ** 128n) said.push('every IPv6 address');
  else if (ipv6 >= 2n ** 64n) said.push(sayCount(ipv6 >> 64n, 'IPv6 /64 network'));
  return said.length === 0 ? '' : ` (${said.join(' and ')})`;
}
