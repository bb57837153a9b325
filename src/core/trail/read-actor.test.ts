import { describe, expect, test } from 'vitest';
import { recordOf } from '../../../test/records/tell-call.ts';
import type { Json, JsonObject } from '../leaf/canonical.ts';
import type { Actor } from './actor.ts';
import { readActor } from './read-actor.ts';

const account = '111122223333';
const browser = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36';
const terraform =
  'APN/1.0 HashiCorp/1.0 Terraform/1.13.0 (+https://www.terraform.io) terraform-provider-aws/6.2.0 aws-sdk-go-v2/1.38.0';

function actor(userIdentity: Json, more: JsonObject = {}): Actor {
  return readActor(
    recordOf('AuthorizeSecurityGroupIngress', {}, null, { userIdentity, userAgent: 'Boto3/1.40.1', ...more }),
  );
}

/** A role session as CloudTrail tells it; `more` adds to the identity, `context` to its session. */
function session(role: string, name: string, path = '/', more: JsonObject = {}, context: JsonObject = {}): JsonObject {
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE0000000001:${name}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
    accountId: account,
    accessKeyId: 'ASIAEXAMPLE000000001',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLE0000000001',
        arn: `arn:aws:iam::${account}:role${path}${role}`,
        accountId: account,
        userName: role,
      },
      attributes: { creationDate: '2026-01-25T08:58:11Z', mfaAuthenticated: 'false' },
      ...context,
    },
    ...more,
  };
}

const user = {
  type: 'IAMUser',
  principalId: 'AIDAEXAMPLE0000000001',
  arn: `arn:aws:iam::${account}:user/ops/alex`,
  accountId: account,
  accessKeyId: 'AKIAEXAMPLE000000001',
  userName: 'alex',
};

