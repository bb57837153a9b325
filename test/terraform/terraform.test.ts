import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DeclaredGroup } from '../../src/core/group/declared.ts';
import { readDeclared } from '../../src/core/group/read/declared.ts';
import { isObject, type Json, type JsonObject } from '../../src/core/leaf/canonical.ts';
import { nameRule } from '../../src/core/plan/name-rule.ts';
import { judgeDeclared } from '../../src/flow/judge-declared.ts';
import { gained, judgingBy, lost, type PartialPolicy } from '../builders/policy.ts';
import { type Made, makeJson } from './make-json.ts';

const stored = (name: keyof Made): Json =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'stored', `${name}.json`), 'utf8')) as Json;
const read = (json: Json) => {
  const { declared, misread } = readDeclared(json);
  expect(misread).toEqual([]);
  return declared!;
};
const rulesOf = ({ rules }: Pick<DeclaredGroup, 'rules'>) =>
  rules.map((rule) => nameRule({ ...rule, id: null })).sort();
const byAddress = (json: Json) => new Map(read(json).groups.map((group) => [group.address, group]));

describe('a plan for groups that do not exist yet', () => {
  const groups = byAddress(stored('new'));
  const rules = (address: string) => rulesOf(groups.get(address)!);

  it('R162: rules in blocks are read, with `self` as the group itself', () => {
    expect(rules('aws_security_group.web')).toEqual([
      'egress all 0.0.0.0/0',
      'ingress all aws_security_group.web',
      'ingress tcp/443 0.0.0.0/0',
      'ingress tcp/443 ::/0',
    ]);
    expect(groups.get('aws_security_group.web')).toMatchObject({
      name: 'web',
      tags: { env: 'prod' },
      before: [],
      complete: true,
    });
  });

  it('R162: rules of all three kinds of rule resources find the new group that they refer to', () => {
    expect(rules('aws_security_group.db')).toEqual([
      'egress all 0.0.0.0/0',
      'ingress tcp/22 203.0.113.0/24',
      'ingress tcp/5432 aws_ec2_managed_prefix_list.open',
      'ingress tcp/5432 aws_security_group.app[0]',
      'ingress tcp/5432 aws_security_group.app[1]',
    ]);
  });

  it('R162: modules, locals, variables and their instances are followed; an unknown CIDR may be anything', () => {
    const peer = 'ingress tcp/9000-9010 aws_security_group.web';
    expect(rules('module.edge["eu"].aws_security_group.edge')).toEqual(['ingress tcp/443 198.51.100.0/24', peer]);
    expect(rules('module.edge["us"].aws_security_group.edge')).toEqual(['ingress tcp/443 ?', peer]);
  });

  it('a new group has no egress but what is set: the provider removes the rule that EC2 makes', () => {
    expect(rules('aws_security_group.app[0]')).toEqual(['ingress tcp/8080 aws_security_group.web']);
  });

  it('a default group is taken over: what stood there is not told', () => {
    const group = groups.get('aws_default_security_group.default')!;
    expect([group.name, group.before, rulesOf(group)]).toEqual(['default', null, [`ingress all ${group.address}`]]);
  });

  it('a rule for a group that the plan does not manage stands in a group that is not complete', () => {
    const group = groups.get('aws_security_group_rule.existing')!;
    expect(group).toMatchObject({ id: 'sg-0aaaaaaaaaaaaaaaa', complete: false, before: [] });
    expect(rulesOf(group)).toEqual(['ingress tcp/22 aws_security_group.web', 'ingress tcp/3389 ?']);
  });

  it('prefix lists have the entries of their blocks and of entry resources', () => {
    expect(read(stored('new')).lists.map(({ name, entries }) => [name, entries])).toEqual([
      ['office', ['203.0.113.0/24']],
      ['open', ['0.0.0.0/0']],
    ]);
  });

  it('groups are on what the plan puts them on', () => {
    const { interfaces, attachmentsTold } = read(stored('new'));
    expect(attachmentsTold).toBe(true);
    expect(interfaces.map(({ id, groups: on, publicAddress }) => [id, on, publicAddress !== null])).toEqual([
      ['aws_db_instance.orders', ['aws_security_group.db'], false],
      ['aws_instance.web', ['aws_security_group.web'], true],
      ['aws_lb.shop', ['aws_security_group.web'], true],
      ['aws_network_interface.web', ['aws_security_group.db', 'aws_security_group.web'], false],
    ]);
  });
});

