import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readDeclared } from '../../src/core/group/read/declared.ts';
import type { Json, JsonObject } from '../../src/core/leaf/canonical.ts';
import { nameRule } from '../../src/core/plan/name-rule.ts';
import { covers } from '../../src/core/reach/algebra.ts';
import { boundsOfSeen } from '../../src/core/reach/seen-bounds.ts';

const plan = JSON.parse(readFileSync(join(import.meta.dirname, 'stored', 'new.json'), 'utf8')) as JsonObject;
const read = (json: Json) => readDeclared(json).declared!;
const rulesOf = (json: Json) =>
  new Map(
    read(json).groups.map((group) => [group.address, group.rules.map((rule) => nameRule({ ...rule, id: null }))]),
  );
const { configuration: _, ...withoutConfiguration } = plan;
const { resource_changes: __, ...plannedValuesOnly } = plan;

/** All that any group of a file may permit. Groups and lists are named by other places where less is told. */
function openOf(json: Json) {
  const { groups, lists } = read(json);
  const entries = new Map(lists.map((list) => [list.id, list.entries]));
  const rules = groups.flatMap((group) => group.rules).filter(({ peer }) => peer === null || /^ipv/.test(peer.kind));
  return boundsOfSeen(rules, true, { lists: (id) => entries.get(id) ?? null }).held;
}

describe('a plan that tells less', () => {
  it('R162: without its configuration a rule whose group is not told stands for itself', () => {
    const rules = rulesOf(withoutConfiguration);
    expect(rules.get('aws_security_group_rule.ssh')).toEqual(['ingress tcp/22 203.0.113.0/24']);
    expect(rules.get('aws_security_group_rule.existing')).toEqual([
      'ingress tcp/22 ?/aws_security_group_rule.existing.source_security_group_id',
      'ingress tcp/3389 ?',
    ]);
    expect(rules.get('module.edge["us"].aws_security_group_rule.in[0]')).toEqual(['ingress tcp/443 ?']);
  });

  it('R162: with nothing but planned values, what is missing may be anything', () => {
    expect(rulesOf(plannedValuesOnly).get('module.edge["us"].aws_security_group.edge')).toEqual([
      'egress ? ?',
      'ingress tcp/443 ?',
      'ingress tcp/9000-9010 aws_security_group.web',
      'ingress ? ?',
    ]);
  });

  it('R162: never permits less than the plan that tells more', () => {
    const told = openOf(plan);
    for (const less of [withoutConfiguration, plannedValuesOnly]) expect(covers(openOf(less), told)).toBe(true);
  });
});
