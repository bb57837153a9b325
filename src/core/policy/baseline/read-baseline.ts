import { readDeclared } from '../../group/read/declared.ts';
import { describe } from '../../group/read/field.ts';
import { isDeeper, isObject, type Json } from '../../leaf/canonical.ts';
import type { BaselineGroup } from '../policy.ts';
import { baselineSchema } from './capture-baseline.ts';
import { isNamed } from './is-named.ts';
import { readOwnBaseline } from './read-own-baseline.ts';
import { wantedGroup } from './wanted-group.ts';

/** The groups that a baseline wants, or why it cannot be used. */
export type BaselineReading = { readonly groups: readonly BaselineGroup[] } | { readonly misread: string };

/**
 * Reads what groups are meant to be: a captured baseline, or any file that declares or lists groups. A baseline permits,
 * so nothing is guessed: a file that is not understood whole is refused, and a rule that is known only once a plan is
 * applied wants nothing.
 */
export function readBaseline(json: Json): BaselineReading {
  if (isDeeper(json, 200)) return { misread: 'expected JSON of at most 200 levels, found a deeper one' };
  if (isObject(json) && json.$schema === baselineSchema) return readOwnBaseline(json);
  if (isObject(json) && typeof json.$schema === 'string' && json.$schema.startsWith('portcullis:baseline:'))
    return { misread: `expected a baseline of \`${baselineSchema}\`, found ${describe(json.$schema)}` };
  const { declared, misread } = readDeclared(json);
  if (declared === null || misread.length > 0) {
    const more = misread.length > 3 ? `; and ${misread.length - 3} more` : '';
    return { misread: `${misread.slice(0, 3).join('; ')}${more}` };
  }
  const entries = new Map(declared.lists.map((each) => [each.id, each.entries]));
  const lists = (id: string) => entries.get(id) ?? null;
  const groups = declared.groups.filter((each) => !each.deleted && isNamed(each));
  return { groups: groups.map((each) => wantedGroup(each, each.rules, lists)) };
}