describe('R39 BM-9: who made a call, for every kind of identity', () => {
  const rows: readonly (readonly [string, JsonObject, Partial<Actor>])[] = [
    [
      'an IAM user is named by AWS',
      user,
      {
        person: 'alex',
        identity: 'asserted',
        principal: user.arn,
        principalId: 'AIDAEXAMPLE0000000001',
        session: null,
        account,
        accessKey: 'AKIAEXAMPLE000000001',
        mfa: null,
      },
    ],
    [
      'an IAM user without a name is named by the end of its ARN',
      { type: 'IAMUser', arn: user.arn },
      { person: 'alex', identity: 'asserted', account },
    ],
    [
      'an IAM user with nothing but its type has no name to rest on',
      { type: 'IAMUser' },
      { person: null, identity: 'none', principal: null },
    ],
    [
      'a role session is named by its caller, its role by AWS',
      session('deploy', 'run-4711', '/ci/'),
      {
        person: 'run-4711',
        session: 'run-4711',
        identity: 'claimed',
        principal: `arn:aws:iam::${account}:role/ci/deploy`,
        principalId: 'AROAEXAMPLE0000000001',
        mfa: false,
      },
    ],
    [
      'a role session without ARN is named by its principal id',
      { type: 'AssumedRole', principalId: 'AROAEXAMPLE0000000001:run-4711' },
      { person: 'run-4711', identity: 'claimed' },
    ],
    [
      'a role session without any session name falls back to its role',
      {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLE0000000001',
        sessionContext: { sessionIssuer: { userName: 'deploy' } },
      },
      { person: 'deploy', session: null, identity: 'none' },
    ],
    [
      'scenario 19: root has no name of its own, an alias at most',
      {
        type: 'Root',
        principalId: account,
        arn: `arn:aws:iam::${account}:root`,
        accountId: account,
        userName: 'shop-prod',
      },
      { type: 'Root', person: 'root', identity: 'asserted', principal: `arn:aws:iam::${account}:root`, account },
    ],
    [
      'scenario 19: an Identity Center session is named by AWS',
      session(
        'AWSReservedSSO_NetworkAdmin_0a1b2c3d4e5f6071',
        'sam@example.com',
        '/aws-reserved/sso.amazonaws.com/eu-central-1/',
      ),
      { person: 'sam@example.com', identity: 'asserted' },
    ],
    [
      'a role that only calls itself AWSReservedSSO is claimed',
      session('AWSReservedSSO_NetworkAdmin_0a1b2c3d4e5f6071', 'sam@example.com'),
      { person: 'sam@example.com', identity: 'claimed' },
    ],
    [
      'scenario 19: a role of another account keeps that account',
      {
        ...session('network-admin', 'kim'),
        accountId: '444455556666',
        arn: 'arn:aws:sts::444455556666:assumed-role/network-admin/kim',
      },
      { person: 'kim', account: '444455556666', identity: 'claimed' },
    ],
    [
      'a caller of another account known by its number alone has no name',
      { type: 'AWSAccount', principalId: 'AIDAEXAMPLE0000000009', accountId: '444455556666' },
      { type: 'AWSAccount', person: null, identity: 'none', principal: '444455556666', account: '444455556666' },
    ],
    [
      'scenario 19: an AWS service acting for itself is that service',
      { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' },
      {
        person: 'autoscaling.amazonaws.com',
        identity: 'asserted',
        principal: 'autoscaling.amazonaws.com',
        account: null,
        invokedBy: 'autoscaling.amazonaws.com',
      },
    ],
    [
      'a service-linked role is named by AWS: only its service can assume it',
      session('AWSServiceRoleForAutoScaling', 'AutoScaling', '/aws-service-role/autoscaling.amazonaws.com/', {
        invokedBy: 'autoscaling.amazonaws.com',
      }),
      { person: 'AWSServiceRoleForAutoScaling', identity: 'asserted' },
    ],
    [
      'scenario 19: a cluster’s controller is its role session',
      session('eks-shop-aws-load-balancer-controller', '1764000000000000000'),
      {
        person: '1764000000000000000',
        identity: 'claimed',
        principal: `arn:aws:iam::${account}:role/eks-shop-aws-load-balancer-controller`,
      },
    ],
    [
      'a federated user is named by whoever asked for the token',
      {
        type: 'FederatedUser',
        principalId: `${account}:pat`,
        arn: `arn:aws:sts::${account}:federated-user/pat`,
        accountId: account,
        sessionContext: { sessionIssuer: { type: 'IAMUser', arn: user.arn, userName: 'alex' } },
      },
      { person: 'pat', session: 'pat', identity: 'claimed', principal: user.arn },
    ],
    [
      'a web identity is named by its provider’s user, as claimed',
      {
        type: 'WebIdentityUser',
        principalId: 'arn:aws:iam::111122223333:oidc-provider/ci.example.com:sub',
        userName: 'repo:shop/main',
        identityProvider: 'ci.example.com',
      },
      { type: 'WebIdentityUser', person: 'repo:shop/main', identity: 'claimed' },
    ],
    [
      'a SAML user is named as claimed',
      { type: 'SAMLUser', principalId: 'x:sam', userName: 'sam' },
      { person: 'sam', identity: 'claimed' },
    ],
    [
      'an Identity Center user is the id that AWS gives',
      {
        type: 'IdentityCenterUser',
        accountId: account,
        onBehalfOf: {
          userId: '0a1b2c3d-user',
          identityStoreArn: `arn:aws:identitystore::${account}:identitystore/d-1`,
        },
        credentialId: 'c',
      },
      { type: 'IdentityCenterUser', person: '0a1b2c3d-user', identity: 'asserted', account },
    ],
    [
      'a type that nobody knows is kept as it came',
      { type: 'Directory', principalId: 'd' },
      { type: 'Directory', person: null, identity: 'none' },
    ],
  ];
  test.each(rows)('%s', (_, identity, wanted) => {
    expect(actor(identity)).toMatchObject(wanted);
  });

  test('R41: SourceIdentity survives role chaining and beats every other name', () => {
    for (const base of [
      session('deploy', 'run-4711'),
      session('AWSReservedSSO_X_0a1b2c3d4e5f6071', 'sam', '/aws-reserved/sso.amazonaws.com/'),
    ]) {
      const context = { ...(base.sessionContext as JsonObject), sourceIdentity: 'robin@example.com' };
      expect(actor({ ...base, sessionContext: context })).toMatchObject({
        person: 'robin@example.com',
        identity: 'asserted',
      });
    }
  });

  test('R41: a pipeline is named by its role and the run in its session name', () => {
    expect(actor(session('deploy', 'shop-main-run-4711', '/ci/'), { userAgent: terraform })).toMatchObject({
      principal: `arn:aws:iam::${account}:role/ci/deploy`,
      session: 'shop-main-run-4711',
      via: { value: 'terraform' },
    });
  });

  test('onBehalfOf beside an Identity Center session adds no second name; beside another session it is the name', () => {
    const onBehalfOf = { userId: '0a1b2c3d-user' };
    const sso = session('AWSReservedSSO_X_0a1b2c3d4e5f6071', 'sam', '/aws-reserved/sso.amazonaws.com/', { onBehalfOf });
    expect(actor(sso).person).toBe('sam');
    expect(actor(session('app', 'x', '/', { onBehalfOf }))).toMatchObject({
      person: '0a1b2c3d-user',
      identity: 'asserted',
    });
  });

  test('keys in lower case, as Athena gives them, are read the same', () => {
    const identity = session('deploy', 'run-4711', '/ci/');
    const lower = JSON.parse(JSON.stringify(identity).replace(/"(\w+)":/g, (key) => key.toLowerCase())) as JsonObject;
    expect(actor(lower)).toEqual(actor(identity));
  });

  test('an empty access key is none; a principal’s own name is its stable id without the session', () => {
    expect(actor({ ...user, accessKeyId: '' }).accessKey).toBeNull();
    expect(actor(session('deploy', 'a:b')).principalId).toBe('AROAEXAMPLE0000000001');
  });

  test('names that JavaScript’s objects bring along are names like any other', () => {
    expect(
      actor({ type: 'IAMUser', userName: 'constructor', toString: 'x', hasOwnProperty: 'y' } as unknown as Json),
    ).toMatchObject({ person: 'constructor' });
  });

  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['cloudformation.amazonaws.com', 'cloudformation.amazonaws.com'],
    ['AWS Internal', null],
    ['AWS Internal/3', null],
    ['aws.internal', null],
    ['', null],
    [undefined, null],
  ])('a source address %j is told as %j', (sourceIPAddress, wanted) => {
    expect(actor(user, { sourceIPAddress }).sourceIp).toBe(wanted);
  });

  test('MFA of the session is told, and unknown where the session does not tell', () => {
    const withMfa = (mfaAuthenticated: string) =>
      actor({ ...user, sessionContext: { attributes: { mfaAuthenticated } } }).mfa;
    expect([withMfa('true'), withMfa('false'), actor(user).mfa]).toEqual([true, false, null]);
  });
});

