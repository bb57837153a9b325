import {
  type AddressSet,
  everyIpv4,
  everyIpv6,
  intersectSets,
  minusSets,
  noAddresses,
  unionOfSets,
  unionSets,
  type Width,
} from './address-set.ts';
import { type Cidr, readCidr } from './cidr.ts';
import { specialRows } from './special-registry.ts';

/** Addresses of both families. */
export interface Addresses {
  readonly v4: AddressSet;
  readonly v6: AddressSet;
}

const blocks = specialRows.map((row) => ({ ...row, cidr: readCidr(row.prefix) as Cidr }));

/** What is "not Globally Reachable", judged by the most specific row that holds an address. */
function notGlobal(kind: Cidr['kind'], width: Width): AddressSet {
  const rows = blocks.filter((row) => row.cidr.kind === kind).sort((a, b) => a.cidr.prefix - b.cidr.prefix);
  return rows.reduce(
    (set, { cidr, global }) => (global === false ? unionSets : minusSets)(set, cidr.addresses, width),
    noAddresses,
  );
}

const globalUnicast6 = (readCidr('2000::/3') as Cidr).addresses;
const nat64 = (readCidr('64:ff9b::/96') as Cidr).addresses;

/** The IPv4 Internet: every address that the pinned registries do not call "Globally Reachable: False", no multicast. */
export const internet4: AddressSet = minusSets(everyIpv4, notGlobal('ipv4', 1), 1);

/** The IPv6 Internet: `2000::/3` without what the registries call "Globally Reachable: False". */
export const internet6: AddressSet = minusSets(globalUnicast6, notGlobal('ipv6', 4), 4);

/**
 * Addresses that count as public: both Internets, and `64:ff9b::/96`, behind which a NAT64 gateway has the IPv4
 * Internet (RFC 6052). "The whole IPv6 Internet" asks for `internet6` alone, so `::/0` and `2000::/3` say the same.
 */
export const publicAddresses: Addresses = { v4: internet4, v6: unionSets(internet6, nat64, 4) };

/** Addresses of the registries' rows of one name: `private` (RFC 1918, fc00::/7), `shared`, `loopback`, `multicast`, … */
export function specialAddresses(name: string): Addresses {
  const sets = (kind: Cidr['kind']) =>
    blocks.filter((row) => row.name === name && row.cidr.kind === kind).map((row) => row.cidr.addresses);
  return { v4: unionOfSets(sets('ipv4'), 1), v6: unionOfSets(sets('ipv6'), 4) };
}

const wide4 = minusSets(everyIpv4, internet4, 1);
const wide6 = minusSets(everyIpv6, publicAddresses.v6, 4);
const names = ['private', 'shared', 'loopback', 'link-local', 'documentation', 'multicast', 'benchmarking'];
const named = names.map((name) => ({ name, addresses: specialAddresses(name) }));

/**
 * Splits addresses by what they are: first the public part (name `null`), then each named special place, then
 * `reserved` for what is left. Empty parts are dropped.
 */
export function splitByPlace(
  all: Addresses,
): readonly { readonly name: string | null; readonly addresses: Addresses }[] {
  const parts: { name: string | null; addresses: Addresses }[] = [
    { name: null, addresses: both(all, publicAddresses) },
    ...named.map(({ name, addresses }) => ({ name, addresses: both(all, addresses) })),
  ];
  const rest = named.reduce(
    (left, { addresses }) => ({ v4: minusSets(left.v4, addresses.v4, 1), v6: minusSets(left.v6, addresses.v6, 4) }),
    both(all, { v4: wide4, v6: wide6 }),
  );
  parts.push({ name: 'reserved', addresses: rest });
  return parts.filter(({ addresses }) => addresses.v4.length > 0 || addresses.v6.length > 0);
}

function both(a: Addresses, b: Addresses): Addresses {
  return { v4: intersectSets(a.v4, b.v4, 1), v6: intersectSets(a.v6, b.v6, 4) };
}
