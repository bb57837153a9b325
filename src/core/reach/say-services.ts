import { allServices, type Services, writeServices } from '../net/services.ts';
import { wellKnownPorts } from '../net/well-known-ports.ts';
import { listed } from './say-peers.ts';

/** What all services together are called. */
export const EVERYTHING = 'every protocol and port';

/** Services in words; what is left out of nearly everything is told by its exception. */
export function sayServices(services: readonly Services[], limit: number, named: boolean): string {
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
