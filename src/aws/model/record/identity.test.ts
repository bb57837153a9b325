import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../core/leaf/canonical.ts';
import { readActor } from '../../../core/trail/read-actor.ts';
import type { Caller } from '../caller.ts';
import { requesterOf } from '../caller.ts';
import { Ec2Model } from '../model.ts';
import {
  assumedRole,
  awsService,
  federatedUser,
  iamUser,
  identityCenterUser,
  otherAccount,
  root,
  serviceRole,
  through,
} from './identity.ts';
import { userAgents } from './user-agents.ts';

const account = '111122223333';
const at = Date.UTC(2026, 0, 31, 9, 14, 7, 250);

function recordOf(caller: Caller): JsonObject {
  return new Ec2Model({ account, region: 'eu-west-1' }).ask('DescribeVpcs', {}, caller, at).record;
}

function caller(identity: JsonObject, userAgent: string, from = '198.51.100.7'): Caller {
  return { identity, userAgent, from };
}

const cloudformation = 'cloudformation.amazonaws.com';
const pipeline = { role: 'deploy', session: 'run-4711', at, path: '/ci/' };

describe('callers, as the product reads them from their records', () => {
  test.each([
    [
      'IAMUser',
      'console',
      { ...caller(iamUser(account, 'alice', { at, mfa: true }), userAgents.console), console: true },
    ],
    ['IAMUser', 'cli', caller(iamUser(account, 'alice'), userAgents.cli('revoke-security-group-ingress'))],
    ['IAMUser', 'sdk', caller(iamUser(account, 'alice'), userAgents.sdk)],
    ['AssumedRole', 'terraform', caller(assumedRole(account, pipeline), userAgents.terraform)],
    [
      'AssumedRole',
      'cloudformation',
      caller(through(assumedRole(account, pipeline), 'cloudformation'), cloudformation, cloudformation),
    ],
    [
      'AssumedRole',
      'service',
      caller(serviceRole(account, 'rds', 'RDS', at), 'rds.amazonaws.com', 'rds.amazonaws.com'),
    ],
    [
      'AWSService',
      'service',
      caller(awsService('autoscaling'), 'autoscaling.amazonaws.com', 'autoscaling.amazonaws.com'),
    ],
    ['Root', 'console', { ...caller(root(account, at), userAgents.console), console: true }],
    ['FederatedUser', 'sdk', caller(federatedUser(account, 'guest', 'alice', at), userAgents.sdk)],
    ['AWSAccount', 'sdk', caller(otherAccount('444455556666'), userAgents.sdk)],
  ])('%s by %s', (type, via, given) => {
    const actor = readActor(recordOf(given));
    expect([actor.type, actor.via.value]).toEqual([type, via]);
  });

  test('a session’s ARN leaves out the path of its role, which its issuer tells; times are whole seconds', () => {
    const oidc = {
      provider: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com',
      subject: 'repo:shop/web',
    };
    const identity = assumedRole(account, { ...pipeline, oidc, sourceIdentity: 'sam' });
    expect(identity).toMatchObject({
      arn: 'arn:aws:sts::111122223333:assumed-role/deploy/run-4711',
      sessionContext: {
        sessionIssuer: { arn: 'arn:aws:iam::111122223333:role/ci/deploy', userName: 'deploy' },
        webIdFederationData: { federatedProvider: oidc.provider },
        attributes: { creationDate: '2026-01-31T09:14:07Z', mfaAuthenticated: 'false' },
        sourceIdentity: 'sam',
      },
    });
    expect(identity).not.toHaveProperty('userName');
  });

  test('a person through Identity Center is a session of a reserved role', () => {
    const identity = identityCenterUser(account, 'NetworkAdmin', 'sam@example.com', at);
    expect(String(identity.arn)).toMatch(/assumed-role\/AWSReservedSSO_NetworkAdmin_[0-9a-f]{16}\/sam@example\.com$/);
    expect(identity).toEqual(identityCenterUser(account, 'NetworkAdmin', 'sam@example.com', at));
  });

  test('what a service makes says so', () => {
    expect(requesterOf(caller(serviceRole(account, 'rds', 'RDS', at), 'x'))).toBe('amazon-rds');
    expect(requesterOf(caller(iamUser(account, 'alice'), 'x'))).toMatch(/^AIDA[0-9A-F]{16}$/);
  });
});
