import { intersectSets, noAddresses, setCovers, sizeOfSet } from '../net/address-set.ts';
import { writeCidrs } from '../net/cidr.ts';
import { type Addresses, internet4, internet6, splitByPlace } from '../net/special.ts';
import type { PeerSet } from './peer-set.ts';
import { networksOf } from './size.ts';
import type { SymbolSet } from './symbol-set.ts';

/** Which Internet a set of peers covers, in words; `null` when none. */
export function wholeInternet(peers: PeerSet): string | null {
  const whole4 = setCovers(peers.v4, internet4, 1);
  const whole6 = setCovers(peers.v6, internet6, 4);
  if (whole4 && whole6) return 'the whole Internet';
  return whole4 ? 'the whole IPv4 Internet' : whole6 ? 'the whole IPv6 Internet' : null;
}

/** Peers in a sentence: the Internet first, then the rest by place. */
export function sayPeers(peers: PeerSet): string {
  const whole = wholeInternet(peers);
  const said = whole === null ? [] : [whole];
  const rest = {
    v4: setCovers(peers.v4, internet4, 1) ? noAddresses : peers.v4,
    v6: setCovers(peers.v6, internet6, 4) ? noAddresses : peers.v6,
  };
  said.push(...sayAddresses(rest), ...sayGroups(peers.groups), ...sayLists(peers.lists));
  const [first = '', ...others] = said;
  if (!/^[\d,]+ address.*Internet$/.test(first)) return listed(said);
  return others.length === 0 ? `${first},` : `${first}, and ${listed(others)}`;
}

function sayAddresses(all: Addresses): string[] {
  const whole = cidrsOf(all);
  const parts = splitByPlace(all);
  const isMixed = parts.length > 1 && parts[0]!.name === null;
  if (isMixed && whole.length === 1 && cidrsOf(parts[0]!.addresses).length > FEW) {
    return [`${whole[0]} (${sayPublic(parts[0]!.addresses, 'public address')})`];
  }
  return parts.slice(0, MANY).map(({ name, addresses }) => {
    const cidrs = cidrsOf(addresses);
    if (cidrs.length > FEW) return name === null ? sayPublic(addresses, 'address') : `${sayCount(addresses, name)}`;
    if (name !== null) return `${listed(cidrs.map(plain))} (${name})`;
    if (cidrs.length === 1 && cidrs[0] === NAT64) return `${NAT64} (NAT64 to the IPv4 Internet)`;
    const isOne = cidrs.every((cidr) => plain(cidr) !== cidr);
    return isOne ? listed(cidrs.map(plain)) : `${listed(cidrs.map(plain))} (${sayPublic(addresses, 'address')})`;
  });
}

function sayPublic({ v4, v6 }: Addresses, noun: string): string {
  const said: string[] = [];
  const ipv4 = sizeOfSet(v4, 1);
  if (ipv4 > 0n) said.push(`${counted(ipv4, noun)}, ${percent(ipv4)} of the IPv4 Internet`);
  if (v6.length > 0) said.push(`${counted(networksOf(v6), '/64 network')} of the IPv6 Internet`);
  return said.join(' and ');
}

function sayCount({ v4, v6 }: Addresses, name: string): string {
  const said: string[] = [];
  if (v4.length > 0) said.push(counted(sizeOfSet(v4, 1), `${name} address`));
  if (v6.length > 0) said.push(counted(networksOf(v6), `${name} /64 network`));
  return said.join(' and ');
}

function sayGroups(groups: SymbolSet): string[] {
  if (groups.cofinite) return ['members of any group'];
  if (groups.names.length === 0) return [];
  if (groups.names.length > 3) return [`members of ${groups.names.length} groups`];
  return [
    `members of ${groups.names.map((name) => name.replace(/^name:(.*)$/s, 'the group named `$1`')).join(' or ')}`,
  ];
}

function sayLists(lists: SymbolSet): string[] {
  if (lists.cofinite) return ['any prefix list (entries unknown: may hold anything)'];
  if (lists.names.length === 0) return [];
  const names = lists.names.length > 3 ? `${lists.names.length} prefix lists` : `prefix list ${listed(lists.names)}`;
  return [`${names} (entries unknown: may hold anything)`];
}

/** Peers for a line of a table: one name, a share of the Internet, or the first of several. */
export function shortPeers(peers: PeerSet): string {
  const whole = wholeInternet(peers);
  if (whole !== null) return whole.replace(/^the whole (?=IP)/, '').replace(/^the /, '');
  const cidrs = cidrsOf(peers);
  const names = [...cidrs, ...peers.groups.names, ...peers.lists.names];
  if (peers.groups.cofinite || peers.lists.cofinite) return 'anyone';
  const open = sizeOfSet(intersectSets(peers.v4, internet4, 1), 1);
  if (cidrs.length > FEW && open * 100n >= sizeOfSet(internet4, 1)) return `${percent(open)} of the IPv4 Internet`;
  return names.length <= 1 ? (names[0] ?? '') : `${names[0]} and ${names.length - 1} more`;
}

/** Words as a list: `a, b and c`. */
export function listed(words: readonly string[]): string {
  return words.length <= 1 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

const NAT64 = '64:ff9b::/96';
const FEW = 2;
const MANY = 3;

function cidrsOf({ v4, v6 }: Addresses): string[] {
  return [...writeCidrs(v4, 1), ...writeCidrs(v6, 4)];
}

/** A single address without its prefix length. */
function plain(cidr: string): string {
  return cidr.replace(/(?<=^[\d.]+)\/32$|(?<=:.*)\/128$/, '');
}

function counted(count: bigint, noun: string): string {
  const digits = String(count).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${digits} ${noun}${count === 1n ? '' : noun.endsWith('s') ? 'es' : 's'}`;
}

/** Rounded down, so that 100 % is said of the whole only. */
function percent(count: bigint): string {
  const thousandths = Number((count * 1000n) / sizeOfSet(internet4, 1));
  return thousandths === 0
    ? 'less than 0.1 %'
    : `${Math.floor(thousandths / 10)}.${thousandths % 10} %`.replace('.0 %', ' %');
}
