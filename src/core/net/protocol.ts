const named: Readonly<Record<string, string>> = {
  '1': 'icmp',
  '6': 'tcp',
  '17': 'udp',
  '58': 'icmpv6',
  tcp: 'tcp',
  udp: 'udp',
  icmp: 'icmp',
  icmpv6: 'icmpv6',
  '-1': '-1',
  all: '-1',
};

/**
 * Reads a protocol as EC2 takes it: a name in any case, a number or its text. Answers `tcp`, `udp`, `icmp`, `icmpv6`,
 * `-1` (all), or an IANA protocol number 0-255 as text; `null` when it is not a protocol.
 * Source: EC2 API reference, `IpPermission.IpProtocol`.
 */
export function readProtocol(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.toLowerCase() : '';
  if (Object.hasOwn(named, text)) return named[text]!;
  return /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= 255 ? text : null;
}

/** Ports of a rule as `Tuple.ports` keeps them, or what was expected and what came. */
export type PortsReading = { readonly ports: [number, number] | null } | { readonly misread: string };

/**
 * Reads `fromPort` and `toPort` of a canonical protocol, numbers or numeric text, by EC2's rules: TCP and UDP ports
 * 0-65535 (both absent or both -1 = all); ICMP type and code (-1 or absent = any, any type has no code); every other
 * protocol has no ports whatever was sent.
 * Source: EC2 API reference, `IpPermission.FromPort` and `ToPort`.
 */
export function readPorts(protocol: string, from: unknown, to: unknown): PortsReading {
  const icmp = protocol === 'icmp' || protocol === 'icmpv6';
  if (!icmp && protocol !== 'tcp' && protocol !== 'udp') return { ports: null };
  const first = readNumber(from);
  const last = readNumber(to);
  if (first === null || last === null) return misread(icmp ? 'an ICMP type and code' : 'a range of ports', from, to);
  return icmp ? readTypeAndCode(first, last) : readRange(first, last);
}

function readRange(first: number | undefined, last: number | undefined): PortsReading {
  const all = (first === undefined && last === undefined) || (first === -1 && last === -1);
  if (all) return { ports: [0, 65535] };
  if (first === undefined || last === undefined || first < 0 || last > 65535 || first > last) {
    return misread('a range of ports within 0-65535', first, last);
  }
  return { ports: [first, last] };
}

function readTypeAndCode(type = -1, code = -1): PortsReading {
  const fits = type >= -1 && type <= 255 && code >= -1 && code <= 255 && (type !== -1 || code === -1);
  return fits ? { ports: [type, code] } : misread('an ICMP type and code within 0-255, or -1 for any', type, code);
}

function readNumber(value: unknown): number | undefined | null {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number') return Number.isInteger(value) ? value : null;
  return typeof value === 'string' && /^-?\d{1,6}$/.test(value) ? Number(value) : null;
}

function misread(expected: string, from: unknown, to: unknown): PortsReading {
  return { misread: `expected ${expected}, got \`${JSON.stringify(from)}\` to \`${JSON.stringify(to)}\`` };
}
