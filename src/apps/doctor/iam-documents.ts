import { partitionOf } from '../../aws/client/role-arn.ts';
import type { Feature, Holder } from '../../aws/iam/need.ts';
import { type IamScope, type PolicyDocument, policyDocument } from '../../aws/iam/policy-document.ts';
import { type TrustDocument, trustDocument } from '../../aws/iam/trust-document.ts';
import type { ChannelSettings } from '../../contracts/channel-settings.ts';
import type { ServerSettings } from '../../settings/server-settings.ts';
import { readQueueUrl } from '../../sources/sqs/queue-url.ts';
import { channelFeatures, rolesOf } from './channel-features.ts';
import { anywhere } from './examine-account.ts';

/** Every feature by name, with what it is for. */
export const features: Readonly<Record<Feature, string>> = {
  roles: 'to assume the other roles',
  read: 'to read groups, rules, lists and interfaces',
  'lookup-events': 'to read Event history: `scan aws`, `serve` with `lookup`',
  sqs: 'to receive records from a queue',
  s3: 'to read a trail’s log files',
  kms: 'to open what is encrypted under a key of yours',
  revoke: 'to take rules away',
  'restore-rules': 'to put rules back',
  'restore-lists': 'to put entries of prefix lists back',
  'restore-interfaces': 'to put groups back on interfaces',
  'restore-tags': 'to put tags back',
  heartbeat: 'to tell CloudWatch that the work goes on',
  drill: 'to put a marked record into the queue, for `drill --inject`',
  doctor: 'to look at trails and queues',
  'channel-sns': 'to tell people by SNS, and to see whether they confirmed',
  'channel-ses': 'to send mail by SES',
  'channel-security-hub': 'to import findings into Security Hub',
  'secrets-ssm': 'to read secrets of channels from Systems Manager',
  'secrets-manager': 'to read secrets of channels from Secrets Manager',
};

const names = Object.keys(features);

/** What one holder needs. */
export interface HolderDocuments {
  readonly holder: Holder;
  readonly say: string;
  readonly policy: PolicyDocument;
  readonly trust: TrustDocument | null;
}

const holders: Readonly<Record<Holder, string>> = {
  runner: 'the credentials that Portcullis runs with',
  reader: 'the role that reads in each account; without one, the credentials that Portcullis runs with',
  revoke: 'the role that takes rules away',
  restore: 'the role that puts rules back',
};

/** The features that settings and channels make use of; without settings those of a first run that only reads. */
export function featuresOf(
  settings: ServerSettings | null,
  channels: readonly ChannelSettings[] = [],
): readonly Feature[] {
  const told = channelFeatures(channels);
  const own = settings === null ? (['read', 'lookup-events', 'doctor'] as const) : serverFeatures(settings);
  return [...new Set([...own, ...told])].sort((a, b) => names.indexOf(a) - names.indexOf(b));
}

function serverFeatures(settings: ServerSettings): readonly Feature[] {
  const { accounts, sources, heartbeat } = settings;
  const hasRoles = accounts.some(({ readRole, revokeRole }) => readRole !== null || revokeRole !== null);
  const acts = accounts.some(({ revokeRole }) => revokeRole !== null);
  const kinds = new Set(sources.map(({ kind }) => kind));
  return [
    ...(hasRoles ? (['roles'] as const) : []),
    ...(['read', 'doctor'] as const),
    ...(kinds.has('lookup') ? (['lookup-events'] as const) : []),
    ...(kinds.has('sqs') ? (['sqs'] as const) : []),
    ...(sources.some((each) => each.kind === 'sqs' && each.buckets !== null) ? (['s3'] as const) : []),
    ...(acts ? (['revoke', 'restore-rules', 'restore-tags'] as const) : []),
    ...(heartbeat.cloudwatch === null ? [] : (['heartbeat'] as const)),
  ];
}

/** What the policies are about: the settings’ own and the channels’, or what stands in their place. */
export function scopeOf(
  settings: ServerSettings | null,
  regions: readonly string[],
  channels: readonly ChannelSettings[] = [],
): IamScope {
  const accounts = settings?.accounts ?? [];
  const named = [...new Set(regions.length > 0 ? regions : accounts.flatMap((each) => each.regions))];
  const first = named[0] ?? 'us-east-1';
  const roles = accounts.flatMap(({ readRole, revokeRole, restoreRole }) => [readRole, revokeRole, restoreRole]);
  const queue = settings?.sources.find((each) => each.kind === 'sqs');
  const bucket = queue?.kind === 'sqs' ? queue.buckets?.[0] : undefined;
  const wanted = roles.filter((role) => role !== null);
  const told = channels.flatMap(rolesOf).map((role) => roleArn(role, first));
  const topics = channels.flatMap((each) => (each.kind === 'sns' ? [each.topic] : []));
  return {
    partition: partitionOf(first),
    account: null,
    regions: named.length > 0 ? named : [first],
    roles: [...new Set([...(wanted.length > 0 ? wanted : usualRoles).map((role) => anywhere(role, first)), ...told])],
    ...(topics.length === 0 ? {} : { topics: [...new Set(topics)] }),
    ...(queue?.kind === 'sqs' ? { queue: queueArn(queue.queue, first) } : {}),
    ...(bucket === undefined ? {} : { bucket: { name: bucket, prefix: '' } }),
  };
}

const usualRoles = ['PortcullisRead', 'PortcullisRevoke', 'PortcullisRestore'];

/** The ARN of a role that a channel names. */
function roleArn(role: string, home: string): string {
  return role.startsWith('arn:') ? role.replaceAll('{account}', '*') : anywhere(role, home);
}

/** The ARN of a queue by its URL (SQS developer guide, "Queue and message identifiers"). */
function queueArn(url: string, home: string): string {
  const read = readQueueUrl(url);
  const region = read?.region ?? home;
  const account = URL.canParse(url) ? new URL(url).pathname.split('/')[1] : '*';
  return `arn:${partitionOf(region)}:sqs:${region}:${account}:${read?.name ?? '*'}`;
}

/** The least that each holder needs for some features, and who may assume its role. */
export function iamDocuments(
  wanted: readonly Feature[],
  scope: IamScope,
  externalId: string | null,
): readonly HolderDocuments[] {
  return (Object.keys(holders) as Holder[]).flatMap((holder): readonly HolderDocuments[] => {
    const policy = policyDocument(holder, new Set(wanted), scope);
    if (policy === null) return [];
    const runner = `arn:${scope.partition}:iam::ACCOUNT:role/RUNNER`;
    const isRole = holder !== 'runner' && wanted.includes('roles');
    const trust = isRole ? trustDocument({ runner, ...(externalId === null ? {} : { externalId }) }) : null;
    return [{ holder, say: holders[holder], policy, trust }];
  });
}
