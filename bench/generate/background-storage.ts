import type { CallKind } from './call-text.ts';
import type { Seeded } from './seeded.ts';
import type { Stage } from './stage.ts';

/** Background: keys, tokens, buckets, secrets, logs and tables, with how often each comes. */
export const storageKinds: readonly (readonly [weight: number, kind: CallKind])[] = [
  [110, (stage, chance) => kms(stage, chance, 'Decrypt', '"encryptionAlgorithm":"SYMMETRIC_DEFAULT"')],
  [50, (stage, chance) => kms(stage, chance, 'GenerateDataKey', '"keySpec":"AES_256"')],
  [120, assumeRole],
  [20, () => ({ service: 'sts', call: 'GetCallerIdentity', readOnly: true, request: 'null' })],
  [60, (stage, chance) => bucket(stage, chance, 'GetBucketAcl', 'acl')],
  [30, (stage, chance) => bucket(stage, chance, 'GetBucketPolicyStatus', 'policyStatus')],
  [45, putObject],
  [35, (stage, chance) => secret(stage, chance)],
  [30, (stage, chance) => parameter(stage, chance)],
  [50, (stage, chance) => logStream(stage, chance)],
  [30, (stage, chance) => describeTable(stage, chance)],
  [25, (stage, chance) => getRole(stage, chance)],
  [20, (stage, chance) => listPolicies(stage, chance)],
];

function kms({ account, region, keys, names }: Stage, chance: Seeded, call: string, how: string) {
  const key = `arn:aws:kms:${region}:${account}:key/${chance.pick(keys)}`;
  return {
    service: 'kms',
    call,
    readOnly: true,
    request: `{"encryptionContext":{"aws:s3:arn":"arn:aws:s3:::${chance.pick(names)}-${region}/${chance.hex(24)}"},"keyId":"${key}",${how}}`,
    extra: `"resources":[{"accountId":"${account}","type":"AWS::KMS::Key","ARN":"${key}"}],`,
  };
}

function assumeRole({ account, names }: Stage, chance: Seeded) {
  const role = `arn:aws:iam::${account}:role/${chance.pick(names)}-role`;
  const session = `session-${chance.upTo(2 ** 31)}`;
  return {
    service: 'sts',
    call: 'AssumeRole',
    readOnly: true,
    request: `{"roleArn":"${role}","roleSessionName":"${session}","durationSeconds":3600}`,
    response: `{"credentials":{"accessKeyId":"ASIA${chance.base32(16)}","sessionToken":"IQoJb3JpZ2luX2VjE${chance.hex(440)}","expiration":"Jan 5, 2026, 11:${10 + chance.upTo(50)}:02 AM"},"assumedRoleUser":{"assumedRoleId":"AROA${chance.base32(17)}:${session}","arn":"${role.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/${session}"}}`,
    extra: `"resources":[{"accountId":"${account}","type":"AWS::IAM::Role","ARN":"${role}"}],"sharedEventID":"${chance.uuid()}",`,
  };
}

function bucket({ account, region, names }: Stage, chance: Seeded, call: string, member: string) {
  const name = `${chance.pick(names)}-${region}`;
  return {
    service: 's3',
    call,
    readOnly: true,
    request: `{"bucketName":"${name}","Host":"${name}.s3.${region}.amazonaws.com","${member}":""}`,
    extra: `"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","x-amz-id-2":"${chance.hex(64)}","bytesTransferredOut":${chance.upTo(900)}},"resources":[{"accountId":"${account}","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::${name}"}],`,
  };
}

function putObject({ account, region, names }: Stage, chance: Seeded) {
  const name = `${chance.pick(names)}-${region}`;
  const key = `year=2026/month=01/part-${chance.hex(16)}.parquet`;
  return {
    service: 's3',
    call: 'PutObject',
    readOnly: false,
    request: `{"bucketName":"${name}","Host":"${name}.s3.${region}.amazonaws.com","key":"${key}","x-amz-server-side-encryption":"aws:kms","Content-Type":"application/octet-stream"}`,
    response: `{"x-amz-server-side-encryption":"aws:kms","x-amz-server-side-encryption-aws-kms-key-id":"arn:aws:kms:${region}:${account}:key/${chance.uuid()}"}`,
    extra: `"resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::${name}/${key}"},{"accountId":"${account}","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::${name}"}],`,
  };
}

function secret({ account, region, names }: Stage, chance: Seeded) {
  const id = `arn:aws:secretsmanager:${region}:${account}:secret:${chance.pick(names)}/db`;
  return { service: 'secretsmanager', call: 'GetSecretValue', readOnly: true, request: `{"secretId":"${id}"}` };
}

function parameter({ names }: Stage, chance: Seeded) {
  const name = `/prod/${chance.pick(names)}/setting-${chance.upTo(40)}`;
  return {
    service: 'ssm',
    call: 'GetParameter',
    readOnly: true,
    request: `{"name":"${name}","withDecryption":true}`,
  };
}

function logStream({ names }: Stage, chance: Seeded) {
  const group = `/aws/lambda/${chance.pick(names)}`;
  return {
    service: 'logs',
    call: 'CreateLogStream',
    readOnly: false,
    request: `{"logStreamName":"2026/01/05/[$LATEST]${chance.hex(32)}","logGroupName":"${group}"}`,
    extra: '"apiVersion":"20140328",',
  };
}

function describeTable({ account, region, names }: Stage, chance: Seeded) {
  const table = chance.pick(names);
  return {
    service: 'dynamodb',
    call: 'DescribeTable',
    readOnly: true,
    request: `{"tableName":"${table}"}`,
    extra: `"resources":[{"accountId":"${account}","type":"AWS::DynamoDB::Table","ARN":"arn:aws:dynamodb:${region}:${account}:table/${table}"}],"apiVersion":"2012-08-10",`,
  };
}

function getRole({ names }: Stage, chance: Seeded) {
  return { service: 'iam', call: 'GetRole', readOnly: true, request: `{"roleName":"${chance.pick(names)}-role"}` };
}

function listPolicies({ names }: Stage, chance: Seeded) {
  const request = `{"roleName":"${chance.pick(names)}-role","maxItems":100}`;
  return { service: 'iam', call: 'ListAttachedRolePolicies', readOnly: true, request };
}
