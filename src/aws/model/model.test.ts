import { describe, expect, test } from 'vitest';
import { start } from '../../../test/builders/any-history.ts';
import { alice } from '../../../test/model/any-calls.ts';
import { AtWork, tcp } from '../../../test/model/at-work.ts';
import { Ec2Model } from './model.ts';
import { type RefusalCode, refusals } from './refusal.ts';

const office = '192.0.2.0/24';

describe('who may', () => {
  test('is asked of whoever holds the rules, for each thing that a call touches, and denied in AWS’ words', () => {
    const asked: string[] = [];
    const at = new AtWork({
      forbids: (_principal, action, resource) => {
        asked.push(`${action} ${resource.replace(/^.*:/, '')}`);
        return action === 'ec2:CreateTags' ? 'no identity-based policy allows the ec2:CreateTags action' : null;
      },
    });
    const GroupId = at.group('web');
    const TagSpecifications = [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'ticket', Value: '1' }] }];
    const request = { GroupId, IpPermissions: [tcp(22, office)], TagSpecifications };
    const { answer, record } = at.ask('AuthorizeSecurityGroupIngress', request);
    expect(asked).toEqual([
      ...['ec2:CreateSecurityGroup security-group/*', `ec2:AuthorizeSecurityGroupIngress security-group/${GroupId}`],
      'ec2:CreateTags security-group-rule/*',
    ]);
    expect(answer).toMatchObject({ kind: 'refused', code: 'UnauthorizedOperation', status: 403 });
    expect(record.errorCode).toBe('Client.UnauthorizedOperation');
    expect(record.errorMessage).toMatch(
      /^You are not authorized to perform this operation\. User: arn:aws:iam::111122223333:user\/alice is not authorized to perform: ec2:CreateTags on resource: arn:aws:ec2:eu-west-1:111122223333:security-group-rule\/\* because no identity-based policy allows the ec2:CreateTags action\. Encoded/,
    );
    expect(at.ingress(GroupId)).toEqual([]);
  });

  test('of a group that is not there is asked of any group, and so its denial tells that it is not there', () => {
    const at = new AtWork({ forbids: () => 'no identity-based policy allows it' });
    const { record } = at.ask('DeleteSecurityGroup', { GroupId: 'sg-00000000' });
    expect(record.errorMessage).toContain(' on resource: arn:aws:ec2:eu-west-1:111122223333:security-group/* because ');
  });

  test('is all that a dry run finds out: it does nothing, and does not say whether the call would fail otherwise', () => {
    const at = new AtWork({
      forbids: (_principal, action) => (action === 'ec2:DeleteSecurityGroup' ? 'of a service control policy' : null),
    });
    const GroupId = at.group('web');
    const twice = { GroupId, IpPermissions: [tcp(22, office)], DryRun: true };
    expect(at.refuses('AuthorizeSecurityGroupIngress', twice)).toBe('DryRunOperation');
    at.opens(GroupId, tcp(22, office));
    expect(at.refuses('AuthorizeSecurityGroupIngress', twice)).toBe('DryRunOperation');
    expect(at.refuses('DeleteSecurityGroup', { GroupId, DryRun: true })).toBe('UnauthorizedOperation');
  });
});

describe('how often', () => {
  test('fifty calls at once and five a second, each call of a group’s rules from a bucket of its own', () => {
    const at = new AtWork();
    const GroupId = at.group('web');
    const now = at.at + 60_000;
    const revoke = (when: number) =>
      at.model.ask('RevokeSecurityGroupIngress', { GroupId, IpPermissions: [tcp(22, office)] }, alice, when).answer;
    const codes = Array.from({ length: 60 }, () => (revoke(now) as { readonly code: string }).code);
    expect(codes.filter((code) => code === 'RequestLimitExceeded').length).toBe(10);
    expect(codes.slice(0, 50)).toEqual(Array(50).fill('InvalidPermission.NotFound'));
    const later = Array.from({ length: 6 }, () => (revoke(now + 1000) as { readonly code: string }).code);
    expect(later.filter((code) => code === 'RequestLimitExceeded').length).toBe(1);
    const other = { GroupId, IpPermissions: [tcp(22, office)] };
    expect(at.model.ask('AuthorizeSecurityGroupIngress', other, alice, now).answer.kind).toBe('answered');
  });

  test('a look at everything has a smaller bucket than a look at something', () => {
    const at = new AtWork();
    const looks = (request: object) =>
      Array.from({ length: 100 }, () => at.model.ask('DescribeSecurityGroups', request, alice, start).answer.kind);
    expect(looks({}).filter((kind) => kind === 'answered').length).toBe(50);
    expect(looks({ MaxResults: 5 }).filter((kind) => kind === 'answered').length).toBe(100);
  });
});

