import { describe, expect } from 'vitest';
import type { Rule } from '../../../src/core/group/rule.ts';
import { type ContractTest, testsOn } from '../contract-test.ts';
import {
  type Abilities,
  answered,
  does,
  type Ec2Bench,
  ingress,
  type MakeBench,
  newGroup,
  onlyRule,
  opens,
  standing,
  tcp,
} from '../ec2-bench.ts';
import { performs, restores, revokes, rewrites } from './orders.ts';

const office = '192.0.2.0/24';
const partner = '198.51.100.0/24';
const foreign = { GroupId: 'sg-0123456789abcdef0', UserId: '444455556666' };
const unknownId = 'sgr-00000000000000000';

/** What holds of taking rules away, putting them back and giving them back their content. */
export function rulesContract(make: MakeBench, can: Abilities): void {
  const it = testsOn(can);
  takingAway(make, it);
  puttingBack(make, can, it);
  rewriting(make, can, it);
}

function takingAway(make: MakeBench, it: ContractTest): void {
  describe('taking away by id', () => {
    it('R83, BM-3: takes just these rules, answers them as they were, and leaves all others', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      const [ssh, web, six] = await opens(bench, id, tcp(22, '0.0.0.0/0'), tcp(443, office), tcp(22, '::/0'));
      const before = await standing(bench, id);
      const answer = answered(await performs(bench, revokes(bench, id, [ssh!, six!])));
      const gone = before.rules.filter((rule) => rule.id === ssh || rule.id === six).map(untagged);
      expect(answer).toEqual({ revoked: expect.arrayContaining(gone), made: null, unknown: 0 });
      expect(answer.revoked).toHaveLength(2);
      expect((await standing(bench, id)).rules).toEqual(before.rules.filter(({ id }) => id !== ssh && id !== six));
      expect((await ingress(bench, id)).map((rule) => rule.id)).toEqual([web]);
    });

    for (const kind of ['plain', 'standard'] as const)
      it(`one unknown id refuses the whole call, in a ${kind} VPC`, async () => {
        const bench = await make();
        const id = await newGroup(bench, 'web', bench[kind]);
        const [ssh] = await opens(bench, id, tcp(22, '0.0.0.0/0'));
        const before = await standing(bench, id);
        expect(await performs(bench, revokes(bench, id, [ssh!, unknownId]))).toMatchObject({
          ...{ kind: 'failed', failure: 'absent', code: 'InvalidSecurityGroupRuleId.NotFound' },
        });
        expect(await standing(bench, id)).toEqual(before);
      });

    it('a rule that was revoked and made again has another id, and is not touched by the old one', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      const [first] = await opens(bench, id, tcp(22, '0.0.0.0/0'));
      await does(bench, 'RevokeSecurityGroupIngress', { GroupId: id, SecurityGroupRuleIds: [first!] });
      const [second] = await opens(bench, id, tcp(22, '0.0.0.0/0'));
      expect(second).not.toBe(first);
      expect(await performs(bench, revokes(bench, id, [first!]))).toMatchObject({ failure: 'absent' });
      expect((await onlyRule(bench, id)).id).toBe(second);
    });

    it('of a group that is gone says so', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      const [ssh] = await opens(bench, id, tcp(22, '0.0.0.0/0'));
      await does(bench, 'DeleteSecurityGroup', { GroupId: id });
      expect(await performs(bench, revokes(bench, id, [ssh!]))).toMatchObject({
        ...{ kind: 'failed', failure: 'gone', code: 'InvalidGroup.NotFound' },
      });
    });

    it('by content, as others do it, answers in a default VPC what was unknown, and takes the rest', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web', bench.standard);
      await opens(bench, id, tcp(22, office));
      const IpPermissions = [tcp(22, office), tcp(23, office)];
      const result = await does(bench, 'RevokeSecurityGroupIngress', { GroupId: id, IpPermissions });
      expect(result).toMatchObject({ Return: true, UnknownIpPermissions: [{ FromPort: 23 }] });
      expect(await ingress(bench, id)).toEqual([]);
    });
  });
}

