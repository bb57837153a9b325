import { describe, expect, test } from 'vitest';
import type { Feature, Holder } from './need.ts';
import { needs } from './needs.ts';
import { type IamScope, policyDocument } from './policy-document.ts';
import { trustDocument } from './trust-document.ts';

const scope: IamScope = {
  ...{ partition: 'aws', account: '111122223333', regions: ['eu-west-1', 'us-east-1'] },
  roles: ['arn:aws:iam::*:role/PortcullisRead', 'arn:aws:iam::*:role/PortcullisRevoke'],
  queue: 'arn:aws:sqs:eu-west-1:111122223333:portcullis',
  bucket: { name: 'trail-example', prefix: 'AWSLogs/' },
  key: 'arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-4333-8444-555555555555',
};
const all = new Set<Feature>(needs.map(({ feature }) => feature));
const holders: readonly Holder[] = ['runner', 'reader', 'revoke', 'restore'];

describe('a policy of least privilege', () => {
  test('R149: of the revoke role allows two calls, on groups that say that we may, and never on those that say we may not', () => {
    const only = { key: 'portcullis:mode', values: ['enforce'] };
    const never = { key: 'portcullis:mode', values: ['exempt'] };
    const actions = ['ec2:RevokeSecurityGroupEgress', 'ec2:RevokeSecurityGroupIngress'];
    expect(policyDocument('revoke', all, { ...scope, only, never })).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          ...{ Sid: 'Revoke1', Effect: 'Allow', Action: actions },
          Resource: ['arn:aws:ec2:*:111122223333:security-group/*'],
          Condition: {
            StringEquals: { 'aws:RequestedRegion': scope.regions, 'aws:ResourceTag/portcullis:mode': ['enforce'] },
          },
        },
        {
          ...{ Sid: 'NeverTouch', Effect: 'Deny', Action: actions, Resource: ['*'] },
          Condition: { StringEquals: { 'aws:ResourceTag/portcullis:mode': ['exempt'] } },
        },
      ],
    });
  });

  test('R149: of the restore role tags rules only while it makes them', () => {
    const { Statement } = policyDocument('restore', new Set(['restore-rules']), scope)!;
    const tags = Statement.filter(({ Action }) => Action.includes('ec2:CreateTags'));
    expect(tags).toEqual([
      expect.objectContaining({
        Resource: ['arn:aws:ec2:*:111122223333:security-group-rule/*'],
        Condition: {
          StringEquals: {
            'aws:RequestedRegion': scope.regions,
            'ec2:CreateAction': ['AuthorizeSecurityGroupEgress', 'AuthorizeSecurityGroupIngress'],
          },
        },
      }),
    ]);
  });

  test('names the queue, the part of the bucket, the key and the roles, and nothing beside them', () => {
    const { Statement } = policyDocument('runner', all, { ...scope, sourceIdentity: true })!;
    const on = Object.fromEntries(Statement.map(({ Action, Resource }) => [Action[0], Resource]));
    expect(on).toMatchObject({
      'sts:AssumeRole': scope.roles,
      'sqs:ReceiveMessage': [scope.queue],
      's3:ListBucket': ['arn:aws:s3:::trail-example'],
      's3:GetObject': ['arn:aws:s3:::trail-example/AWSLogs/*'],
      'kms:Decrypt': [scope.key],
    });
    expect(Statement[0]!.Action).toEqual(['sts:AssumeRole', 'sts:SetSourceIdentity']);
  });

  test('leaves out what a feature that is not used would need', () => {
    expect(policyDocument('restore', new Set(['read', 'sqs']), scope)).toBeNull();
    const reader = policyDocument('reader', new Set(['read']), scope)!;
    expect(JSON.stringify(reader)).not.toContain('cloudtrail');
  });

  test('of one account is good for every account when none is named', () => {
    const text = JSON.stringify(policyDocument('restore', all, { ...scope, account: null }));
    expect(text).toContain('arn:aws:ec2:*:*:security-group/*');
    expect(text).not.toContain('111122223333');
  });

  test.each(holders)('of the %s has statements with names of their own, and fits into a managed policy', (holder) => {
    const { Statement } = policyDocument(holder, all, scope)!;
    expect(new Set(Statement.map(({ Sid }) => Sid)).size).toBe(Statement.length);
    for (const { Sid } of Statement) expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
    // IAM user guide, "IAM and AWS STS quotas": a managed policy has at most 6,144 characters, spaces not counted.
    expect(JSON.stringify({ Version: '2012-10-17', Statement }).length).toBeLessThan(6144);
  });
});

describe('who may become a role of ours', () => {
  const runner = 'arn:aws:iam::444455556666:role/Portcullis';

  test('R83: is one runner, in sessions of our names, with the external id and the source identity that are set', () => {
    expect(trustDocument({ runner, externalId: 'x-1', sourceIdentity: 'portcullis' }).Statement[0]).toEqual({
      ...{ Effect: 'Allow', Principal: { AWS: runner }, Action: ['sts:AssumeRole', 'sts:SetSourceIdentity'] },
      Condition: {
        StringLike: { 'sts:RoleSessionName': 'portcullis-*' },
        StringEquals: { 'sts:ExternalId': 'x-1', 'sts:SourceIdentity': 'portcullis' },
      },
    });
  });

  test('asks for neither where neither is set', () => {
    const [statement] = trustDocument({ runner }).Statement;
    expect(statement!.Condition).toEqual({ StringLike: { 'sts:RoleSessionName': 'portcullis-*' } });
  });
});