describe('how late', () => {
  test('a replica shows what stood so many writes ago; writes go by the truth', () => {
    let behind = 0;
    const at = new AtWork({ lag: ({ action }) => (action.startsWith('Describe') ? behind : 0) });
    const GroupId = at.group('web');
    const Filters = [{ Name: 'group-id', Values: [GroupId] }];
    const seen = () =>
      at.does('DescribeSecurityGroupRules', { Filters }).SecurityGroupRules.filter((rule) => !rule.IsEgress).length;
    at.opens(GroupId, tcp(22, office));
    at.opens(GroupId, tcp(23, office));
    expect(seen()).toBe(2);
    behind = 1;
    expect(seen()).toBe(1);
    behind = 2;
    expect(seen()).toBe(0);
    expect(at.refuses('AuthorizeSecurityGroupIngress', { GroupId, IpPermissions: [tcp(23, office)] })).toBe(
      'InvalidPermission.Duplicate',
    );
    behind = 3;
    expect(at.refuses('DescribeSecurityGroups', { GroupIds: [GroupId] })).toBe('InvalidGroup.NotFound');
  });

  test('what was just made may not be found by the next write, until it has settled', () => {
    const at = new AtWork({ lag: () => 5, settle: 4000 });
    const GroupId = at.group('web');
    const request = { GroupId, IpPermissions: [tcp(22, office)] };
    expect(at.refuses('AuthorizeSecurityGroupIngress', request)).toBe('InvalidGroup.NotFound');
    at.at += 4000;
    at.does('AuthorizeSecurityGroupIngress', request);
  });
});

describe('what goes wrong', () => {
  test.each(Object.keys(refusals) as RefusalCode[])(
    '%s can be answered to any call, and nothing has changed',
    (code) => {
      const at = new AtWork();
      const GroupId = at.group('web');
      const model = new AtWork({ state: at.model.state, interferes: () => code }).model;
      const asked = model.ask(
        'AuthorizeSecurityGroupIngress',
        { GroupId, IpPermissions: [tcp(22, office)] },
        alice,
        start,
      );
      expect(asked.answer).toMatchObject({ kind: 'refused', code });
      expect(asked.state).toBe(at.model.state);
      expect(asked.record).toMatchObject({ eventName: 'AuthorizeSecurityGroupIngress', responseElements: null });
      expect(String(asked.record.errorCode)).toMatch(new RegExp(`^(Client|Server)\\.${code}$`));
      expect(asked.record.requestParameters).toMatchObject({ groupId: GroupId });
    },
  );

  test('a fault may bring a text of its own', () => {
    const refused = { kind: 'refused', code: 'IncorrectState', message: 'not now', status: 400 } as const;
    const { model } = new AtWork({ interferes: () => refused });
    expect(model.ask('DescribeVpcs', {}, alice, start).record.errorMessage).toBe('not now');
  });

  test('the server’s faults are the server’s in the answer; throttling stands as the client’s in the record', () => {
    const told = (code: RefusalCode) => {
      const { model } = new AtWork({ interferes: () => code });
      const { answer, record } = model.ask('DescribeVpcs', {}, alice, start);
      return [(answer as { readonly status: number }).status, record.errorCode];
    };
    expect(told('RequestLimitExceeded')).toEqual([503, 'Client.RequestLimitExceeded']);
    expect(told('Unavailable')).toEqual([503, 'Server.Unavailable']);
    expect(told('InternalError')).toEqual([500, 'Server.InternalError']);
    expect(told('RequestExpired')).toEqual([400, 'Client.RequestExpired']);
  });
});

describe('the model itself', () => {
  const play = (account: string) => {
    const model = new Ec2Model({ account, region: 'eu-west-1' });
    const made = model.ask('CreateVpc', { CidrBlock: '10.0.0.0/16' }, alice, start);
    return [made, model.ask('DeleteVpc', { VpcId: [...model.state.vpcs.keys()][0]! }, alice, start + 1)].map(
      ({ record }) => record,
    );
  };

  test('answers and tells the same for the same calls', () => {
    expect(play('111122223333')).toEqual(play('111122223333'));
  });

  test('gives no id that the model of another account gives', () => {
    const ids = [...play('111122223333'), ...play('444455556666')].map(({ eventID }) => eventID);
    expect(new Set(ids).size).toBe(4);
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/.test(String(id)))).toBe(
      true,
    );
  });
});