function puttingBack(make: MakeBench, can: Abilities, it: ContractTest): void {
  describe('putting back what stood', () => {
    it('R92: brings content, description and tags back under a new id', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      const old = await taggedRule(bench, id);
      await does(bench, 'RevokeSecurityGroupIngress', { GroupId: id, SecurityGroupRuleIds: [old.id!] });
      const { made, revoked, unknown } = answered(await performs(bench, restores(bench, id, [old])));
      expect([made!.length, revoked, unknown]).toEqual([1, null, 0]);
      expect(made![0]!.id).not.toBe(old.id);
      expect(made![0]).toEqual({ ...old, id: made![0]!.id });
      expect(await ingress(bench, id)).toEqual(made);
    });

    it('brings back peers of every kind, egress and protocols without ports', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      const ranges = { IpRanges: [{ CidrIp: office }] };
      await opens(
        bench,
        id,
        tcp(1, '2001:db8::/32'),
        { ...tcp(3), UserIdGroupPairs: [{ GroupId: id }] },
        ...(can.foreign ? [{ ...tcp(4), UserIdGroupPairs: [foreign] }] : []),
        { IpProtocol: '47', ...ranges },
        { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, ...ranges },
      );
      const { rules } = await standing(bench, id);
      for (const side of ['ingress', 'egress'] as const) {
        const own = rules.filter(({ direction }) => direction === side);
        const ids = own.map((rule) => rule.id!);
        answered(await performs(bench, revokes(bench, id, ids, side)));
        answered(await performs(bench, restores(bench, id, own)));
      }
      const nameless = (each: readonly Rule[]) => each.map((rule) => JSON.stringify({ ...rule, id: null })).toSorted();
      expect(nameless((await standing(bench, id)).rules)).toEqual(nameless(rules));
    });

    it('what stands already, whatever its description, refuses the call and changes nothing', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      await opens(bench, id, tcp(22, office));
      const rule = { ...(await onlyRule(bench, id)), description: 'another' };
      expect(await performs(bench, restores(bench, id, [rule]))).toMatchObject({
        ...{ kind: 'failed', failure: 'already', code: 'InvalidPermission.Duplicate' },
      });
      expect((await onlyRule(bench, id)).description).toBeNull();
    });

    it('race 12, BM-14: a rule that is not of the before-image is not sent', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      await opens(bench, id, tcp(22, office));
      const rule = await onlyRule(bench, id);
      await does(bench, 'RevokeSecurityGroupIngress', { GroupId: id, SecurityGroupRuleIds: [rule.id!] });
      const wider: Rule = { ...rule, peer: { kind: 'ipv4', value: '0.0.0.0/0' } };
      for (const strange of [restores(bench, id, [rule, wider], [rule]), restores(bench, id, [wider], [])])
        expect(await performs(bench, strange)).toMatchObject({ kind: 'failed', failure: 'unsure-tuple', code: null });
      expect(await ingress(bench, id)).toEqual([]);
    });

    it('rules with different tags are not sent in one call, which would tag them all alike', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      const rule = await taggedRule(bench, id);
      const other: Rule = { ...rule, ports: [23, 23], tags: {} };
      expect(await performs(bench, restores(bench, id, [rule, other]))).toMatchObject({ failure: 'malformed' });
    });

    it('leaves out tags where it is told to, and always those that are AWS’ own', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      const rule = await taggedRule(bench, id);
      await does(bench, 'RevokeSecurityGroupIngress', { GroupId: id, SecurityGroupRuleIds: [rule.id!] });
      const told = { ...rule, tags: { ...rule.tags, 'aws:cloudformation:stack-name': 'web' } };
      const first = answered(await performs(bench, restores(bench, id, [told])));
      expect(first.made![0]!.tags).toEqual(rule.tags);
      answered(await performs(bench, revokes(bench, id, [first.made![0]!.id!])));
      const without = { ...restores(bench, id, [told]), untagged: true } as ReturnType<typeof restores>;
      expect(answered(await performs(bench, without)).made![0]!.tags).toEqual({});
    });

    it('of a group that is gone says so', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      const rule = await taggedRule(bench, id);
      await does(bench, 'DeleteSecurityGroup', { GroupId: id });
      expect(await performs(bench, restores(bench, id, [rule]))).toMatchObject({ failure: 'gone' });
    });

    it('a group without room says so and stays as it is', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      await opens(bench, id, ...Array.from({ length: 60 }, (_, n) => tcp(1000 + n, office)));
      const before = await standing(bench, id);
      const rule: Rule = { ...before.rules.find(({ direction }) => direction === 'ingress')!, ports: [1, 1] };
      expect(await performs(bench, restores(bench, id, [rule]))).toMatchObject({
        ...{ failure: 'full', code: 'RulesPerSecurityGroupLimitExceeded' },
      });
      expect(await standing(bench, id)).toEqual(before);
    });
  });
}

