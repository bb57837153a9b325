import { describe, expect, test } from 'vitest';
import { account, region } from '../../../test/model/any-calls.ts';
import type { Rule } from '../../core/group/rule.ts';
import type { Ec2Order } from '../../core/plan/act/ec2-order.ts';
import type { AskEc2, Ec2Reply } from '../ask-ec2.ts';
import { createReverter, type OwnSession } from './reverter.ts';

const site = { account, region };
const group = 'sg-0123456789abcdef0';
const how = { dry: false, timeout: 1000 };
const rule: Rule = {
  ...{ id: 'sgr-0123456789abcdef0', direction: 'ingress', protocol: 'tcp', ports: [22, 22], description: null },
  peer: { kind: 'ipv4', value: '192.0.2.0/24' },
};

/** A reverter whose client answers as told, with all that it was asked. */
function answering(...replies: readonly Ec2Reply[]) {
  const asked: unknown[] = [];
  const sessions: OwnSession[] = [];
  const ask: AskEc2 = async (_, action, request, patience) => {
    asked.push([action, request, patience]);
    return (replies[asked.length - 1] ?? { kind: 'answered', result: { Return: true } }) as never;
  };
  const roles = { revoke: 'Revoke', restore: 'Restore' };
  const reverter = createReverter((session) => {
    sessions.push(session);
    return ask;
  }, roles);
  return { reverter, asked, sessions };
}

const revoke: Ec2Order = {
  ...{ action: 'act_1', site, call: 'revoke', role: 'revoke', group, direction: 'egress', ids: [rule.id!] },
};

const restore = (...rules: readonly Rule[]): Ec2Order => ({
  ...{ action: 'act_1', site, call: 'authorize', role: 'restore', group, direction: 'ingress', rules, image: rules },
});

describe('an answer', () => {
  test('that says no, or that cannot be read, leaves a doubt', async () => {
    const no = answering({ kind: 'answered', result: { Return: false, RevokedSecurityGroupRules: [] } });
    expect(await no.reverter.perform(revoke, how)).toMatchObject({ kind: 'failed', failure: 'maybe' });
    const revoked = { SecurityGroupRuleId: rule.id!, GroupId: group, IsEgress: true, FromPort: -1, ToPort: -1 };
    const garbled = { ...revoked, IpProtocol: 'tcp', CidrIpv4: '192.0.2.0/99' };
    const odd = answering({ kind: 'answered', result: { Return: true, RevokedSecurityGroupRules: [garbled] } });
    expect(await odd.reverter.perform(revoke, how)).toMatchObject({ failure: 'maybe' });
  });

  test('of a revoke without its rules tells nothing of them, and counts what was unknown', async () => {
    const silent = answering({ kind: 'answered', result: { Return: true } });
    expect(await silent.reverter.perform(revoke, how)).toEqual({
      ...{ kind: 'done', answer: { revoked: null, made: null, unknown: 0 } },
    });
    const UnknownIpPermissions = [
      { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '192.0.2.0/24' }, { CidrIp: '10.0.0.0/8' }] },
      { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: group }] },
    ];
    const result = { Return: true, RevokedSecurityGroupRules: [], UnknownIpPermissions };
    const { reverter } = answering({ kind: 'answered', result });
    expect(await reverter.perform(revoke, how)).toMatchObject({ answer: { revoked: [], unknown: 3 } });
  });

  test('of a revoke tells a peer group without its account, as EC2 does', async () => {
    const gone = {
      ...{ SecurityGroupRuleId: rule.id!, GroupId: group, IsEgress: true, IpProtocol: 'tcp', FromPort: 1, ToPort: 2 },
      ...{ ReferencedGroupId: 'sg-0fedcba9876543210', Description: 'said' },
    };
    const { reverter } = answering({ kind: 'answered', result: { Return: true, RevokedSecurityGroupRules: [gone] } });
    expect(await reverter.perform(revoke, how)).toMatchObject({
      answer: { revoked: [{ peer: { kind: 'group', value: 'sg-0fedcba9876543210' }, description: 'said' }] },
    });
  });
});

