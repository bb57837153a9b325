import type { SeenRule } from '../../group/rule.ts';
import { type Known, peersOf } from '../../reach/reach.ts';
import { sizeOfPeers } from '../../reach/size.ts';
import { nameRule } from '../name-rule.ts';
import type { Carried, CarriedRule, Opens } from './backlog.ts';

/** Tells what the rules of a group permit by the names that decisions use for them; a name that is none of them stays as it is. */
export function carriedBy(rules: readonly SeenRule[], known: Known): Carried {
  const byName = new Map(rules.map((rule) => [nameRule(rule), carriedOf(rule, known)] as const));
  return (name) => byName.get(name) ?? { rule: name, opens: null };
}

function carriedOf(rule: SeenRule, known: Known): CarriedRule {
  return { rule: nameRule({ ...rule, id: null }), opens: opensOf(rule, known) };
}

function opensOf({ peer }: SeenRule, known: Known): Opens | null {
  if (peer?.kind !== 'list') return null;
  const { ipv4, networks64, lists } = sizeOfPeers(peersOf(peer, known));
  return lists === 0 ? { ipv4: String(ipv4), networks64: String(networks64) } : { unknown: true };
}