function rewriting(make: MakeBench, can: Abilities, it: ContractTest): void {
  describe('giving a rule back its content', () => {
    it('R92: keeps its id and its tags, and leaves all others', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      const rule = await taggedRule(bench, id);
      await opens(bench, id, tcp(443, office));
      const before = await standing(bench, id);
      await widen(bench, id, rule.id!);
      expect((await standing(bench, id)).rules).not.toEqual(before.rules);
      const answer = answered(await performs(bench, rewrites(bench, id, [rule])));
      expect(answer).toEqual({ revoked: null, made: null, unknown: 0 });
      expect(await standing(bench, id)).toEqual(before);
    });

    if (can.foreign) {
      it('of another account’s group keeps the account', async () => {
        const bench = await make();
        const id = await newGroup(bench, 'web');
        await opens(bench, id, { ...tcp(4), UserIdGroupPairs: [foreign] });
        const rule = await onlyRule(bench, id);
        const change = { IpProtocol: 'tcp', FromPort: 1, ToPort: 9, ReferencedGroupId: foreign.GroupId };
        const SecurityGroupRules = [{ SecurityGroupRuleId: rule.id!, SecurityGroupRule: change }];
        await does(bench, 'ModifySecurityGroupRules', { GroupId: id, SecurityGroupRules });
        answered(await performs(bench, rewrites(bench, id, [rule])));
        expect(await onlyRule(bench, id)).toEqual(rule);
      });
    }

    it('another content than the rule of this id had is not sent', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      const rule = await taggedRule(bench, id);
      await widen(bench, id, rule.id!);
      const before = await standing(bench, id);
      const strange = [
        rewrites(bench, id, [{ ...rule, ports: [1, 65535] }], [rule]),
        rewrites(bench, id, [{ ...rule, id: unknownId }], [rule]),
        rewrites(bench, id, [{ ...rule, id: null }], [rule]),
      ];
      for (const each of strange) expect(await performs(bench, each)).toMatchObject({ failure: 'unsure-tuple' });
      expect(await standing(bench, id)).toEqual(before);
    });

    it('one rule that is not there refuses the whole call, and so does a twin that stands meanwhile', async () => {
      const bench = await make();
      const id = await newGroup(bench, 'web');
      const rule = await taggedRule(bench, id);
      await widen(bench, id, rule.id!);
      const widened = await standing(bench, id);
      const lost: Rule = { ...rule, id: unknownId, ports: [23, 23] };
      expect(await performs(bench, rewrites(bench, id, [rule, lost]))).toMatchObject({ failure: 'absent' });
      expect(await standing(bench, id)).toEqual(widened);
      await opens(bench, id, tcp(22, office));
      expect(await performs(bench, rewrites(bench, id, [rule]))).toMatchObject({ failure: 'already' });
    });
  });
}

async function taggedRule(bench: Ec2Bench, GroupId: string): Promise<Rule> {
  const TagSpecifications = [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'ticket', Value: 'T-1' }] }];
  const IpPermissions = [{ ...tcp(22), IpRanges: [{ CidrIp: office, Description: 'office' }] }];
  await does(bench, 'AuthorizeSecurityGroupIngress', { GroupId, IpPermissions, TagSpecifications });
  return await onlyRule(bench, GroupId);
}

async function widen(bench: Ec2Bench, GroupId: string, id: string): Promise<void> {
  const wide = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: partner };
  const SecurityGroupRules = [{ SecurityGroupRuleId: id, SecurityGroupRule: wide }];
  await does(bench, 'ModifySecurityGroupRules', { GroupId, SecurityGroupRules });
}

function untagged({ tags: _, ...rule }: Rule): Rule {
  return rule;
}
