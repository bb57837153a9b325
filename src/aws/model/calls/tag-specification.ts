import { type Refused, refuse } from '../refusal.ts';
import type { Tag, TagSpecification } from '../shape.ts';
import type { Tags } from '../state.ts';

/** The tags that a call gives to what it makes, if it may (EC2 user guide, "Tag restrictions"). */
export function readTags(given: readonly TagSpecification[] | undefined, type: string, most: number): Tags | Refused {
  const wrong = given?.find((each) => each.ResourceType !== type);
  if (wrong !== undefined)
    return refuse(
      'InvalidParameterValue',
      `'${wrong.ResourceType}' is not a valid taggable resource type for this operation.`,
    );
  return joinTags({}, given?.flatMap((each) => each.Tags) ?? [], most);
}

/** Tags with more put in; values of keys that are there already are replaced. */
export function joinTags(
  old: Tags,
  more: readonly { readonly Key: string; readonly Value?: string }[],
  most: number,
): Tags | Refused {
  const bad = findBadTag(more);
  if (bad !== null) return bad;
  const tags = { ...old, ...Object.fromEntries(more.map(({ Key, Value = '' }) => [Key, Value])) };
  return Object.keys(tags).length > most ? refuse('TagLimitExceeded') : tags;
}

function findBadTag(tags: readonly { readonly Key: string; readonly Value?: string }[]): Refused | null {
  for (const { Key, Value = '' } of tags) {
    if (Key === '' || Key.length > 128 || Value.length > 256)
      return refuse('InvalidParameterValue', `Tag key or value is too long or empty: ${Key.slice(0, 128)}`);
    if (/^aws:/i.test(Key))
      return refuse('InvalidParameterValue', `Tag keys starting with 'aws:' are reserved for internal use: ${Key}`);
  }
  return null;
}

/** Tags in the SDK's spelling. */
export function writeTags(tags: Tags): readonly Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
