import { describe, expect, test } from 'vitest';
import { tellCall } from '../../../test/records/tell-call.ts';
import type { JsonObject } from '../leaf/canonical.ts';
import { serviceCalls } from './service-calls.ts';
import { watchedCalls, watchedNames } from './watched.ts';

const group = 'sg-0a1b2c3d4e5f60001';
const generic = serviceCalls
  .filter((row) => row.generic)
  .flatMap((row) => row.calls.map((call) => [row.service, call] as const));

function tellOf(service: string, call: string, request: JsonObject, response: JsonObject | null = null) {
  return tellCall(call, request, response, { eventSource: `${service}.amazonaws.com` });
}

describe('R2: calls of other services', () => {
  test.each(generic)('%s %s: group ids anywhere in it are told, and that they may not be all', (service, call) => {
    const deep = { options: [{ network: { groups: ['sg-0a1b2c3d', group] } }] };
    expect(tellOf(service, call, deep).changes).toMatchObject([
      { kind: 'attached', complete: false, groups: [{ id: 'sg-0a1b2c3d' }, { id: group }] },
    ]);
    expect(tellOf(service, call, { options: { sgs: ['sg-x', 'xsg-0a1b2c3d', 'sg-0a1b2c3d4'] } }).changes).toEqual([]);
  });

  test('the groups that a new thing got count more than those that were asked for', () => {
    const request = { dBInstanceIdentifier: 'orders', vpcSecurityGroupIds: ['sg-0a1b2c3d'] };
    const response = { vpcSecurityGroups: [{ vpcSecurityGroupId: group, status: 'active' }] };
    expect(tellOf('rds', 'CreateDBInstance', request, response).changes).toMatchObject([{ groups: [{ id: group }] }]);
    expect(tellOf('rds', 'ModifyDBInstance', request, response).changes).toMatchObject([
      { groups: [{ id: 'sg-0a1b2c3d' }] },
    ]);
  });

  test.each([
    ['lambda', 'UpdateFunctionConfiguration20150331v2', { functionName: 'resize' }, 'lambda:resize'],
    [
      'lambda',
      'UpdateFunctionConfiguration20150331v2',
      { functionName: 'arn:aws:lambda:eu-central-1:111122223333:function:resize:live' },
      'lambda:resize',
    ],
    [
      'lambda',
      'UpdateFunctionConfiguration20150331v2',
      { functionName: '111122223333:function:resize' },
      'lambda:resize',
    ],
    [
      'elasticloadbalancing',
      'SetSecurityGroups',
      { loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:loadbalancer/net/shop/0a1b' },
      'elb:shop',
    ],
    ['ecs', 'UpdateService', { service: 'arn:aws:ecs:eu-central-1:111122223333:service/shop/cart' }, 'ecs:cart'],
  ])('%s %s: %j is %s', (service, call, request, id) => {
    const groups = {
      securityGroups: [group],
      vpcConfig: { securityGroupIds: [group] },
      networkConfiguration: { awsvpcConfiguration: { securityGroups: [group] } },
    };
    expect(tellOf(service, call, { ...request, ...groups }).changes).toMatchObject([{ on: { id } }]);
  });
});

describe('the list of watched calls', () => {
  test('R2: no call of one service stands in it twice', () => {
    const keys = watchedCalls.map(({ service, call }) => `${service}:${call}`);
    expect(keys.filter((key, n) => keys.indexOf(key) !== n)).toEqual([]);
  });

  test('R2: perimeter calls are those that change groups, rules, tags and lists by themselves', () => {
    const names = watchedNames(['perimeter']);
    for (const call of [
      'AuthorizeSecurityGroupIngress',
      'ModifySecurityGroupRules',
      'DeleteTags',
      'ModifyManagedPrefixList',
      'RevokeDBSecurityGroupIngress',
    ]) {
      expect(names.has(call)).toBe(true);
    }
    expect(names.has('RunInstances')).toBe(false);
    expect(watchedNames(['perimeter', 'attachment']).size).toBe(new Set(watchedCalls.map(({ call }) => call)).size);
  });

  test('R2: what each call may do is said in words', () => {
    for (const { effect } of watchedCalls) expect(effect).toMatch(/^[a-z].+[^.]$/);
  });
});
