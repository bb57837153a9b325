import type { Direction } from '../group/rule.ts';
import { everyIpv4, everyIpv6, minusSets, noAddresses } from '../net/address-set.ts';
import { readCidr, writeCidrs } from '../net/cidr.ts';
import { intersect } from './algebra.ts';
import type { MatrixColumn, MatrixRow } from './matrix.ts';
import {
  everybody,
  intersectPeers,
  isNobody,
  minusPeers,
  nobody,
  type PeerSet,
  peersEqual,
  peersMeet,
  unionOfPeers,
} from './peer-set.ts';
import { boxOf, places } from './places.ts';
import { peersOfCidrs, type Reach } from './reach.ts';
import { writePeers } from './rows.ts';
import { sizeOfPeers } from './size.ts';

/** CIDRs, groups and lists that get a row of their own. */
const mostAlone = 8;

/** A row, and whether it is told even where nothing is open. */
interface Told extends MatrixRow {
  readonly always: boolean;
  /** The row that it makes with the other family. */
  readonly both?: MatrixRow;
}

/**
 * The peers of a table, without overlap: the Internet first, then every address set with a name, CIDR, group and prefix
 * list that anything on either side names for these services, then private and all other addresses. What a smaller row
 * holds is taken out of the larger, which then says `rest of`.
 */
export function matrixRows(
  direction: Direction,
  columns: readonly MatrixColumn[],
  { seen, named }: { readonly seen: readonly Reach[]; readonly named: ReadonlyMap<string, PeerSet> },
): readonly Told[] {
  const box = boxOf(
    direction,
    everybody,
    columns.flatMap((column) => column.services),
  );
  const slabs = seen.flatMap((reach) => intersect(reach, box)[direction]);
  const met = slabs.length === 0 ? nobody : unionOfPeers(slabs.map((slab) => slab.peers));
  const alone = apart([...namedSets(named, met), ...namesIn(slabs.map((slab) => slab.peers))]);
  const [first, more] = [alone.slice(0, mostAlone), alone.slice(mostAlone)];
  const rest =
    more.length === 0 ? [] : [{ label: `${more.length} others`, peers: unionOfPeers(more.map((row) => row.peers)) }];
  const own = [...first, ...rest];
  const taken = own.length === 0 ? nobody : unionOfPeers(own.map((row) => row.peers));
  const wide = [
    { label: 'Internet', peers: { ...nobody, v4: places.internet.v4, v6: places.internet.v6 } },
    { label: 'private addresses', peers: { ...places.private, groups: nobody.groups } },
    { label: 'special addresses', peers: otherAddresses },
    { label: 'members of any group', peers: { ...nobody, groups: everybody.groups } },
    { label: 'any prefix list', peers: { ...nobody, lists: everybody.lists } },
  ].flatMap(({ label, peers }) => {
    const left = minusPeers(peers, taken);
    if (isNobody(left) || (label !== 'Internet' && !peersMeet(left, met))) return [];
    return split(label, left, peersEqual(left, peers));
  });
  const [internet, others] = [wide.filter((row) => row.always), wide.filter((row) => !row.always)];
  return [...internet, ...own.map((row) => ({ ...row, always: false })), ...others];
}

const otherAddresses: PeerSet = minusPeers(
  { ...nobody, v4: everyIpv4, v6: everyIpv6 },
  {
    ...nobody,
    v4: unionOfPeers([places.internet, places.private]).v4,
    v6: unionOfPeers([places.internet, places.private]).v6,
  },
);

/** A row for each family; the table joins them where they fare alike. */
function split(label: string, peers: PeerSet, whole: boolean): readonly Told[] {
  const always = label === 'Internet';
  const said = (family: string) =>
    label === 'Internet' ? `${family}Internet` : `${label}${family === '' ? '' : ` (${family.trim()})`}`;
  const named = (family: string) => (whole ? said(family) : `rest of ${always ? 'the ' : ''}${said(family)}`);
  const [v4, v6] = [
    { ...peers, v6: noAddresses },
    { ...peers, v4: noAddresses },
  ];
  const both = { label: named(''), peers };
  if (isNobody(v4) || isNobody(v6)) return [{ ...both, always }];
  return [
    { label: named('IPv4 '), peers: v4, always, both },
    { label: named('IPv6 '), peers: v6, always, both },
  ];
}

function namedSets(named: ReadonlyMap<string, PeerSet>, met: PeerSet): readonly MatrixRow[] {
  return [...named].flatMap(([name, peers]) => {
    if (isWide(peers) || !peersMeet(peers, met)) return [];
    const words = writePeers(peers);
    return [{ label: words.length <= 2 ? `${name} ${words.join(' ')}` : name, peers }];
  });
}

/** The CIDRs, groups and lists that peers are written with; a CIDR as wide as a place is told by the place. */
function namesIn(all: readonly PeerSet[]): readonly MatrixRow[] {
  const words = new Set(all.flatMap(wordsFor));
  return [...words].sort().flatMap((word): readonly MatrixRow[] => {
    const cidr = readCidr(word);
    if (!('misread' in cidr)) {
      const peers = peersOfCidrs([word]);
      return isWide(peers) ? [] : [{ label: word, peers }];
    }
    if (word.startsWith('!') || word === 'sg-*' || word === 'pl-*') return [];
    const symbols = { cofinite: false, names: [word] };
    return [{ label: word, peers: /^pl-/.test(word) ? { ...nobody, lists: symbols } : { ...nobody, groups: symbols } }];
  });
}

/** Addresses in more CIDRs than this are nearly all there are but a few, and told by those few. */
const written = 6;

/** The words for peers; where those are many the words for what is left out, if they are few. */
function wordsFor(peers: PeerSet): readonly string[] {
  const families = [
    { own: writeCidrs(peers.v4, 1), holes: writeCidrs(minusSets(everyIpv4, peers.v4, 1), 1) },
    { own: writeCidrs(peers.v6, 4), holes: writeCidrs(minusSets(everyIpv6, peers.v6, 4), 4) },
  ];
  const addresses = families.flatMap(({ own, holes }) =>
    own.length > written && holes.length < own.length ? holes : own,
  );
  return [...addresses, ...writePeers({ ...peers, v4: noAddresses, v6: noAddresses })];
}

/** More than a /8 of IPv4 or a /32 of IPv6: told by what kind of addresses they are. */
function isWide(peers: PeerSet): boolean {
  const { ipv4, ipv6 } = sizeOfPeers(peers);
  return ipv4 > 2n ** 24n || ipv6 > 2n ** 96n;
}

/** Takes smaller rows out of larger ones; of two with the same peers the first stays. In the order given. */
function apart(rows: readonly MatrixRow[]): readonly MatrixRow[] {
  const order = rows.map((row, place) => ({ row, place, size: weightOf(row.peers) }));
  const out: { readonly row: MatrixRow; readonly place: number }[] = [];
  let taken = nobody;
  for (const { row, place } of order.sort((a, b) => (a.size < b.size ? -1 : a.size > b.size ? 1 : a.place - b.place))) {
    const left = minusPeers(row.peers, taken);
    taken = unionOfPeers([taken, row.peers]);
    if (isNobody(left)) continue;
    const same = peersEqual(intersectPeers(left, row.peers), row.peers);
    out.push({ row: same ? row : { label: `rest of ${row.label}`, peers: left }, place });
  }
  return out.sort((a, b) => a.place - b.place).map(({ row }) => row);
}

function weightOf(peers: PeerSet): bigint {
  const { ipv4, ipv6 } = sizeOfPeers(peers);
  return ipv4 + ipv6;
}
