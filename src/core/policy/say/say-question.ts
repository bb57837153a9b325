import { type Services, writeServices } from '../../net/services.ts';
import type { Reach } from '../../reach/reach.ts';
import { listed } from '../../reach/say-peers.ts';
import type { Slab } from '../../reach/slabs.ts';
import type { AttemptsQuestion, BoxQuestion, Question, TagsQuestion } from '../policy.ts';
import { saySpan } from '../span.ts';
import type { Naming } from './naming.ts';
import { saysOr } from './words.ts';

/** What a check asks as words that follow `when`; `on` says which groups are meant, and is empty for any. */
export function sayQuestion(question: Question, on: string, naming: Naming): string {
  switch (question.kind) {
    case 'gained':
    case 'lost':
      return sayBoxQuestion(question, on, naming);
    case 'attempts':
      return sayAttempts(question, on);
    case 'tags':
      return sayTags(question, on);
  }
}

function sayBoxQuestion(question: BoxQuestion, on: string, naming: Naming): string {
  const { words, box, kind } = question;
  const who = sayAsked(question, naming);
  const ports = sayServicesOf(box);
  const can = kind === 'gained' ? 'can newly' : 'can no longer';
  const of = on === '' ? '' : ` of ${on}`;
  const isIn = words.direction.includes('ingress');
  const isOut = words.direction.includes('egress');
  const told =
    isIn && isOut
      ? `${who} ${can} reach ${on === '' ? 'a group' : on}, or be reached from there, on ${ports}`
      : isIn
        ? `${who} ${can} reach ${ports}${of}`
        : `${on === '' ? 'a group' : on} ${can} reach ${who} on ${ports}`;
  const size =
    question.moreThan === null
      ? ''
      : `, more than ${sayNumber(question.moreThan)} addresses (of IPv6: /64 networks) in all`;
  const by = question.change === null ? '' : `, by a change of the kind ${saysOr(question.change)}`;
  return `${told}${size}${by}`;
}

function sayAsked({ words, covers }: BoxQuestion, naming: Naming): string {
  const asked = words.peers.map((name) => sayPeersNamed(name, covers ? 'the whole of' : 'any part of', naming));
  const except = words.except.map((name) => sayPeersNamed(name, null, naming));
  return `${saysOr(asked) || 'nobody'}${except.length === 0 ? '' : ` except ${listed(except)}`}`;
}

function sayPeersNamed(name: string, part: string | null, naming: Naming): string {
  const said = Object.hasOwn(places, name) ? places[name]! : naming.address(name);
  if (name === 'any') return part === null || part === 'any part of' ? 'anyone' : 'everyone';
  return name === 'internet' && part !== null
    ? `${part} the Internet`
    : part === 'the whole of'
      ? `the whole of ${said}`
      : said;
}

const places: Readonly<Record<string, string>> = {
  any: 'anyone',
  internet: 'the Internet',
  private: 'private addresses and groups',
  shared: 'the shared addresses of carriers (100.64.0.0/10)',
  'link-local': 'link-local addresses',
  loopback: 'loopback addresses',
  documentation: 'documentation addresses',
  multicast: 'multicast addresses',
  benchmarking: 'benchmarking addresses',
  groups: 'members of any group',
  foreign: 'members of groups of strange accounts',
  lists: 'prefix lists whose entries are unknown',
};

/** The services of a box, by protocol: `tcp 22, 3389 or 5985–5986`. */
export function sayServicesOf(box: Reach): string {
  const byProtocol = new Map<string, string[]>();
  for (const word of merged([...box.ingress, ...box.egress]).flatMap(({ from, to }) => writeServices(from, to))) {
    if (word === 'all') return 'any protocol and port';
    const slash = word.indexOf('/');
    const [protocol, rest] = [word.slice(0, slash), word.slice(slash + 1)];
    const said =
      rest === '0-65535' ? 'on any port' : rest === '*' ? 'of any type' : rest.replace('-', '–').replace('/*', '');
    const key = protocol === 'proto' ? 'protocol' : protocol;
    byProtocol.set(key, [...(byProtocol.get(key) ?? []), said]);
  }
  const parts = [...byProtocol]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([protocol, said]) => `${protocol} ${saysOr(said)}`);
  return parts.length === 0
    ? 'no port at all'
    : parts.length === 1
      ? parts[0]!
      : `${parts.slice(0, -1).join(', ')}, or ${parts.at(-1)}`;
}

function merged(slabs: readonly Slab[]): readonly Services[] {
  const out: { from: number; to: number }[] = [];
  for (const { from, to } of [...slabs].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = out.at(-1);
    if (last !== undefined && from <= last.to + 1) last.to = Math.max(last.to, to);
    else out.push({ from, to });
  }
  return out;
}

function sayAttempts({ moreThan, within }: AttemptsQuestion, on: string): string {
  return `one actor is refused more than ${sayNumber(moreThan)} times within ${saySpan(within)}${on === '' ? '' : ` on ${on}`}`;
}

function sayTags({ effect, missing }: TagsQuestion, on: string): string {
  const whose = on === '' ? 'a group' : on;
  return saysOr([
    ...(effect.length > 0 ? [`a change of tags lowers the protection of ${whose}`] : []),
    ...(missing.length > 0 ? [`nothing tells the ${saysOr(missing)} of ${whose}`] : []),
  ]);
}

function sayNumber(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
