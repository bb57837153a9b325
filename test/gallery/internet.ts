import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Ranges worked out by Python's `ipaddress` from the IANA registries: the IPv4 Internet without its special places, just
 * half of it (1,851,129,344 addresses), those special places, and the IPv6 Internet without documentation.
 */
export const internet = JSON.parse(readFileSync(join(import.meta.dirname, 'internet.json'), 'utf8')) as Readonly<
  Record<'ipv4' | 'half' | 'special' | 'ipv6', readonly string[]>
>;
