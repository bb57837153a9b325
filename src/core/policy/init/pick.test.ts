import { describe, expect, it } from 'vitest';
import type { ObservedActor } from './observed.ts';
import { type PickedRole, pickActors } from './pick-actors.ts';
import { pickAddresses } from './pick-addresses.ts';
import { namesOfProd, pickContexts } from './pick-contexts.ts';
import { yamlText } from './yaml-text.ts';

const tagged = (...tags: readonly Readonly<Record<string, string>>[]) => tags.map((each) => ({ tags: each }));

function actor(principal: string, odd: Partial<ObservedActor> = {}): ObservedActor {
  const none = { refused: 0, via: {}, sessions: [], agents: [], people: [], sources: [] };
  return { type: 'AssumedRole', principal, changes: 1, ...none, ...odd };
}

const role = (name: string, account = '111122223333') => `arn:aws:iam::${account}:role/${name}`;

describe('tag keys', () => {
  it.each(['env', 'Env', 'environment', 'Environment', 'stage', 'app-env', 'service:environment'])(
    '%s tells the environment, by its name',
    (key) => {
      expect(pickContexts(tagged({ [key]: 'blue' })).environment.map((each) => each.key)).toEqual([key]);
    },
  );

  it.each(['owner', 'Owner', 'team', 'Squad', 'service-owner', 'owned-by', 'OwnedBy'])('%s tells the owner', (key) => {
    expect(pickContexts(tagged({ [key]: 'orders' })).owner.map((each) => each.key)).toEqual([key]);
  });

  it('a key with another name tells the environment when all of its values are words for environments', () => {
    const groups = tagged({ Tier: 'prod' }, { Tier: 'dev' }, { colour: 'blue' }, { colour: 'prod' });
    expect(pickContexts(groups).environment.map(({ key }) => key)).toEqual(['Tier']);
  });

  it('leaves AWS’s own tags, empty ones and all others out', () => {
    const picked = pickContexts(tagged({ 'aws:owner': 'x', env: '', Name: 'web', 'environment-friendly': 'yes' }));
    expect(picked).toEqual({ environment: [], owner: [] });
  });

  it('puts the most used first, with its values by frequency', () => {
    const { environment } = pickContexts(tagged({ Env: 'prod' }, { env: 'prod' }, { env: 'dev' }, { env: 'dev' }));
    expect(environment).toEqual([
      {
        key: 'env',
        groups: 3,
        values: [
          ['dev', 2],
          ['prod', 1],
        ],
      },
      { key: 'Env', groups: 1, values: [['prod', 1]] },
    ]);
  });

  it('puts keys that are only guessed by their values last, however many groups have them', () => {
    const groups = tagged({ use: 'shared', env: 'prod' }, { use: 'dev' }, { use: 'test' });
    expect(pickContexts(groups).environment.map(({ key }) => key)).toEqual(['env', 'use']);
  });

  it.each(['prod-eu-1', 'live_2', 'acme.production', 'PRD'])('%s is production', (env) => {
    expect(namesOfProd(pickContexts(tagged({ env })).environment)).toEqual([env]);
  });

  it.each(['non-prod', 'pre-production', 'preprod', 'product', 'delivery', 'not live'])('%s is not', (env) => {
    expect(namesOfProd(pickContexts(tagged({ env })).environment)).toEqual([]);
  });

  it('other names of production are found in their own case', () => {
    const { environment } = pickContexts(
      tagged({ env: 'Production' }, { env: 'PRD' }, { env: 'prod' }, { env: 'dev' }),
    );
    expect(namesOfProd(environment)).toEqual(['PRD', 'Production']);
  });
});

describe('actors', () => {
  const kinds = (...actors: readonly ObservedActor[]) =>
    Object.fromEntries(
      Object.entries(pickActors(actors)).map(([kind, roles]: readonly [string, readonly PickedRole[]]) => [
        kind,
        roles.map(({ name }) => name),
      ]),
    );

  it('are told apart by what they act through, and joined over accounts', () => {
    expect(
      kinds(
        actor(role('deploy'), { via: { terraform: 5 } }),
        actor(role('deploy', '222233334444'), { via: { terraform: 2 } }),
        actor(role('ci'), { sessions: ['gha-17'] }),
        actor(role('clusters'), {
          via: { terraform: 1 },
          agents: ['APN/1.0 HashiCorp/1.0 Terraform/1.14.5 api/eks#1.285.0'],
        }),
        actor(role('aws-load-balancer-controller')),
        actor(role('aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling')),
        actor(role('aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Developer_0123456789abcdef')),
        actor('arn:aws:iam::111122223333:user/alice', { type: 'IAMUser' }),
      ),
    ).toEqual({
      pipelines: ['arn:aws:iam::*:role/deploy', 'arn:aws:iam::*:role/ci', 'arn:aws:iam::*:role/clusters'],
      controllers: ['arn:aws:iam::*:role/aws-load-balancer-controller'],
      services: ['arn:aws:iam::*:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling'],
      people: ['Developer', 'arn:aws:iam::111122223333:user/alice'],
    });
  });

  it('somebody in the console who once ran Terraform is no pipeline', () => {
    expect(kinds(actor(role('admin'), { via: { console: 9, terraform: 1 } })).pipelines).toEqual([]);
  });

  it('without a principal there is nobody to name', () => {
    expect(pickActors([{ ...actor(''), principal: null }])).toMatchObject({ people: [], pipelines: [] });
  });
});

describe('addresses', () => {
  const from = (...sources: readonly (readonly [string, number, boolean])[]) =>
    actor(role('x'), { sources: sources.map(([address, days, console]) => ({ address, days, console })) });

  it('of console users on several days are proposed, of robots never', () => {
    const picked = pickAddresses([from(['203.0.113.7', 3, true], ['198.51.100.9', 1, true], ['192.0.2.1', 9, false])]);
    expect(picked).toEqual([{ cidr: '203.0.113.7/32', days: 3, actors: 1 }]);
  });

  it('three in one network are proposed as that network, of IPv6 as a /64', () => {
    const hosts = ['203.0.113.7', '203.0.113.8', '203.0.113.9'].map((each) => [each, 1, true] as const);
    const v6 = ['2001:db8::1', '2001:db8::2', '2001:db8::3'].map((each) => [each, 1, true] as const);
    expect(pickAddresses([from(...hosts, ...v6)]).map(({ cidr }) => cidr)).toEqual(['2001:db8::/64', '203.0.113.0/24']);
  });

  it('names of AWS services and nonsense are none', () => {
    expect(pickAddresses([from(['cloudformation.amazonaws.com', 5, true], ['AWS Internal', 5, true])])).toEqual([]);
  });
});

describe('text of others in a policy', () => {
  it.each([
    ['plain', '"plain"'],
    ['a "b" \\', '"a \\"b\\" \\\\"'],
    ['a\nb\tc', '"a\\u000ab\\u0009c"'],
    ['\u202e', '"\\u202e"'],
    ['\u{e0001}', '"\\U000e0001"'],
    ['é 日本', '"é 日本"'],
  ])('%j is written %s', (text, written) => {
    expect(yamlText(text)).toBe(written);
  });

  it('is cut', () => {
    expect(yamlText('x'.repeat(500))).toHaveLength(122);
  });
});
