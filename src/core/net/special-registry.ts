/** A row of an IANA special-purpose address registry. */
export interface SpecialRow {
  readonly prefix: string;
  readonly name: string;
  /** The registry's column "Globally Reachable"; `null` where it says N/A or nothing. */
  readonly global: boolean | null;
}

/** The registries' own date ("Last Updated") of the copy below. */
export const specialRegistriesDate = '2025-10-09';

/**
 * IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890, RFC 8190), and below them the multicast blocks of
 * RFC 5771 and RFC 4291, which the registries leave out.
 * Source: iana.org/assignments/iana-ipv4-special-registry, iana.org/assignments/iana-ipv6-special-registry.
 */
export const specialRows: readonly SpecialRow[] = [
  { prefix: '0.0.0.0/8', name: 'this network', global: false },
  { prefix: '0.0.0.0/32', name: 'this host on this network', global: false },
  { prefix: '10.0.0.0/8', name: 'private', global: false },
  { prefix: '100.64.0.0/10', name: 'shared', global: false },
  { prefix: '127.0.0.0/8', name: 'loopback', global: false },
  { prefix: '169.254.0.0/16', name: 'link-local', global: false },
  { prefix: '172.16.0.0/12', name: 'private', global: false },
  { prefix: '192.0.0.0/24', name: 'IETF protocols', global: false },
  { prefix: '192.0.0.0/29', name: 'IPv4 service continuity', global: false },
  { prefix: '192.0.0.8/32', name: 'IPv4 dummy', global: false },
  { prefix: '192.0.0.9/32', name: 'PCP anycast', global: true },
  { prefix: '192.0.0.10/32', name: 'TURN anycast', global: true },
  { prefix: '192.0.0.170/32', name: 'NAT64 discovery', global: false },
  { prefix: '192.0.0.171/32', name: 'NAT64 discovery', global: false },
  { prefix: '192.0.2.0/24', name: 'documentation', global: false },
  { prefix: '192.31.196.0/24', name: 'AS112', global: true },
  { prefix: '192.52.193.0/24', name: 'AMT', global: true },
  { prefix: '192.88.99.0/24', name: '6to4 relay anycast', global: null },
  { prefix: '192.88.99.2/32', name: '6a44 relay anycast', global: false },
  { prefix: '192.168.0.0/16', name: 'private', global: false },
  { prefix: '192.175.48.0/24', name: 'AS112', global: true },
  { prefix: '198.18.0.0/15', name: 'benchmarking', global: false },
  { prefix: '198.51.100.0/24', name: 'documentation', global: false },
  { prefix: '203.0.113.0/24', name: 'documentation', global: false },
  { prefix: '240.0.0.0/4', name: 'reserved', global: false },
  { prefix: '255.255.255.255/32', name: 'limited broadcast', global: false },
  { prefix: '::1/128', name: 'loopback', global: false },
  { prefix: '::/128', name: 'unspecified', global: false },
  { prefix: '::ffff:0:0/96', name: 'IPv4-mapped', global: false },
  { prefix: '64:ff9b::/96', name: 'NAT64', global: true },
  { prefix: '64:ff9b:1::/48', name: 'local NAT64', global: false },
  { prefix: '100::/64', name: 'discard-only', global: false },
  { prefix: '100:0:0:1::/64', name: 'dummy', global: false },
  { prefix: '2001::/23', name: 'IETF protocols', global: false },
  { prefix: '2001::/32', name: 'Teredo', global: null },
  { prefix: '2001:1::1/128', name: 'PCP anycast', global: true },
  { prefix: '2001:1::2/128', name: 'TURN anycast', global: true },
  { prefix: '2001:1::3/128', name: 'DNS-SD SRP anycast', global: true },
  { prefix: '2001:2::/48', name: 'benchmarking', global: false },
  { prefix: '2001:3::/32', name: 'AMT', global: true },
  { prefix: '2001:4:112::/48', name: 'AS112', global: true },
  { prefix: '2001:10::/28', name: 'ORCHID (ended)', global: null },
  { prefix: '2001:20::/28', name: 'ORCHIDv2', global: true },
  { prefix: '2001:30::/28', name: 'drone identifiers', global: true },
  { prefix: '2001:db8::/32', name: 'documentation', global: false },
  { prefix: '2002::/16', name: '6to4', global: null },
  { prefix: '2620:4f:8000::/48', name: 'AS112', global: true },
  { prefix: '3fff::/20', name: 'documentation', global: false },
  { prefix: '5f00::/16', name: 'SRv6', global: false },
  { prefix: 'fc00::/7', name: 'private', global: false },
  { prefix: 'fe80::/10', name: 'link-local', global: false },
  { prefix: '224.0.0.0/4', name: 'multicast', global: false },
  { prefix: 'ff00::/8', name: 'multicast', global: false },
];
