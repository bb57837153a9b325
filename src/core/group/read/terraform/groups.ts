import { isObject, type Json, type JsonObject, writeCanonical } from '../../../leaf/canonical.ts';
import type { DeclaredGroup } from '../../declared.ts';
import type { Direction, SeenRule } from '../../rule.ts';
import { accountId, text } from '../field.ts';
import { notTold, toldText } from '../told.ts';
import { groupTypes, idsOf, nameOf, namesOf } from './names.ts';
import { placeRules } from './placed-rules.ts';
import type { References } from './references.ts';
import { former, marksOf, planned, type TfFile, type TfResource } from './resource.ts';
import { addRules, contentKey } from './rule-content.ts';
import { type Around, anyRule, blockRules } from './rules.ts';

/**
 * The groups of a plan or state, with the rules of their blocks and of rule resources. A new group starts with no rule
 * at all: the provider removes the egress rule that EC2 makes. A default group is taken over and its rules are replaced.
 * Source: Terraform AWS provider documentation, `aws_security_group` ("ALLOW ALL egress rule") and `aws_default_security_group`.
 */
export function readGroups(
  file: TfFile,
  references: References,
  misread: (reason: string) => void,
): readonly DeclaredGroup[] {
  const own = file.resources.filter((each) => groupTypes.has(each.type));
  const isPlan = file.kind === 'terraform-plan';
  const known = new Map(own.flatMap((each): [string, TfResource][] => idsOf(each).map((id) => [id, each])));
  const placed = placeRules(file, references, known, misread);
  const made = own.map((each) => {
    const around = aroundGroup(each, references, misread);
    const inline = blocksOf(each, around, references);
    const rules = placed.of(each.address);
    const isGone = each.after === null && !each.actions.includes('forget');
    const kept = without(
      inline.after,
      rules.gone.filter((rule) => inline.computed.includes(rule.direction)),
    );
    return describeGroup(each, references, {
      rules: isGone ? [] : each.after === null ? inline.before : addRules(kept, rules.after),
      before: isPlan ? formerRules(each, addRules(inline.before, rules.before)) : null,
      deleted: isGone,
    });
  });
  const outside = placed.outside.map((each) => ({ ...each, before: isPlan ? each.before : null }));
  return [...made, ...outside].sort((a, b) => (a.address < b.address ? -1 : 1));
}

/** A default group that is taken over had rules that the plan does not tell. */
function formerRules(resource: TfResource, rules: readonly SeenRule[]): readonly SeenRule[] | null {
  return resource.before === null && resource.type === 'aws_default_security_group' ? null : rules;
}

function aroundGroup(resource: TfResource, references: References, misread: (reason: string) => void): Around {
  return {
    self: nameOf(resource),
    owner: accountOf(resource),
    named: (key, kind) => namesOf(resource, key, kind, references),
    misread: (reason) => misread(`${resource.address}: ${reason}`),
  };
}

interface Blocks {
  readonly before: readonly SeenRule[];
  readonly after: readonly SeenRule[];
  /** Directions that the configuration does not set: they tell what Terraform saw in EC2, with the rules of rule resources. */
  readonly computed: readonly SeenRule['direction'][];
}

function blocksOf(resource: TfResource, around: Around, references: References): Blocks {
  const ways = (['ingress', 'egress'] as const).map((direction) => sideOf(resource, direction, around, references));
  return {
    before: ways.flatMap((way) => way.before),
    after: ways.flatMap((way) => way.after),
    computed: ways.flatMap((way) => way.computed),
  };
}

function sideOf(resource: TfResource, direction: Direction, around: Around, references: References): Blocks {
  const had = former(resource, direction);
  const has = planned(resource, direction);
  const isConfigured = references.isConfigured(resource, direction);
  const before = blockRules(had, undefined, direction, around);
  const isUnset = has === notTold && isConfigured === false && !resource.sparse;
  if (isUnset) return { before, after: resource.before === null ? [] : before, computed: [direction] };
  const after = blockRules(has, marksOf(resource, direction), direction, around);
  const isSame = has !== notTold && writeCanonical(had ?? null) === writeCanonical(has ?? null);
  return {
    before,
    after: has === notTold ? [anyRule(direction)] : after,
    computed: isSame && isConfigured !== true ? [direction] : [],
  };
}

function without(rules: readonly SeenRule[], gone: readonly SeenRule[]): readonly SeenRule[] {
  const keys = new Set(gone.map(contentKey));
  return rules.filter((rule) => !keys.has(contentKey(rule)));
}

function describeGroup(
  resource: TfResource,
  references: References,
  told: Pick<DeclaredGroup, 'rules' | 'before' | 'deleted'>,
): DeclaredGroup {
  const isNew = resource.after !== null && resource.actions.includes('create');
  const values = resource.after ?? resource.before ?? {};
  const arn = text(isNew ? values : (resource.before ?? values), 'arn')?.split(':') ?? [];
  const region = references.providerConstant(resource, 'region');
  const name = resource.type === 'aws_default_security_group' ? 'default' : (text(values, 'name') ?? begunName(values));
  return {
    address: resource.address,
    id: isNew ? text(values, 'id') : (idsOf(resource)[0] ?? null),
    name,
    vpc: text(values, 'vpc_id'),
    account: accountOf(resource),
    region: arn[3] ?? (typeof region === 'string' ? region : null),
    tags: tagsOf(resource, references),
    ...told,
    complete: !resource.sparse,
  };
}

/** A name that the provider ends with digits of its own once it makes the group: `edge-*`. */
function begunName(values: JsonObject): string | null {
  const begin = text(values, 'name_prefix');
  return begin === null ? null : `${begin}*`;
}

function accountOf({ before, after }: TfResource): string | null {
  const told = text(after ?? {}, 'owner_id') ?? text(before ?? {}, 'owner_id');
  return accountId(told ?? text(after ?? before ?? {}, 'arn')?.split(':')[4] ?? null);
}

/** `tags_all` holds the provider's default tags, too; it is unknown where no tag is set, even without default tags. */
function tagsOf(resource: TfResource, references: References): DeclaredGroup['tags'] {
  if (resource.after === null) return tagMap(resource.before?.tags_all ?? resource.before?.tags, undefined);
  const all = planned(resource, 'tags_all');
  if (isObject(all)) return tagMap(all, marksOf(resource, 'tags_all'));
  const own = planned(resource, 'tags');
  if (own === notTold || resource.sparse || references.providerSets(resource, 'default_tags')) return null;
  if (all === notTold && references.isConfigured(resource, 'tags') === null) return null;
  return tagMap(own ?? {}, marksOf(resource, 'tags'));
}

function tagMap(tags: Json | undefined, marks: Json | undefined): DeclaredGroup['tags'] {
  if (isObject(marks) && Object.values(marks).includes(true)) return null;
  const held: JsonObject = isObject(tags) ? tags : {};
  return Object.fromEntries(Object.keys(held).map((key) => [key, toldText(held[key]) ?? '']));
}
