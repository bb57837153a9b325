import { isObject, type Json } from '../../../leaf/canonical.ts';
import type { Direction, SeenRule } from '../../rule.ts';
import { declaredRules, type PeerTold, type RuleTold } from '../declared-rules.ts';
import { list, text } from '../field.ts';
import { notTold, type Told, toldText } from '../told.ts';

/** Reads one attribute of a rule: as planned, or as it stood. */
export type Attribute = (key: string) => Told;

/** What the rules of a group need to know of what is around them. */
export interface Around {
  /** Id of the group, or its address while it has none. */
  readonly self: string;
  readonly owner: string | null;
  /** What an attribute that is not known yet may name: ids or addresses. */
  readonly named: (key: string, kind: 'group' | 'list') => readonly string[];
  readonly misread: (reason: string) => void;
}

/**
 * Rules of `ingress` or `egress` blocks inside a group: one for each CIDR, prefix list and group, and one for `self`.
 * `marks` tells which members are known only after the plan is applied.
 * Source: Terraform AWS provider documentation, `aws_security_group`, "ingress".
 */
export function blockRules(
  blocks: Told,
  marks: Json | undefined,
  direction: Direction,
  around: Around,
): readonly SeenRule[] {
  if (blocks === notTold) return [anyRule(direction)];
  return list(blocks).flatMap((block, at) => {
    const marked = Array.isArray(marks) ? (marks as readonly Json[])[at] : marks;
    if (!isObject(block) || marked === true) return [anyRule(direction)];
    const attribute: Attribute = (key) => withMarks(block[key], isObject(marked) ? marked[key] : undefined);
    const named = { ...around, named: (_: string, kind: 'group' | 'list') => around.named(direction, kind) };
    return rulesOf(attribute, { direction, id: null, form: inline }, named);
  });
}

/**
 * Rules of `aws_security_group_rule` (which may name several peers). Its `source_security_group_id` is a computed
 * attribute, so that it is unknown before it is applied even where it is not set.
 */
export function legacyRules(
  attribute: Attribute,
  around: Around,
  isConfigured: (key: string) => boolean | null,
): readonly SeenRule[] {
  const direction = plain(attribute('type'));
  const isSelf = attribute('self');
  const others = ['cidr_blocks', 'ipv6_cidr_blocks', 'prefix_list_ids'].some((key) => {
    const value = attribute(key);
    return value === notTold || list(value).length > 0;
  });
  const source: Attribute = (key) => {
    const value = attribute(key);
    if (key !== 'source_security_group_id' || value !== notTold) return value;
    return (isConfigured(key) ?? !(others || isSelf === true)) ? value : null;
  };
  const id = text({ id: plain(attribute('security_group_rule_id')) }, 'id');
  const ways = (['ingress', 'egress'] as const).filter(
    (way) => direction === way || !/^(in|e)gress$/.test(String(toldText(direction))),
  );
  return ways.flatMap((way) => rulesOf(source, { direction: way, id, form: legacy }, around));
}

/** The one rule of `aws_vpc_security_group_ingress_rule` or `…_egress_rule`. */
export function singleRule(attribute: Attribute, direction: Direction, around: Around): readonly SeenRule[] {
  const id = text({ id: plain(attribute('security_group_rule_id')) }, 'id');
  return rulesOf(attribute, { direction, id, form: single }, around);
}

/** In which attributes a rule is written. */
interface Form {
  readonly protocol: string;
  readonly cidrs: readonly string[];
  readonly lists: readonly string[];
  readonly groups: readonly string[];
  readonly self: boolean;
}

const plural = {
  protocol: 'protocol',
  cidrs: ['cidr_blocks', 'ipv6_cidr_blocks'],
  lists: ['prefix_list_ids'],
  self: true,
};
const inline: Form = { ...plural, groups: ['security_groups'] };
const legacy: Form = { ...plural, groups: ['source_security_group_id'] };
const single: Form = {
  protocol: 'ip_protocol',
  cidrs: ['cidr_ipv4', 'cidr_ipv6'],
  lists: ['prefix_list_id'],
  groups: ['referenced_security_group_id'],
  self: false,
};

/** A rule of which nothing but its direction is told. */
export function anyRule(direction: Direction): SeenRule {
  return { id: null, direction, protocol: null, ports: null, peer: null, description: null };
}

function rulesOf(
  attribute: Attribute,
  { direction, id, form }: { readonly direction: Direction; readonly id: string | null; readonly form: Form },
  around: Around,
): readonly SeenRule[] {
  const self = form.self ? attribute('self') : null;
  const peers: readonly PeerTold[] = [
    ...form.cidrs.flatMap((key) => valuesOf(attribute(key)).map((value) => ({ kind: 'cidr', value }) as const)),
    ...form.lists.flatMap((key) => symbols('list', key, attribute, around)),
    ...form.groups.flatMap((key) => symbols('group', key, attribute, around)),
    ...(self === true || self === 'true' || self === notTold ? [{ kind: 'group', value: around.self } as const] : []),
  ];
  const content: Pick<RuleTold, 'protocol' | 'from' | 'to' | 'description'> = {
    protocol: attribute(form.protocol),
    from: attribute('from_port'),
    to: attribute('to_port'),
    description: attribute('description'),
  };
  const told = { id, direction, ...content, peers, owner: around.owner };
  return declaredRules(told, around.misread);
}

/** What is known to be a group or a list stays one, whichever it is. */
function symbols(kind: 'group' | 'list', key: string, attribute: Attribute, around: Around): readonly PeerTold[] {
  return valuesOf(attribute(key)).flatMap((value) =>
    value === notTold ? around.named(key, kind).map((name) => ({ kind, value: name })) : [{ kind, value }],
  );
}

function valuesOf(value: Told): readonly Told[] {
  if (value === notTold) return [value];
  if (!Array.isArray(value)) return value === undefined || value === null ? [] : [value];
  return (value as readonly Told[]).map((each) => each ?? notTold);
}

/** Values with their unknown members in place: a list is unknown where it is marked, or held out as `null`. */
function withMarks(value: Json | undefined, marks: Json | undefined): Told {
  if (marks === true) return notTold;
  if (!Array.isArray(value) || !Array.isArray(marks)) return value;
  const marked = marks as readonly Json[];
  return (value as readonly Json[]).map((each, at) => (marked[at] === true ? null : each));
}

function plain(value: Told): Json | undefined {
  return value === notTold ? undefined : value;
}
