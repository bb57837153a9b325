/** A stretch of the service axis, both ends included. */
export interface Services {
  readonly from: number;
  readonly to: number;
}

/**
 * The service axis puts every protocol on one line of 2^24 points: `protocol * 65536 + sub`, where sub is the port of
 * TCP and UDP, `type * 256 + code` of ICMP and ICMPv6. Every other protocol is always taken whole.
 */
export const allServices: Services = { from: 0, to: 2 ** 24 - 1 };

const BLOCK = 65536;
const noPorts = [-1, -1] as const;
const numbers: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 };
const names: Readonly<Record<number, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' };

/**
 * Where a rule's protocol and ports lie on the axis: one stretch. Ports that no reader lets through (outside their
 * range) stand for the whole protocol, an unknown protocol for the whole axis: reach is never under-reported.
 */
export function servicesOf(protocol: string, ports: readonly [number, number] | null): readonly [Services] {
  if (protocol === '-1') return [allServices];
  const number = numbers[protocol] ?? Number(protocol);
  if (!(number >= 0 && number <= 255)) return [allServices];
  const start = number * BLOCK;
  const [a, b] = ports === null ? noPorts : ports;
  if (number === 6 || number === 17) {
    if (a >= 0 && a <= b && b < BLOCK) return [{ from: start + a, to: start + b }];
  } else if ((number === 1 || number === 58) && a >= 0 && a <= 255 && b >= -1 && b <= 255) {
    const type = start + a * 256;
    return b === -1 ? [{ from: type, to: type + 255 }] : [{ from: type + b, to: type + b }];
  }
  return [{ from: start, to: start + BLOCK - 1 }];
}

/**
 * Writes a stretch of the axis in words of the decision JSON: `tcp/22`, `tcp/0-21`, `udp/53`, `icmp/8/*`, `icmp/3/4`,
 * `icmp/*` (every type), `proto/47`, `proto/7-16` (a run of protocols without names), `all`.
 */
export function writeServices(from: number, to: number): string[] {
  if (from <= allServices.from && to >= allServices.to) return ['all'];
  const written: string[] = [];
  for (let at = from; at <= to; ) {
    const number = Math.floor(at / BLOCK);
    const name = names[number];
    let end = Math.min(to, number * BLOCK + BLOCK - 1);
    if (name !== undefined) written.push(...writeBlock(name, at % BLOCK, end % BLOCK));
    else {
      let last = number;
      while (names[last + 1] === undefined && (last + 1) * BLOCK <= to) last += 1;
      end = Math.min(to, last * BLOCK + BLOCK - 1);
      written.push(number === last ? `proto/${number}` : `proto/${number}-${last}`);
    }
    at = end + 1;
  }
  return written;
}

function writeBlock(name: string, from: number, to: number): string[] {
  if (name === 'tcp' || name === 'udp') return [`${name}/${run(from, to)}`];
  if (from === 0 && to === BLOCK - 1) return [`${name}/*`];
  const first = from >> 8;
  const last = to >> 8;
  const startsWhole = (from & 255) === 0;
  const endsWhole = (to & 255) === 255;
  if (first === last && !(startsWhole && endsWhole)) return [`${name}/${first}/${run(from & 255, to & 255)}`];
  const written: string[] = [];
  if (!startsWhole) written.push(`${name}/${first}/${run(from & 255, 255)}`);
  const a = startsWhole ? first : first + 1;
  const b = endsWhole ? last : last - 1;
  if (a <= b) written.push(`${name}/${run(a, b)}/*`);
  if (!endsWhole) written.push(`${name}/${last}/${run(0, to & 255)}`);
  return written;
}

function run(from: number, to: number): string {
  return from === to ? String(from) : `${from}-${to}`;
}

/** Reads back one word that `writeServices` wrote; `null` when it is none. */
export function readServices(word: string): Services | null {
  if (word === 'all') return allServices;
  const [name = '', first = '', second] = word.split('/');
  if (name === 'proto') {
    const range = readRun(first, 255);
    return range === null ? null : { from: range[0] * BLOCK, to: range[1] * BLOCK + BLOCK - 1 };
  }
  const number = numbers[name];
  if (number === undefined) return null;
  const sub = name === 'tcp' || name === 'udp' ? readRun(first, BLOCK - 1) : readTypes(first, second);
  return sub === null ? null : { from: number * BLOCK + sub[0], to: number * BLOCK + sub[1] };
}

function readTypes(types: string, codes: string | undefined): [number, number] | null {
  if (types === '*' && codes === undefined) return [0, BLOCK - 1];
  const range = readRun(types, 255);
  const code = codes === '*' ? ([0, 255] as const) : readRun(codes ?? '', 255);
  if (range === null || code === null) return null;
  return [range[0] * 256 + code[0], range[1] * 256 + code[1]];
}

function readRun(text: string, max: number): [number, number] | null {
  const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text);
  if (match === null) return null;
  const from = Number(match[1]);
  const to = match[2] === undefined ? from : Number(match[2]);
  return from <= to && to <= max ? [from, to] : null;
}
