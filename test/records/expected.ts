import type { Draft } from '../../src/core/change/call.ts';
import type { Attached, GroupName, RuleEdit, Subject } from '../../src/core/change/change.ts';
import type { Peer } from '../../src/core/group/rule.ts';
import type { Result } from '../../src/core/trail/record.ts';

/** What a record of this folder must tell. `result` is `applied` and `unreadable` empty where nothing is said. */
export interface Expected {
  readonly result?: Result;
  readonly changes: readonly Draft[];
  readonly unreadable?: readonly string[];
}

/** A part of the table: file name without `.json` to what it must tell. */
export type Table = Readonly<Record<string, Expected>>;

/** The groups, and what else, that the records of this folder name. */
export const ids = {
  web: 'sg-0a1b2c3d4e5f60001',
  app: 'sg-0a1b2c3d4e5f60002',
  db: 'sg-0a1b2c3d4e5f60003',
  old: 'sg-1a2b3c4d',
  list: 'pl-0a1b2c3d4e5fb0001',
  vpc: 'vpc-0a1b2c3d4e5f80001',
  otherVpc: 'vpc-0a1b2c3d4e5f80002',
} as const;

/** The id of the nth rule, interface or instance. */
export const ruleId = (n: number): string => `sgr-0a1b2c3d4e5f7${String(n).padStart(4, '0')}`;
export const interfaceId = (n: number): string => `eni-0a1b2c3d4e5f9${String(n).padStart(4, '0')}`;
export const instanceId = (n: number): string => `i-0a1b2c3d4e5fa${String(n).padStart(4, '0')}`;

/** Subjects by id or name. */
export function group(id: string | null, name: string | null = null, vpc: string | null = null): Subject {
  return { kind: 'group', id, name, vpc };
}
export function carrier(id: string | null, vpc: string | null = null): Subject {
  return { kind: 'interface', id, name: null, vpc };
}

/**
 * One rule as a line: operation, direction (`?` untold), protocol, ports or type and code (`-` none), peer. A line that
 * ends after the direction is a rule whose content is not told.
 */
export function rule(line: string, id: string | null = null, description: string | null = null): RuleEdit {
  const [op, direction, protocol, ports, peer] = line.split(' ');
  const [from, to] = (ports ?? '-') === '-' ? [] : /^(-?\d+)\.\.(-?\d+)$/.exec(ports!)!.slice(1).map(Number);
  return {
    op: op as RuleEdit['op'],
    id,
    direction: direction === '?' ? null : (direction as 'ingress' | 'egress'),
    protocol: protocol ?? null,
    ports: from === undefined ? null : [from, to!],
    peer: peer === undefined ? null : readPeer(peer),
    description,
  };
}

function readPeer(text: string): Peer {
  if (text.startsWith('pl-')) return { kind: 'list', value: text };
  if (/^[\d.]+\/\d+$/.test(text)) return { kind: 'ipv4', value: text };
  return { kind: /^[\da-f:]+\/\d+$/.test(text) ? 'ipv6' : 'group', value: text };
}

/** Rules that a call added to, removed from, rewrote or described in a group. */
export function rules(
  kind: 'rules-added' | 'rules-removed' | 'rules-modified' | 'described',
  on: Subject,
  ...edits: readonly RuleEdit[]
): Draft {
  return { kind, origin: 'record', on, rules: edits };
}

/** Groups put on something: the whole new set, in force at once, unless said otherwise. */
export function attached(on: Subject, groups: readonly (string | GroupName)[], more: Partial<Attached> = {}): Draft {
  const named = groups.map((each) => (typeof each === 'string' ? { id: each, name: null } : each));
  return { kind: 'attached', origin: 'record', on, groups: named, complete: true, latent: false, ...more };
}

/** The rules that EC2 gives a new group unasked. */
export const openEgress = {
  rules: [free('egress', { kind: 'ipv4', value: '0.0.0.0/0' })],
  maybe: [free('egress', { kind: 'ipv6', value: '::/0' })],
} as const;

/** A rule for every protocol, as groups have it from birth. */
export function free(direction: 'ingress' | 'egress', peer: Peer) {
  return { id: null, direction, protocol: '-1', ports: null, peer, description: null } as const;
}
