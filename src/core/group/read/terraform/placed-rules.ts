import type { DeclaredGroup } from '../../declared.ts';
import type { SeenRule } from '../../rule.ts';
import { text } from '../field.ts';
import { notTold, toldText } from '../told.ts';
import { groupTypes, nameOf, namesOf } from './names.ts';
import type { References } from './references.ts';
import { former, planned, type TfFile, type TfResource } from './resource.ts';
import { addRules } from './rule-content.ts';
import { type Around, legacyRules, singleRule } from './rules.ts';

/** Rules of rule resources, as they stand and as planned, and those that the plan takes away. */
export interface Placed {
  readonly before: readonly SeenRule[];
  readonly after: readonly SeenRule[];
  readonly gone: readonly SeenRule[];
}

/** Rule resources by the group they belong to; groups that the file names and does not manage are `outside`. */
export interface PlacedRules {
  readonly of: (group: string) => Placed;
  readonly outside: readonly DeclaredGroup[];
}

const ruleTypes: ReadonlySet<string> = new Set([
  'aws_security_group_rule',
  'aws_vpc_security_group_ingress_rule',
  'aws_vpc_security_group_egress_rule',
]);

interface Owned {
  readonly key: string;
  readonly id: string | null;
  readonly resource: TfResource;
  readonly when: keyof Placed;
  readonly rules: readonly SeenRule[];
}

/**
 * Finds the group of each rule resource: by its id, else by what `security_group_id` refers to. A rule whose group is
 * not told stands for itself, as a group of which nothing else is known.
 */
export function placeRules(
  { resources }: TfFile,
  references: References,
  groups: ReadonlyMap<string, TfResource>,
  misread: (reason: string) => void,
): PlacedRules {
  const owned = resources
    .filter((each) => ruleTypes.has(each.type))
    .flatMap((each) => ownedBy(each, { references, groups, misread }));
  const byGroup = Map.groupBy(owned, (each) => each.key);
  const of = (group: string): Placed => joined(byGroup.get(group) ?? []);
  const own = new Set(resources.filter((each) => groupTypes.has(each.type)).map((each) => each.address));
  const outside = [...byGroup].filter(([key]) => !own.has(key)).map(([, each]) => outsideGroup(each));
  return { of, outside };
}

interface Finding {
  readonly references: References;
  readonly groups: ReadonlyMap<string, TfResource>;
  readonly misread: (reason: string) => void;
}

function ownedBy(resource: TfResource, finding: Finding): readonly Owned[] {
  const { references, groups, misread } = finding;
  const around = (self: string): Around => ({
    self,
    owner: null,
    named: (key, kind) => namesOf(resource, key, kind, references),
    misread: (reason) => misread(`${resource.address}: ${reason}`),
  });
  const found: Owned[] = [];
  const isStaying = resource.after !== null || resource.actions.includes('forget');
  if (resource.before !== null) {
    const id = toldText(former(resource, 'security_group_id'));
    const key = groups.get(id ?? '')?.address ?? id ?? resource.address;
    const rules = read(resource, (name) => former(resource, name), around(id ?? resource.address), references);
    found.push({ key, id, resource, when: 'before', rules });
    if (!isStaying || resource.actions.some((action) => /^(delete|update)$/.test(action)))
      found.push({ key, id, resource, when: 'gone', rules });
    if (resource.after === null && isStaying) found.push({ key, id, resource, when: 'after', rules });
  }
  if (resource.after === null) return found;
  const value = planned(resource, 'security_group_id');
  const named = value === notTold ? references.named(resource, 'security_group_id', groupTypes).resources : [];
  const [only] = named.length === 1 ? named : [];
  const id = toldText(value) ?? (only === undefined ? null : text(only.after ?? {}, 'id'));
  const key = only?.address ?? groups.get(id ?? '')?.address ?? id ?? resource.address;
  const self = only === undefined ? (id ?? resource.address) : nameOf(only);
  const rules = read(resource, (name) => planned(resource, name), around(self), references);
  return [...found, { key, id, resource, when: 'after', rules }];
}

function read(
  resource: TfResource,
  attribute: Parameters<typeof singleRule>[0],
  around: Around,
  references: References,
): readonly SeenRule[] {
  if (resource.type === 'aws_vpc_security_group_ingress_rule') return singleRule(attribute, 'ingress', around);
  if (resource.type === 'aws_vpc_security_group_egress_rule') return singleRule(attribute, 'egress', around);
  return legacyRules(attribute, around, (key) => references.isConfigured(resource, key));
}

function joined(owned: readonly Owned[]): Placed {
  const of = (when: keyof Placed) => owned.filter((each) => each.when === when).flatMap((each) => each.rules);
  return { before: addRules([], of('before')), after: addRules([], of('after')), gone: of('gone') };
}

function outsideGroup(owned: readonly Owned[]): DeclaredGroup {
  const { before, after } = joined(owned);
  const addresses = [...new Set(owned.map((each) => each.resource.address))].sort();
  const none = { name: null, vpc: null, account: null, region: null, tags: null };
  const facts = { address: addresses[0]!, id: owned[0]!.id, ...none };
  return { ...facts, rules: after, before, complete: false, deleted: false };
}
