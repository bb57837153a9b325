import type { SeenRule } from '../../rule.ts';

/** What two tellings of one rule have in common: all but id and description. */
export function contentKey({ direction, protocol, ports, peer }: SeenRule): string {
  return JSON.stringify([direction, protocol, ports, peer?.kind ?? null, peer?.value ?? null]);
}

/** Joins rules told twice, by a group and by a rule resource: once each, with the id that one of them tells; sorted. */
export function addRules(rules: readonly SeenRule[], more: readonly SeenRule[]): readonly SeenRule[] {
  const joined = new Map<string, SeenRule>();
  for (const rule of [...rules, ...more]) {
    const isTold = rule.protocol !== null && rule.peer !== null;
    const key = isTold ? contentKey(rule) : `${joined.size} ${contentKey(rule)}`;
    const known = joined.get(key);
    joined.set(
      key,
      known === undefined
        ? rule
        : { ...known, id: known.id ?? rule.id, description: known.description ?? rule.description },
    );
  }
  return [...joined.values()].sort((a, b) => (contentKey(a) < contentKey(b) ? -1 : 1));
}
