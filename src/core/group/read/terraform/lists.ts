import { isObject } from '../../../leaf/canonical.ts';
import { canonicalCidr } from '../../../net/cidr.ts';
import type { PrefixList } from '../../group.ts';
import { list, text } from '../field.ts';
import { notTold, type Told, toldText } from '../told.ts';
import { listTypes, nameOf } from './names.ts';
import type { References } from './references.ts';
import { former, marksOf, planned, type TfFile, type TfResource } from './resource.ts';

/**
 * The prefix lists that a file makes or changes, and those it looked up, as they are afterwards. Entries come from
 * blocks and from `aws_ec2_managed_prefix_list_entry`; one that is not told makes the whole list unknown.
 * Source: Terraform AWS provider documentation, `aws_ec2_managed_prefix_list` and `aws_ec2_managed_prefix_list_entry`.
 */
export function readLists({ resources, sources }: TfFile, references: References): readonly PrefixList[] {
  const entries = resources.filter((each) => each.type === 'aws_ec2_managed_prefix_list_entry');
  const own = resources.filter((each) => listTypes.has(each.type) && each.after !== null);
  const placed = entries.map((entry) => ({ entry, of: ownersOf(entry, references) }));
  const isLost = placed.some(({ of }) => of === null);
  const made = own.map((each) => readOne(each, placed, isLost, references));
  const looked = sources
    .filter(({ type }) => type === 'aws_ec2_managed_prefix_list' || type === 'aws_prefix_list')
    .flatMap(({ values }): readonly PrefixList[] => {
      const id = text(values, 'id');
      const cidrs =
        (values.entries ?? values.cidr_blocks) === undefined ? null : cidrsOf(values.entries ?? values.cidr_blocks);
      return id === null
        ? []
        : [{ id, name: text(values, 'name'), version: versionOf(values.version), entries: cidrs }];
    });
  const known = new Set(made.map((each) => each.id));
  return [...made, ...looked.filter((each) => !known.has(each.id))];
}

interface Placed {
  readonly entry: TfResource;
  readonly of: readonly string[] | null;
}

function ownersOf(entry: TfResource, references: References): readonly string[] | null {
  const value = entry.after === null ? former(entry, 'prefix_list_id') : planned(entry, 'prefix_list_id');
  if (value !== notTold) return [toldText(value) ?? ''];
  const named = references.named(entry, 'prefix_list_id', listTypes).resources;
  return named.length === 0 ? null : named.map(nameOf);
}

function readOne(resource: TfResource, placed: readonly Placed[], isLost: boolean, references: References): PrefixList {
  const id = nameOf(resource);
  const mine = placed.filter(({ of }) => of?.includes(id));
  const gone = new Set(
    mine.flatMap(({ entry }) =>
      entry.before !== null && entry.actions.includes('delete') ? (text(entry.before, 'cidr') ?? []) : [],
    ),
  );
  const blocks = cidrsOf(blocksOf(resource, references), marksOf(resource, 'entry'));
  const added = cidrsOf(mine.filter(({ entry }) => entry.after !== null).map(({ entry }) => cidrOf(entry)));
  const isNew = resource.before === null;
  const entries =
    blocks === null || added === null || (isLost && isNew)
      ? null
      : [...new Set([...blocks.filter((cidr) => !gone.has(cidr)), ...added])].sort();
  return { id, name: toldText(planned(resource, 'name')), version: versionOf(planned(resource, 'version')), entries };
}

/** `entry` is computed where no block sets it: then it is unknown before it is applied, and holds nothing yet. */
function blocksOf(resource: TfResource, references: References): Told {
  const value = planned(resource, 'entry');
  const isComputed =
    value === notTold && references.isConfigured(resource, 'entry') === false && resource.before === null;
  return isComputed ? [] : value;
}

function cidrOf(entry: TfResource): string | null {
  return toldText(planned(entry, 'cidr'));
}

function cidrsOf(value: Told, marks?: unknown): readonly string[] | null {
  if (value === notTold) return null;
  const found = list(value).map((each, at) => {
    const marked = Array.isArray(marks) && isObject(marks[at]) ? marks[at].cidr : false;
    return marked === true
      ? null
      : canonicalCidr((isObject(each) ? text(each, 'cidr') : typeof each === 'string' ? each : null) ?? '');
  });
  return found.every((cidr) => cidr !== null) ? (found as readonly string[]) : null;
}

function versionOf(value: Told): number | null {
  return Number(toldText(value) ?? Number.NaN) || null;
}
