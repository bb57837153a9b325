import { wellKnownPorts } from '../../../net/well-known-ports.ts';
import { readService } from '../../read/read-service.ts';
import { nearestWords } from '../nearest-word.ts';
import type { TextFormat } from '../text-format.ts';

const example = '`tcp/22`, `tcp/5985-5986`, `udp/53`, `icmp/8`, `proto/47`';
const written = '(tcp|udp)/(\\*|\\d{1,5}(-\\d{1,5})?)|icmp(v6)?/(\\*|\\d{1,3}(/\\d{1,3})?)|proto/\\d{1,3}';

/** A service: always protocol and port, so that 53 over TCP and over UDP are told apart. */
export const serviceFormat: TextFormat = {
  say: `a service such as ${example}`,
  pattern: `^(${written})$`,
  read: (text) => {
    if (isService(text)) return null;
    const port = wellKnownPorts.find(({ name }) => name === text.toLowerCase());
    const named = port === undefined ? null : `${port.protocol}/${port.port}`;
    return { message: why(text) ?? `expected ${serviceFormat.say}`, suggestion: named ?? mend(text) };
  },
  ofNumber: (value) => ({ text: `tcp/${value}`, why: 'ports have a protocol' }),
};

/** Ports where a check asks for them: a set of the user's, a port by its well-known name, `all`, or a service. */
export const portsFormat: TextFormat = {
  say: `the name of a set of ports, a well-known port such as \`ssh\`, \`all\`, or a service such as ${example}`,
  pattern: `^(${written}|[A-Za-z][A-Za-z0-9._ -]*|[0-9]+[A-Za-z_][A-Za-z0-9._-]*)$`,
  read: (text) => {
    if (isService(text) || /^([A-Za-z][A-Za-z0-9._ -]*|\d+[A-Za-z_][\w.-]*)$/.test(text)) return null;
    return { message: why(text) ?? `expected ${portsFormat.say}`, suggestion: mend(text) };
  },
  ofNumber: (value) => ({ text: `tcp/${value}`, why: 'ports have a protocol' }),
};

function isService(text: string): boolean {
  return new RegExp(serviceFormat.pattern).test(text) && readService(text) !== null;
}

function why(text: string): string | null {
  if (/^\d+(\s*-\s*\d+)?$/.test(text)) return 'a port is written with its protocol';
  const [, name = '', first = '', last = ''] = /^([^/]*)\/(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (first === '') return null;
  if (last !== '' && Number(first) > Number(last)) return `the range \`${first}-${last}\` ends before it begins`;
  const most = name === 'tcp' || name === 'udp' ? 65535 : 255;
  const beyond = [first, last].find((each) => Number(each) > most);
  if (/^(tcp|udp)$/.test(name) && beyond !== undefined) return 'ports go from 0 to 65535';
  if (/^(icmp|icmpv6|proto)$/.test(name) && beyond !== undefined) return `\`${name}\` goes from 0 to 255`;
  return /^(tcp|udp|icmp|icmpv6|proto)$/.test(name) ? null : `\`${name}\` is no protocol that has a name here`;
}

/** IANA protocol numbers of names that people write. */
const numbers: Readonly<Record<string, string>> = {
  gre: '47',
  esp: '50',
  ah: '51',
  ipip: '4',
  ospf: '89',
  sctp: '132',
  igmp: '2',
};
const named: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6', ping: 'icmp' };

function mend(text: string): string | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/[‐-―]/g, '-')
    .replace(/\s*([-/:])\s*/g, '$1');
  if (Object.hasOwn(numbers, plain)) return `proto/${numbers[plain]}`;
  const parts = /^(?:([a-z][a-z0-9]*|\d+)[/: ])?(\d+|\*)(?:(?:-|\.\.|:|–)(\d+))?$/.exec(plain);
  const turned = /^(\d+(?:-\d+)?)\/([a-z]+)$/.exec(plain);
  if (turned !== null) return mend(`${turned[2]}/${turned[1]}`);
  if (parts === null) return ['tcp', 'udp', 'icmp', 'icmpv6'].includes(plain) ? `${plain}/*` : null;
  const [, said = 'tcp', first = '', last] = parts;
  const name = named[said] ?? nearestWords(said, ['tcp', 'udp', 'icmp', 'icmpv6', 'proto'])[0];
  if (name === undefined) return Object.hasOwn(numbers, said) ? `proto/${numbers[said]}` : null;
  const ends = last === undefined ? [first] : [first, last].sort((a, b) => Number(a) - Number(b));
  const guess = `${name}/${ends.map((each) => (each === '*' ? each : String(Number(each)))).join('-')}`;
  return isService(guess) ? guess : null;
}
