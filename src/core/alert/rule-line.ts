import type { SeenRule } from '../group/rule.ts';
import { wellKnownPorts } from '../net/well-known-ports.ts';
import type { RuleRow } from '../plan/decision.ts';
import { plainLine } from './plain-line.ts';

/**
 * The rules of a change, a line each: `+ tcp 22 (ssh) from 0.0.0.0/0, sgr-…`. A rewritten rule is one line, that says what
 * it was: `(was 203.0.113.0/24)` where only the peer changed, else `(was tcp 443 from …)`.
 */
export function ruleLines(rules: readonly RuleRow[]): readonly string[] {
  const before = new Map(rules.filter(({ op, id }) => op === 'before' && id !== null).map((rule) => [rule.id, rule]));
  const after = new Set(rules.filter(({ op }) => op === 'after').map(({ id }) => id));
  return rules.flatMap((rule) => {
    if (rule.op === 'before' && after.has(rule.id)) return [];
    const was = rule.op === 'after' ? before.get(rule.id) : undefined;
    return [sayRuleLine(rule, was)];
  });
}

function sayRuleLine(rule: RuleRow, was: RuleRow | undefined): string {
  const sign = rule.op === 'add' || rule.op === 'after' ? '+' : '-';
  const description = rule.description ? `, "${plainLine(rule.description, 60)}"` : '';
  const id = rule.id === null ? '' : `, ${rule.id}`;
  const rewritten = rule.op === 'after' ? sayWas(rule, was) : '';
  return `${sign} ${sayContent(rule)}${rewritten}${id}${description}`;
}

function sayWas(rule: RuleRow, was: RuleRow | undefined): string {
  if (was === undefined || (was.protocol === null && was.peer === null)) return ' (what it was is not told)';
  const [service, before] = [sayService(rule), sayService(was)];
  return ` (was ${service === before ? sayPeer(was) : sayContent(was)})`;
}

function sayContent(rule: SeenRule): string {
  if (rule.protocol === null && rule.peer === null) return 'a rule whose content is not told';
  const way = rule.direction === 'egress' ? 'to' : rule.direction === 'ingress' ? 'from' : 'from or to';
  return `${rule.direction === 'egress' ? 'out: ' : ''}${sayService(rule)} ${way} ${sayPeer(rule)}`;
}

function sayPeer({ peer }: SeenRule): string {
  return peer === null ? 'a peer that is not told' : plainLine(peer.value.replace(/^name:/, 'the group '), 80);
}

function sayService({ protocol, ports }: SeenRule): string {
  if (protocol === null) return 'content not told';
  if (protocol === '-1') return 'every protocol and port';
  if (protocol === 'icmp' || protocol === 'icmpv6') {
    const [type, code] = ports ?? [-1, -1];
    return type === -1 ? `all ${protocol}` : `${protocol} type ${type}${code === -1 ? '' : ` code ${code}`}`;
  }
  if (protocol !== 'tcp' && protocol !== 'udp') return `protocol ${protocol}`;
  if (ports === null || (ports[0] === 0 && ports[1] === 65_535)) return `every ${protocol} port`;
  const [from, to] = ports;
  const known = from === to ? namedPort(protocol, from) : null;
  return `${protocol} ${from === to ? from : `${from}-${to}`}${known === null ? '' : ` (${known})`}`;
}

/** What people call a port; `null` where it has no name. */
export function namedPort(protocol: string, port: number): string | null {
  return wellKnownPorts.find((each) => each.protocol === protocol && each.port === port)?.name ?? null;
}
