import type { Declared, DeclaredGroup } from '../../group/declared.ts';
import type { SeenRule } from '../../group/rule.ts';
import type { JsonObject } from '../../leaf/canonical.ts';
import { writeInstant } from '../../leaf/instant.ts';
import { isNamed } from './is-named.ts';
import { tuplesOf } from './told-rules.ts';

export const baselineSchema = 'portcullis:baseline:1';

/**
 * Writes groups down as they stand (or as a file declares them), as a baseline to review and keep: sorted, without rule
 * ids, which change when a rule is made anew, and with the entries of the prefix lists that their rules name. Rules that
 * are known only once a plan is applied are left out, since a baseline may not permit them.
 */
export function captureBaseline(
  shown: Pick<Declared, 'groups' | 'lists' | 'takenAt'>,
  wants: (group: DeclaredGroup) => boolean,
): JsonObject {
  const groups = shown.groups.filter((group) => !group.deleted && isNamed(group) && wants(group));
  const written = groups.map((group) => ({ group, rules: writeRules(group.rules) }));
  const named = new Set(written.flatMap(({ rules }) => rules.map((rule) => rule.peer.value)));
  const lists = shown.lists.filter((list) => list.entries !== null && named.has(list.id));
  return {
    $schema: baselineSchema,
    takenAt: shown.takenAt === null ? null : writeInstant(shown.takenAt),
    groups: sorted(
      written.map(({ group: { id, name, vpc, account }, rules }) => ({ id, name, vpc, account, rules: sorted(rules) })),
    ),
    lists: sorted(lists.map(({ id, name, entries }) => ({ id, name, entries: entries!.toSorted() }))),
  };
}

function writeRules(rules: readonly SeenRule[]) {
  return rules.flatMap((rule) =>
    tuplesOf([rule]).map(({ direction, protocol, ports, peer: { kind, value } }) => ({
      ...{ direction, protocol, ports, peer: { kind, value } },
      description: rule.description,
    })),
  );
}

function sorted<T>(values: readonly T[]): readonly T[] {
  const keyed = values.map((value) => [JSON.stringify(value), value] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, value]) => value);
}
