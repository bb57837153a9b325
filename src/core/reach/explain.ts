import { noAddresses, setCovers, sizeOfSet } from '../net/address-set.ts';
import { writeCidrs } from '../net/cidr.ts';
import { allServices, type Services, writeServices } from '../net/services.ts';
import { type Addresses, internet4, internet6, splitByPlace } from '../net/special.ts';
import { wellKnownPorts } from '../net/well-known-ports.ts';
import { equals, intersect, isEmpty } from './algebra.ts';
import type { Effect, Span } from './bounds.ts';
import { exposureRank } from './exposure.ts';
import { everybody, type PeerSet } from './peer-set.ts';
import type { Reach } from './reach.ts';
import { type Row, reachOfRow, rowsOf } from './row.ts';
import { networksOf } from './size.ts';
import type { SymbolSet } from './symbol-set.ts';

/** What a sentence may also know. */
export interface Setting {
  /** Name of the group, for `… on prod-web`; absent: `this group`, or nothing. */
  readonly on?: string;
  /** Reach of the group after the change: says when an addition completed the Internet. */
  readonly after?: Reach;
  /** The change only took rules away, so that "no effect" means that nothing was lost. */
  readonly onlyRemoved?: boolean;
}

/** What became reachable, worst first: `the whole Internet can reach tcp 22 (ssh); and 2 more`. No capital, no full stop. */
export function sayGained(gained: Reach, setting: Setting = {}): string {
  return sayFirst(worstFirst(gained), (row) => sayRow(row, 'gained', setting)) ?? 'nothing new: already open';
}

/** What is no longer reachable: `10.20.0.0/16 (private) can no longer reach tcp 443 (https)`. */
export function sayLost(lost: Reach, setting: Setting = {}): string {
  return (
    sayFirst(worstFirst(lost), (row) => sayRow(row, 'lost', setting)) ?? 'nothing lost: other rules permit it still'
  );
}

/** Every row of a reach as its own sentence, worst first. */
export function sayEach(reach: Reach, tense: 'gained' | 'lost' | 'standing', setting: Setting = {}): readonly string[] {
  return worstFirst(reach).map((row) => sayRow(row, tense, setting));
}

/** The whole effect of a change in one sentence, with what is not known about it. */
export function sayEffect(effect: Effect, setting: Setting = {}): string {
  const { gained, lost } = effect;
  const parts: string[] = [];
  if (!isEmpty(gained.atMost)) {
    parts.push(
      sayGained(gained.atMost, setting) + doubt(gained, ', unless it could already') + completed(effect, setting),
    );
  }
  if (!isEmpty(lost.atMost))
    parts.push(sayLost(lost.atMost, setting) + doubt(lost, ', unless another rule permits it'));
  if (lost.unknown) parts.push('what was there before is not known');
  if (parts.length > 0) return parts.join('; ');
  return setting.onlyRemoved ? 'nothing lost: other rules permit it still' : 'nothing new: already open';
}

/** The effect in at most 89 characters for a table: `+IPv4 Internet → tcp 22`, `−10.20.0.0/16 → tcp 443`, `?` = perhaps. */
export function sayShort(effect: Effect): string {
  const gained = sayShortSpan('+', effect.gained);
  const lost = sayShortSpan('−', effect.lost);
  const text = [gained, lost, effect.lost.unknown ? '−unknown' : ''].filter((part) => part !== '').join(' ');
  if (text === '') return 'no effect';
  return text.length < 90 ? text : `${text.slice(0, 88)}…`;
}

function sayShortSpan(sign: string, span: Span): string {
  const rows = worstFirst(span.atMost);
  const [row] = rows;
  if (row === undefined) return '';
  const what = sayServices(row.services, 2, false).replace(EVERYTHING, 'everything');
  const who = shortPeers(row.peers);
  const more = rows.length > 1 ? ` +${rows.length - 1} more` : '';
  const perhaps = doubt(span, ' ?');
  return `${sign}${row.direction === 'ingress' ? `${who} → ${what}` : `out to ${who}: ${what}`}${more}${perhaps}`;
}

function doubt(span: Span, text: string): string {
  return equals(span.atLeast, span.atMost) ? '' : text;
}

/** Says when the change was the last piece: the peers it opened to now have the whole Internet on those services. */
function completed({ gained }: Effect, { after }: Setting): string {
  const [row] = worstFirst(gained.atMost);
  if (after === undefined || row === undefined || wholeInternet(row.peers) !== null) return '';
  const slabs = row.services.map(({ from, to }) => ({ from, to, peers: everybody }));
  const box = row.direction === 'ingress' ? { ingress: slabs, egress: [] } : { ingress: [], egress: slabs };
  const now = rowsOf(intersect(after, box));
  const whole = now.length === 1 ? wholeInternet(now[0]!.peers) : null;
  return whole === null ? '' : `; with what was open before, ${whole} now can`;
}