describe('a call', () => {
  test('is made once, with the time it may take, and never repeated', async () => {
    const { reverter, asked, sessions } = answering({ kind: 'unanswered', sent: true, why: 'silence' });
    expect(await reverter.perform(revoke, how)).toMatchObject({ failure: 'maybe', message: 'silence' });
    const request = { GroupId: group, SecurityGroupRuleIds: [rule.id] };
    expect(asked).toEqual([['RevokeSecurityGroupEgress', request, { timeout: 1000 }]]);
    expect(sessions).toEqual([{ role: `arn:aws:iam::${account}:role/Revoke`, name: 'portcullis-act_1' }]);
  });

  test('signs in the partition of its region', () => {
    const { reverter } = answering();
    const roleIn = (where: string) => reverter.session({ ...revoke, site: { account, region: where } }).role;
    expect(['cn-north-1', 'us-gov-west-1', 'eu-west-1'].map(roleIn)).toEqual([
      ...[`arn:aws-cn:iam::${account}:role/Revoke`, `arn:aws-us-gov:iam::${account}:role/Revoke`],
      `arn:aws:iam::${account}:role/Revoke`,
    ]);
  });

  test('of tags that are set and removed is two, and the second is not made when the first came to nothing', async () => {
    const tags: Ec2Order = {
      ...{ action: 'act_1', site, call: 'set-tags', role: 'restore', resource: group, set: { a: 'b' }, remove: ['c'] },
    };
    const fine = answering();
    expect(await fine.reverter.perform(tags, how)).toMatchObject({ kind: 'done' });
    expect(fine.asked).toMatchObject([
      ['CreateTags', { Resources: [group], Tags: [{ Key: 'a', Value: 'b' }] }, {}],
      ['DeleteTags', { Resources: [group], Tags: [{ Key: 'c' }] }, {}],
    ]);
    const refused = answering({ kind: 'refused', code: 'ConcurrentTagAccess', message: 'said', status: 400 });
    expect(await refused.reverter.perform(tags, how)).toMatchObject({ failure: 'busy' });
    expect(refused.asked).toHaveLength(1);
  });

  test.each([
    ['sg-0fedcba9876543210', { GroupId: 'sg-0fedcba9876543210' }],
    ['444455556666/sg-0fedcba9876543210', { UserId: '444455556666', GroupId: 'sg-0fedcba9876543210' }],
    ['name:web', { GroupName: 'web' }],
    ['444455556666/name:web', { UserId: '444455556666', GroupName: 'web' }],
    ['amazon-elb/amazon-elb-sg', { UserId: 'amazon-elb', GroupName: 'amazon-elb-sg' }],
  ])('names the group %s as EC2 takes it', async (value, pair) => {
    const { reverter, asked } = answering();
    await reverter.perform(restore({ ...rule, peer: { kind: 'group', value }, description: 'said' }), how);
    expect(asked).toMatchObject([
      [
        'AuthorizeSecurityGroupIngress',
        { IpPermissions: [{ IpProtocol: 'tcp', UserIdGroupPairs: [{ ...pair, Description: 'said' }] }] },
        {},
      ],
    ]);
  });
});

describe('what our own guard holds back', () => {
  const nobody: Rule = { ...rule, peer: { kind: 'group', value: '?/Resources.In.Source' } };
  const egress: Rule = { ...rule, direction: 'egress' };
  const named: Rule = { ...rule, peer: { kind: 'group', value: 'name:web' } };
  const rewrite = { action: 'act_1', site, call: 'rewrite', role: 'restore', group } as const;

  test.each<[string, Ec2Order, string]>([
    ['a group whose account nobody told', restore(nobody), 'unsure-tuple'],
    ['a rule of the other direction', restore(egress), 'unsure-tuple'],
    ['a rewrite to a group known by name only', { ...rewrite, rules: [named], image: [named] }, 'unsure-tuple'],
    [
      'a rewrite by the content of another rule',
      { ...rewrite, rules: [rule], image: [{ ...rule, id: 'sgr-1' }] },
      'unsure-tuple',
    ],
    ['a restore of nothing', restore(), 'malformed'],
    ['a rewrite of nothing', { ...rewrite, rules: [], image: [] }, 'malformed'],
    ['a revoke of nothing', { ...revoke, ids: [] } as Ec2Order, 'malformed'],
  ])('%s is never sent', async (_, order, failure) => {
    const { reverter, asked } = answering();
    expect(await reverter.perform(order, how)).toMatchObject({ kind: 'failed', failure, code: null });
    expect(await reverter.perform(order, { ...how, dry: true })).toMatchObject({ failure });
    expect(asked).toEqual([]);
  });
});
