import { type AddressSet, intersectSets, unionSets, type Width } from '../../core/net/address-set.ts';
import { writeIpv4 } from '../../core/net/address-text.ts';
import { readCidr } from '../../core/net/cidr.ts';
import { type Addresses, publicAddresses, specialAddresses } from '../../core/net/special.ts';

/**
 * Which addresses a message may be sent to. `public`: the Internet. `private`: private and shared networks too, where
 * the policy says `private: true`. `loopback`: this machine too, for tests and for what a setting names.
 */
export type Guard = 'public' | 'private' | 'loopback';

const narrower: Readonly<Record<Guard, readonly string[]>> = {
  public: [],
  private: ['private', 'shared'],
  loopback: ['private', 'shared', 'loopback'],
};

/**
 * What no message is sent to, though a private network may hold it: the instance metadata service of EC2 by IPv6
 * (docs.aws.amazon.com/AWSEC2, "Instance metadata and user data"), and the platform address of Azure's machines. By IPv4
 * it is link-local, which is never allowed.
 */
const metadata: Addresses = { v4: blockOf('168.63.129.16/32'), v6: blockOf('fd00:ec2::/32') };

/** Addresses that carry others (RFC 3056, RFC 4380, RFC 7526): whoever relays them could be made to reach anything. */
const relayed: Addresses = {
  v4: blockOf('192.88.99.0/24'),
  v6: unionSets(blockOf('2001::/32'), blockOf('2002::/16'), 4),
};
const mapped = blockOf('::ffff:0:0/96');
const nat64 = blockOf('64:ff9b::/96');

/**
 * Tells whether a connection to an address is allowed; false also for what is no address. IPv4 inside of IPv6 (mapped,
 * or behind NAT64) is judged as what it is.
 */
export function mayConnect(address: string, guard: Guard): boolean {
  const cidr = readCidr(address.includes(':') ? `${address}/128` : `${address}/32`);
  if ('misread' in cidr) return false;
  const one = cidr.addresses;
  if (cidr.kind === 'ipv4') return isAllowed(one, 'v4', guard);
  if (holds(mapped, one, 4) || holds(nat64, one, 4)) return mayConnect(writeIpv4(one[3]!), guard);
  return isAllowed(one, 'v6', guard);
}

function isAllowed(one: AddressSet, family: 'v4' | 'v6', guard: Guard): boolean {
  const width = family === 'v4' ? 1 : 4;
  if (holds(metadata[family], one, width) || holds(relayed[family], one, width)) return false;
  if (holds(publicAddresses[family], one, width)) return true;
  return narrower[guard].some((name) => holds(specialAddresses(name)[family], one, width));
}

function holds(set: AddressSet, one: AddressSet, width: Width): boolean {
  return intersectSets(one, set, width).length > 0;
}

function blockOf(prefix: string): AddressSet {
  const cidr = readCidr(prefix);
  if ('misread' in cidr) throw new Error(cidr.misread);
  return cidr.addresses;
}