function sayFirst(rows: readonly Row[], say: (row: Row) => string): string | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  return rows.length === 1 ? say(first) : `${say(first)}; and ${rows.length - 1} more`;
}

function sayRow(row: Row, tense: 'gained' | 'lost' | 'standing', { on }: Setting): string {
  const who = sayPeers(row.peers);
  const what = sayServices(row.services, 3, true);
  const can = tense === 'lost' ? 'can no longer reach' : 'can reach';
  if (row.direction === 'ingress') return `${who} ${can} ${what}${on === undefined ? '' : ` on ${on}`}`;
  const may = tense === 'gained' ? 'can now reach' : can;
  return `${on ?? 'this group'} ${may} ${who.replace(/,$/, '')} on ${what}`;
}

function worstFirst(reach: Reach): readonly Row[] {
  const ranked = rowsOf(reach).map((row, place) => ({ row, place, rank: exposureRank(reachOfRow(row)) }));
  return ranked.sort((a, b) => b.rank - a.rank || a.place - b.place).map(({ row }) => row);
}

function wholeInternet(peers: PeerSet): string | null {
  const whole4 = setCovers(peers.v4, internet4, 1);
  const whole6 = setCovers(peers.v6, internet6, 4);
  if (whole4 && whole6) return 'the whole Internet';
  return whole4 ? 'the whole IPv4 Internet' : whole6 ? 'the whole IPv6 Internet' : null;
}

function sayPeers(peers: PeerSet): string {
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

function shortPeers(peers: PeerSet): string {
  const whole = wholeInternet(peers);
  if (whole !== null) return whole.replace(/^the whole (?=IP)/, '').replace(/^the /, '');
  const cidrs = cidrsOf(peers);
  const names = [...cidrs, ...peers.groups.names, ...peers.lists.names];
  if (peers.groups.cofinite || peers.lists.cofinite) return 'anyone';
  return names.length <= 1 ? (names[0] ?? '') : `${names[0]} and ${names.length - 1} more`;
}

const EVERYTHING = 'every protocol and port';

/** Services in words; what is left out of nearly everything is told by its exception. */
function sayServices(services: readonly Services[], limit: number, named: boolean): string {
  const words = services.flatMap(({ from, to }) => writeServices(from, to));
  const missing = complementOf(services).flatMap(({ from, to }) => writeServices(from, to));
  if (missing.length === 0) return EVERYTHING;
  if (missing.length < words.length && missing.length <= limit) {
    return `${EVERYTHING} but ${listed(missing.map((word) => sayService(word, named)))}`;
  }
  const said = words.map((word) => sayService(word, named));
  if (said.length <= limit) return listed(said);
  return `${said.slice(0, limit - 1).join(', ')} and ${said.length - limit + 1} more`;
}

function complementOf(services: readonly Services[]): Services[] {
  const gaps: Services[] = [];
  let at = allServices.from;
  for (const { from, to } of services) {
    if (from > at) gaps.push({ from: at, to: from - 1 });
    at = to + 1;
  }
  if (at <= allServices.to) gaps.push({ from: at, to: allServices.to });
  return gaps;
}

const protocolNames: Readonly<Record<string, string>> = {
  2: 'igmp',
  4: 'ipip',
  41: 'ipv6',
  47: 'gre',
  50: 'esp',
  51: 'ah',
};

function sayService(word: string, named: boolean): string {
  const [protocol = '', first = '', code] = word.split('/');
  if (word === 'all') return EVERYTHING;
  if (protocol === 'proto') {
    const name = named ? protocolNames[first] : undefined;
    return `${first.includes('-') ? 'protocols' : 'protocol'} ${first}${name === undefined ? '' : ` (${name})`}`;
  }
  if (protocol.startsWith('icmp')) {
    if (first === '*') return `all ${protocol}`;
    const ping = word === 'icmp/8/*' || word === 'icmp/8/0' || word === 'icmpv6/128/*' || word === 'icmpv6/128/0';
    const type = `${protocol} ${first.includes('-') ? 'types' : 'type'} ${first}${code === '*' ? '' : ` code ${code}`}`;
    return named && ping ? `${type} (ping)` : type;
  }
  if (first === '0-65535') return `every ${protocol} port`;
  const names = named ? namesWithin(protocol, first) : '';
  return `${protocol} ${first}${names === '' ? '' : ` (${names})`}`;
}

function namesWithin(protocol: string, range: string): string {
  const [from = 0, to = from] = range.split('-').map(Number);
  const within = wellKnownPorts.filter(
    (known) => known.protocol === protocol && known.port >= from && known.port <= to,
  );
  if (from === to) return within[0]?.name ?? '';
  const risky = within.filter((known) => known.risk !== 'none').map((known) => known.name);
  if (risky.length === 0) return '';
  return risky.length > 3 ? `with ${risky.slice(0, 3).join(', ')} and more` : `with ${listed(risky)}`;
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

function listed(words: readonly string[]): string {
  return words.length <= 1 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
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
