import type { Feature, Holder, Need, Place, Proviso } from './need.ts';
import { needs } from './needs.ts';

/** What is to be watched, as far as IAM can be told of it. */
export interface IamScope {
  readonly partition: string;
  /** Whose groups; `null` = whatever account a role stands in, so that one document serves all. */
  readonly account: string | null;
  readonly regions: readonly string[];
  /** ARNs of our roles, which may hold `*` in place of the account. */
  readonly roles: readonly string[];
  /** Whether sessions are marked with a source identity. */
  readonly sourceIdentity?: boolean | undefined;
  readonly queue?: string | undefined;
  readonly bucket?: { readonly name: string; readonly prefix: string } | undefined;
  readonly key?: string | undefined;
  /** ARNs of topics that are published to. */
  readonly topics?: readonly string[] | undefined;
  /** Groups and lists are only written to when they carry one of these tags. */
  readonly only?: Tagging | undefined;
  /** Nothing that carries one of these tags is ever written to, whatever else is allowed. */
  readonly never?: Tagging | undefined;
}

/** A tag with one of some values. */
export interface Tagging {
  readonly key: string;
  readonly values: readonly string[];
}

/** A statement of a policy (IAM user guide, "IAM JSON policy elements"). */
export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** A policy. */
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** The policy that one holder needs for some features, or `null` when it needs none. */
export function policyDocument(holder: Holder, features: ReadonlySet<Feature>, scope: IamScope): PolicyDocument | null {
  const own = needs.filter((need) => need.holder === holder && features.has(need.feature));
  if (own.length === 0) return null;
  const allowed = own.map((need, at) => statementOf(need, at, scope));
  const writes = [...new Set(own.filter(({ on }) => !on.includes('anything')).flatMap(({ actions }) => actions))];
  const denied = (holder === 'revoke' || holder === 'restore') && scope.never !== undefined;
  return { Version: '2012-10-17', Statement: denied ? [...allowed, neverTouch(writes, scope.never!)] : allowed };
}

function statementOf({ feature, actions, on, provided }: Need, at: number, scope: IamScope): Statement {
  const more = feature === 'roles' && scope.sourceIdentity === true ? ['sts:SetSourceIdentity'] : [];
  const pairs = provided.flatMap((proviso) => conditionOf(proviso, scope));
  const Condition: Record<string, Record<string, readonly string[]>> = {};
  for (const [operator, key, values] of pairs) Condition[operator] = { ...Condition[operator], [key]: values };
  return {
    Sid: `${sidOf(feature)}${at + 1}`,
    Effect: 'Allow',
    Action: [...actions, ...more],
    Resource: on.flatMap((place) => arnsOf(place, scope)),
    ...(pairs.length === 0 ? {} : { Condition }),
  };
}

/** A denial counts before all that is allowed. */
function neverTouch(Action: readonly string[], { key, values }: Tagging): Statement {
  const Condition = { StringEquals: { [`aws:ResourceTag/${key}`]: values } };
  return { Sid: 'NeverTouch', Effect: 'Deny', Action, Resource: ['*'], Condition };
}

/** What opens with a key of ours on our behalf. */
const openers = ['s3', 'sqs', 'ssm', 'secretsmanager'];

type Condition = readonly [operator: string, key: string, values: readonly string[]];

function conditionOf(proviso: Proviso, { regions, only, bucket }: IamScope): readonly Condition[] {
  switch (proviso) {
    case 'region':
      return [['StringEquals', 'aws:RequestedRegion', regions]];
    case 'tagged':
      return only === undefined ? [] : [['StringEquals', `aws:ResourceTag/${only.key}`, only.values]];
    case 'prefix':
      return bucket === undefined || bucket.prefix === '' ? [] : [['StringLike', 's3:prefix', [`${bucket.prefix}*`]]];
    case 'service':
      return [
        [
          'StringEquals',
          'kms:ViaService',
          regions.flatMap((each) => openers.map((service) => `${service}.${each}.amazonaws.com`)),
        ],
      ];
    case 'namespace':
      return [['StringEquals', 'cloudwatch:namespace', ['Portcullis']]];
    case 'on-authorize':
      return [['StringEquals', 'ec2:CreateAction', ['AuthorizeSecurityGroupEgress', 'AuthorizeSecurityGroupIngress']]];
  }
}

/** ARNs of a place (Service Authorization Reference, "Resource types" of each service). */
function arnsOf(place: Place, { partition, account, roles, queue, bucket, key, topics }: IamScope): readonly string[] {
  const inEc2 = (kind: string): readonly string[] => [`arn:${partition}:ec2:*:${account ?? '*'}:${kind}/*`];
  switch (place) {
    case 'anything':
      return ['*'];
    case 'groups':
      return inEc2('security-group');
    case 'rules':
      return inEc2('security-group-rule');
    case 'lists':
      return inEc2('prefix-list');
    case 'interfaces':
      return inEc2('network-interface');
    case 'queue':
      return [queue ?? `arn:${partition}:sqs:*:${account ?? '*'}:portcullis`];
    case 'bucket':
      return [`arn:${partition}:s3:::${bucket?.name ?? 'BUCKET'}`];
    case 'objects':
      return [`arn:${partition}:s3:::${bucket?.name ?? 'BUCKET'}/${bucket?.prefix ?? ''}*`];
    case 'key':
      return [key ?? `arn:${partition}:kms:*:${account ?? '*'}:key/KEY`];
    case 'roles':
      return roles;
    case 'topics':
      return topics ?? [`arn:${partition}:sns:*:${account ?? '*'}:portcullis*`];
    case 'identities':
      return [`arn:${partition}:ses:*:${account ?? '*'}:identity/*`];
    case 'findings':
      return [`arn:${partition}:securityhub:*:${account ?? '*'}:product/*/default`];
    case 'parameters':
      return [`arn:${partition}:ssm:*:${account ?? '*'}:parameter/portcullis/*`];
    case 'secrets':
      return [`arn:${partition}:secretsmanager:*:${account ?? '*'}:secret:portcullis*`];
  }
}

function sidOf(feature: Feature): string {
  return feature.replace(/(^|-)(.)/g, (_, __, letter: string) => letter.toUpperCase());
}