describe('R40: how a call came', () => {
  const byFormation = { ...user, invokedBy: 'cloudformation.amazonaws.com' };
  const rows: readonly (readonly [string, JsonObject, JsonObject, string])[] = [
    [
      'the console until 2017',
      { ...user, invokedBy: 'signin.amazonaws.com' },
      { userAgent: 'signin.amazonaws.com' },
      'console asserted',
    ],
    ['the console of 2017 to 2022', user, { userAgent: 'console.ec2.amazonaws.com' }, 'console claimed'],
    [
      'the console of early 2022',
      user,
      { userAgent: 'EC2ConsoleFrontend, aws-internal/3 aws-sdk-java/1.12', sourceIPAddress: 'AWS Internal' },
      'console claimed',
    ],
    [
      'the console that hides behind AWS',
      user,
      { userAgent: 'AWS Internal', sourceIPAddress: 'AWS Internal' },
      'console claimed',
    ],
    [
      'the console since August 2022',
      user,
      { userAgent: browser, sessionCredentialFromConsole: 'true' },
      'console asserted',
    ],
    ['a browser’s name without console credentials', user, { userAgent: browser }, 'console claimed'],
    [
      'CloudShell: the CLI on console credentials',
      user,
      { userAgent: 'aws-cli/2.31.0 exec-env/CloudShell md/command#ec2.describe', sessionCredentialFromConsole: 'true' },
      'cli claimed',
    ],
    ['the CLI, version 1', user, { userAgent: 'aws-cli/1.44.2 Python/3.12 Linux/6.8 botocore/1.42' }, 'cli claimed'],
    [
      'the CLI, version 2',
      user,
      { userAgent: 'aws-cli/2.31.0 md/command#ec2.authorize-security-group-ingress' },
      'cli claimed',
    ],
    ['Terraform', user, { userAgent: terraform }, 'terraform claimed'],
    [
      'Terraform of 2020, its name last',
      user,
      { userAgent: 'aws-sdk-go/1.29.7 (go1.13) APN/1.0 HashiCorp/1.0 Terraform/0.12.20' },
      'terraform claimed',
    ],
    [
      'Pulumi, on the same provider',
      user,
      { userAgent: 'Pulumi/3.0 (https://www.pulumi.com) aws-sdk-go-v2/1.38.0' },
      'terraform claimed',
    ],
    [
      'Crossplane, on the same provider',
      user,
      { userAgent: 'crossplane-provider-aws/1.0 aws-sdk-go-v2/1.38.0' },
      'terraform claimed',
    ],
    ['boto3', user, { userAgent: 'Boto3/1.40.1 md/Botocore#1.40.1' }, 'sdk claimed'],
    ['the Java SDK', user, { userAgent: 'aws-sdk-java/2.30.0 Linux/6.8' }, 'sdk claimed'],
    [
      'a cluster’s load balancer controller',
      session('eks-shop-lb', 'x'),
      { userAgent: 'elbv2.k8s.aws/v2.13.0 aws-sdk-go-v2/1.38.0' },
      'sdk claimed',
    ],
    [
      'scenario 18: CloudFormation for an IAM user',
      byFormation,
      { userAgent: 'cloudformation.amazonaws.com', sourceIPAddress: 'cloudformation.amazonaws.com' },
      'cloudformation asserted',
    ],
    [
      'a user agent that only says CloudFormation',
      user,
      { userAgent: 'cloudformation.amazonaws.com' },
      'cloudformation claimed',
    ],
    [
      'a service through its service-linked role',
      session('AWSServiceRoleForRDS', 'rds', '/aws-service-role/rds.amazonaws.com/', {
        invokedBy: 'rds.amazonaws.com',
      }),
      { userAgent: 'rds.amazonaws.com' },
      'service asserted',
    ],
    [
      'a service for itself',
      { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
      { userAgent: 'ec2.amazonaws.com' },
      'service asserted',
    ],
    [
      'a service as root, as in 2014 to 2017',
      { type: 'Root', arn: `arn:aws:iam::${account}:root`, invokedBy: 'autoscaling.amazonaws.com' },
      { userAgent: 'autoscaling.amazonaws.com' },
      'service asserted',
    ],
    [
      'scenario 18: a Terraform user agent on console credentials',
      user,
      { userAgent: terraform, sessionCredentialFromConsole: 'true' },
      'console asserted',
    ],
    ['no user agent', user, { userAgent: undefined }, 'unknown claimed'],
    ['a user agent that nobody knows', user, { userAgent: 'curl/8.9.1' }, 'unknown claimed'],
  ];
  test.each(rows)('%s', (_, identity, more, wanted) => {
    const { value, basis } = actor(identity, more).via;
    expect(`${value} ${basis}`).toBe(wanted);
  });

  test('scenario 18: CloudFormation does not make its caller trusted: the IAM user is told as the person', () => {
    expect(actor(byFormation, { userAgent: 'cloudformation.amazonaws.com' })).toMatchObject({
      type: 'IAMUser',
      person: 'alex',
      invokedBy: 'cloudformation.amazonaws.com',
    });
  });

  test('scenario 18: what a user agent says is never more than claimed', () => {
    for (const userAgent of [terraform, 'aws-cli/2.31.0', 'console.ec2.amazonaws.com', 'rds.amazonaws.com', browser]) {
      expect(actor(user, { userAgent }).via.basis).toBe('claimed');
    }
  });
});