describe('a plan that edits groups, and the state it starts from', () => {
  it('R162: rules of resources that go are gone, though the group itself still shows them', () => {
    const db = byAddress(stored('edit')).get('aws_security_group.db')!;
    expect(rulesOf(db)).toEqual([
      'ingress tcp/5432 198.51.100.0/24',
      'ingress tcp/5432 203.0.113.0/24',
      'ingress tcp/5432 sg-0aaaaaaaaaaaaaaa1',
    ]);
    expect(rulesOf({ rules: db.before! })).toEqual([
      'ingress tcp/22 203.0.113.0/24',
      'ingress tcp/5432 203.0.113.64/26',
      'ingress tcp/5432 sg-0aaaaaaaaaaaaaaa1',
    ]);
  });

  it('a group that the plan deletes has no rules any more', () => {
    expect(byAddress(stored('edit')).get('aws_security_group.old')).toMatchObject({ deleted: true, rules: [] });
  });

  it('R53: what the plan says stood is what the state says, in both of its formats', () => {
    const raw = JSON.parse(readFileSync(join(import.meta.dirname, 'edit', 'terraform.tfstate'), 'utf8')) as Json;
    const stood = read(stored('state')).groups;
    expect(read(raw).groups).toEqual(stood);
    const before = byAddress(stored('edit'));
    for (const group of stood) expect(rulesOf({ rules: before.get(group.address)!.before! })).toEqual(rulesOf(group));
    expect(stood.map(({ id, account, region }) => [id, account, region])).toContainEqual([
      'sg-0aaaaaaaaaaaaaaa1',
      '111122223333',
      'eu-west-1',
    ]);
  });
});

const policy: PartialPolicy = {
  checks: {
    admin: { when: gained({ ports: ['tcp/22', 'tcp/3389'] }), severity: { else: 'critical' } },
    database: { when: gained({ ports: ['tcp/5432'] }), where: { attached: ['rds'] } },
    web: { when: gained({ ports: ['tcp/443'], covers: true }), severity: { else: 'low' } },
    protected: { when: lost({ peers: ['any'], ports: ['tcp/22'] }), where: { name: ['db', 'web'] } },
  },
};

describe('judging a plan', () => {
  const judged = (name: keyof Made) =>
    new Map(
      judgeDeclared(read(stored(name)), judgingBy(policy), { file: 'plan.json', now: 0 }).map(({ decision }) => [
        decision.place.address,
        decision,
      ]),
    );
  const rulings = (name: keyof Made, address: string) =>
    judged(name)
      .get(address)!
      .verdict.checks.map((check) => `${check.id} ${check.ruling}`);

  it('R162, R29: what the plan would open is judged by content of prefix lists and by what groups are on', () => {
    expect(rulings('new', 'aws_security_group.db')).toEqual(['database breach']);
    expect(judged('new').get('aws_security_group.db')!.carriers.database).toEqual([
      'ingress tcp/5432 aws_ec2_managed_prefix_list.open',
    ]);
    expect(rulings('new', 'aws_security_group.web')).toEqual(['web breach']);
    expect(rulings('new', 'aws_security_group.app[0]')).toEqual([]);
  });

  it('R162: what is known only once it is applied may break policy, and is told as unknown', () => {
    expect(rulings('new', 'aws_security_group_rule.existing')).toEqual(['admin unknown']);
    expect(rulings('new', 'module.edge["us"].aws_security_group.edge')).toEqual(['web unknown']);
  });

  it('R162: what the plan would take away is judged as lost', () => {
    const db = judged('edit').get('aws_security_group.db')!;
    expect(db.verdict.checks.map(({ id }) => id)).toEqual(['protected']);
    expect(db).toMatchObject({ kind: 'declared', byPlan: ['protected'], basis: 'exact' });
    expect(rulings('edit', 'aws_security_group.web')).toEqual(['protected breach', 'web breach']);
  });

  it('R29: a state is judged as it stands', () => {
    const web = judged('state').get('aws_security_group.web')!;
    expect([web.kind, web.origin, web.effects, web.verdict.ruling]).toEqual(['standing', 'file', [], 'clear']);
  });
});

describe('the stored JSON', () => {
  let made: Made;
  beforeAll(async () => {
    // Without terraform the stored JSON is all there is.
    made = (await makeJson()) ?? { new: stored('new'), edit: stored('edit'), state: stored('state') };
  }, 300_000);

  it('R162: reads as what terraform and the AWS provider print, where both are installed', () => {
    for (const name of ['new', 'edit', 'state'] as const)
      expect(readAnyTime(made[name])).toEqual(readAnyTime(stored(name)));
  });

  it('holds no path, key or address of a machine', () => {
    for (const name of ['new', 'edit', 'state'] as const) {
      const text = JSON.stringify(stored(name));
      expect(text).not.toMatch(/\/(opt|root|home|tmp|Users)\/|AKIA|"password":"/);
    }
  });
});

function readAnyTime(json: Json) {
  const { timestamp: _, ...timeless }: JsonObject = isObject(json) ? json : {};
  return readDeclared(timeless);
}
