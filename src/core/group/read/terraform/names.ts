import { untoldAccount } from '../../rule.ts';
import { text } from '../field.ts';
import type { References } from './references.ts';
import type { TfResource } from './resource.ts';

export const groupTypes: ReadonlySet<string> = new Set(['aws_security_group', 'aws_default_security_group']);

export const listTypes: ReadonlySet<string> = new Set(['aws_ec2_managed_prefix_list']);

/** The ids that a resource has, the one after the plan first. */
export function idsOf(resource: TfResource): readonly string[] {
  return [text(resource.after ?? {}, 'id'), text(resource.before ?? {}, 'id')].filter((id) => id !== null);
}

/** A resource's id after the plan, or its address while that is not known. */
export function nameOf(resource: TfResource): string {
  return text(resource.after ?? resource.before ?? {}, 'id') ?? resource.address;
}

/**
 * What an attribute may name, by id or address; where nothing tells, the attribute itself stands for it. A group may then
 * be of another account: peered VPCs' groups are written as `<account>/<id>`.
 */
export function namesOf(
  resource: TfResource,
  key: string,
  kind: 'group' | 'list',
  references: References,
): readonly string[] {
  const { resources, other } = references.named(resource, key, kind === 'group' ? groupTypes : listTypes);
  const names = resources.map(nameOf);
  const itself = `${kind === 'group' ? untoldAccount : ''}${resource.address}.${key}`;
  return names.length === 0 || other ? [...names, itself] : names;
}
