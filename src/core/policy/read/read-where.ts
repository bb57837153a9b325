import type { Json } from '../../leaf/canonical.ts';
import type { Where } from '../policy.ts';
import { listOf, membersOf, textsOf, valueAt } from './plain-value.ts';

/** Keys of a `where` whose values are texts. */
export const whereTexts = ['group', 'name', 'environment', 'owner', 'account', 'ou', 'region', 'vpc'] as const;

/** Reads which groups are meant; what is not said is not asked. */
export function readWhere(value: Json | undefined): Where {
  const found: { -readonly [K in keyof Where]: Where[K] } = {};
  for (const key of whereTexts) {
    const texts = valueAt(value, key);
    if (texts !== undefined) found[key] = textsOf(texts);
  }
  const tags = valueAt(value, 'tags');
  if (tags !== undefined) found.tags = Object.fromEntries(membersOf(tags).map(([key, one]) => [key, textsOf(one)]));
  const attached = valueAt(value, 'attached');
  if (attached !== undefined) found.attached = textsOf(attached) as NonNullable<Where['attached']>;
  const isDefault = valueAt(value, 'default');
  if (isDefault !== undefined) found.default = listOf(isDefault).map((one) => one === true);
  return found;
}
