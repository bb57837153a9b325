import type { Json } from '../../../leaf/canonical.ts';
import type { Told } from '../told.ts';
import { alternatives, isReference, plainText, type Template, type Value } from './evaluate.ts';

/**
 * The names of groups or prefix lists that a property may hold: ids, or `Resources.Web` for one that the template makes.
 * One that only the deployment tells is named by the property itself: it stays a group, or a list, whichever it is.
 */
export function symbolsAt(value: Json | undefined, address: string, template: Template): readonly string[] {
  if (value === undefined || value === null) return [];
  return alternatives(value, template).flatMap((each) => symbolOf(each, address));
}

/** The name of one group or prefix list. */
export function symbolOf(value: Value, address: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!isReference(value)) return [plainText(value) ?? address];
  const { id, attribute } = value;
  return [
    attribute === null || /^(GroupId|Id|PrefixListId)$/.test(attribute)
      ? `Resources.${id}`
      : `Resources.${id}.${attribute}`,
  ];
}

/** A value that cannot be a name: what refers to a resource is known only once it is there. */
export function scalarOf(value: Value): Told {
  return isReference(value) ? value.mark : value;
}
