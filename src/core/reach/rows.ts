import type { Direction } from '../group/rule.ts';
import { unionOfSets } from '../net/address-set.ts';
import { type Cidr, readCidr, writeCidrs } from '../net/cidr.ts';
import { readServices, writeServices } from '../net/services.ts';
import { meets } from './algebra.ts';
import { everybody, type PeerSet } from './peer-set.ts';
import type { Reach } from './reach.ts';
import { reachOfRow, rowsOf } from './row.ts';
import { sizeOfPeers } from './size.ts';
import { normalForm, type Slab } from './slabs.ts';
import { type SymbolSet, symbolsOf } from './symbol-set.ts';

/** A row of `gained`, `lost` or `certain` in the decision JSON. Numbers of addresses are text, since JSON has no bigint. */
export interface ReachRow {
  readonly direction: Direction;
  /** `tcp/22`, `tcp/0-21`, `icmp/8/*`, `proto/47`, `all`. */
  readonly services: readonly string[];
  /**
   * CIDRs, then groups, then prefix lists. Where nothing is known and any may be meant: `sg-*` = every group, `pl-*` =
   * every prefix list, and `!…` = but this one.
   */
  readonly peers: readonly string[];
  readonly addresses: { readonly ipv4: string; readonly ipv6: string };
  readonly public: { readonly ipv4: string; readonly ipv6: string } | 'unknown';
  /** The prefix lists by whose entries these addresses are permitted, joined by `, `. */
  readonly cause: string | null;
}

/** What stands behind a part of a reach: a prefix list with known entries, as `pl-…@7`. */
export interface Cause {
  readonly cause: string;
  readonly reach: Reach;
}

/** Writes a reach as rows of the decision JSON; sorted, and the same for the same reach. */
export function writeRows(reach: Reach, causes: readonly Cause[] = []): ReachRow[] {
  return rowsOf(reach).map((row) => {
    const size = sizeOfPeers(row.peers);
    const behind = causes.length === 0 ? [] : causes.filter((cause) => meets(cause.reach, reachOfRow(row)));
    const names = symbolsOf(behind.map((cause) => cause.cause)).names;
    return {
      direction: row.direction,
      services: row.services.flatMap(({ from, to }) => writeServices(from, to)),
      peers: writePeers(row.peers),
      addresses: { ipv4: String(size.ipv4), ipv6: String(size.ipv6) },
      public:
        size.public === 'unknown' ? size.public : { ipv4: String(size.public.ipv4), ipv6: String(size.public.ipv6) },
      cause: names.length === 0 ? null : names.join(', '),
    };
  });
}

/** Writes peers as canonical CIDRs, IPv4 before IPv6, then groups, then prefix lists. */
export function writePeers(peers: PeerSet): string[] {
  return [
    ...writeCidrs(peers.v4, 1),
    ...writeCidrs(peers.v6, 4),
    ...writeSymbols(peers.groups, 'sg-*'),
    ...writeSymbols(peers.lists, 'pl-*'),
  ];
}

function writeSymbols(set: SymbolSet, every: string): readonly string[] {
  return set.cofinite ? [every, ...set.names.map((name) => `!${name}`)] : set.names;
}

/** Reads rows back into the reach they were written from, or says which word was not understood. */
export function readRows(
  rows: readonly Pick<ReachRow, 'direction' | 'services' | 'peers'>[],
): Reach | { misread: string } {
  const slabs: Record<Direction, Slab[]> = { ingress: [], egress: [] };
  for (const row of rows) {
    const peers = readPeers(row.peers);
    for (const word of row.services) {
      const services = readServices(word);
      if (services === null) return { misread: `expected a service such as \`tcp/22\`, got \`${word}\`` };
      slabs[row.direction].push({ ...services, peers });
    }
  }
  return { ingress: normalForm(slabs.ingress), egress: normalForm(slabs.egress) };
}

/** Reads what `writePeers` wrote; what is neither a CIDR nor a prefix list is a group. */
export function readPeers(words: readonly string[]): PeerSet {
  const cidrs: Cidr[] = [];
  const names: string[] = [];
  for (const word of words) {
    const cidr = readCidr(word);
    if ('misread' in cidr) names.push(word);
    else cidrs.push(cidr);
  }
  const sets = (kind: Cidr['kind']) => cidrs.filter((cidr) => cidr.kind === kind).map((cidr) => cidr.addresses);
  const isList = (name: string) => /^!?pl-/.test(name);
  return {
    v4: unionOfSets(sets('ipv4'), 1),
    v6: unionOfSets(sets('ipv6'), 4),
    groups: readSymbols(
      names.filter((name) => !isList(name)),
      'sg-*',
      everybody.groups,
    ),
    lists: readSymbols(names.filter(isList), 'pl-*', everybody.lists),
  };
}

function readSymbols(names: readonly string[], every: string, all: SymbolSet): SymbolSet {
  if (!names.includes(every)) return symbolsOf(names);
  const but = names.filter((name) => name.startsWith('!')).map((name) => name.slice(1));
  return { ...all, names: symbolsOf(but).names };
}
