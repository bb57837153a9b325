import type { Interface } from '../group/group.ts';
import type { AttachedKind } from './facts.ts';

/**
 * The service that an interface belongs to. An instance that it is attached to and EC2's own type count before its
 * description, which whoever made the interface may write.
 * Sources: EC2 API reference (`NetworkInterface.InterfaceType`); descriptions and requesters as the services write them
 * (Amazon VPC user guide, "Requester-managed network interfaces", and the services' own guides).
 */
export function attachedKind({ owner, type, requester }: Interface): AttachedKind {
  if (owner !== null && /^i-[0-9a-f]+$/.test(owner)) return 'ec2';
  const ofType = types.get(type ?? '');
  if (ofType !== undefined) return ofType;
  const told = owner === null ? undefined : descriptions.find(([begin]) => begin.test(owner));
  return told?.[1] ?? requesters.get(requester ?? '') ?? 'other';
}

/**
 * The service of what a record puts groups on, by the subject of the change: `rds:orders`, `elb:shop`, `i-…`, `fsmt-…`.
 * An interface (`eni-…`) belongs to whom its snapshot says; a record alone does not tell.
 */
export function kindOfSubject(id: string): AttachedKind {
  const [service = '', name] = id.split(':');
  const kind = name === undefined ? undefined : services.get(service);
  return kind ?? ids.find(([begin]) => id.startsWith(begin))?.[1] ?? 'other';
}

const types: ReadonlyMap<string, AttachedKind> = new Map(
  Object.entries({
    natGateway: 'nat',
    nat_gateway: 'nat',
    load_balancer: 'elb',
    network_load_balancer: 'elb',
    gateway_load_balancer: 'elb',
    vpc_endpoint: 'endpoint',
    gateway_load_balancer_endpoint: 'endpoint',
    ec2_instance_connect_endpoint: 'endpoint',
    lambda: 'lambda',
  } as const),
);

const descriptions: readonly (readonly [RegExp, AttachedKind])[] = [
  [/^RDSNetworkInterface/, 'rds'],
  [/^Network interface for DBProxy/, 'rds'],
  [/^ElastiCache[ +]/, 'elasticache'],
  [/^RedshiftNetworkInterface/, 'redshift'],
  [/^ES /, 'opensearch'],
  [/^ELB /, 'elb'],
  [/^AWS Lambda VPC ENI/, 'lambda'],
  [/^arn:aws[a-z-]*:ecs:/, 'ecs'],
  [/^Amazon EKS /, 'eks'],
  [/^aws-[kK]8[sS]-/, 'eks'],
  [/^EFS mount target for /, 'efs'],
  [/^DMSNetworkInterface/, 'dms'],
  [/^AWS ElasticMapReduce/, 'emr'],
  [/^VPC Endpoint Interface /, 'endpoint'],
  [/^EC2 Instance Connect Endpoint/, 'endpoint'],
  [/^Interface for NAT Gateway /, 'nat'],
  [/^ClientVPN Endpoint/, 'vpn'],
  [/^AWS created network interface for directory /, 'directory'],
  [/^Created By Amazon Workspaces/i, 'workspaces'],
];

const requesters: ReadonlyMap<string, AttachedKind> = new Map(
  Object.entries({
    'amazon-rds': 'rds',
    'amazon-elasticache': 'elasticache',
    'amazon-redshift': 'redshift',
    'amazon-elasticsearch': 'opensearch',
    'amazon-elb': 'elb',
    'amazon-dms': 'dms',
  } as const),
);

/** The words before the name, as `change/service-calls.ts` writes them. */
const services: ReadonlyMap<string, AttachedKind> = new Map(
  Object.entries({
    elb: 'elb',
    rds: 'rds',
    'rds-cluster': 'rds',
    elasticache: 'elasticache',
    redshift: 'redshift',
    lambda: 'lambda',
    ecs: 'ecs',
    eks: 'eks',
    es: 'opensearch',
    kafka: 'msk',
    dms: 'dms',
    elasticmapreduce: 'emr',
    workspaces: 'workspaces',
    ds: 'directory',
  } as const),
);

const ids: readonly (readonly [string, AttachedKind])[] = [
  ['i-', 'ec2'],
  ['fsmt-', 'efs'],
  ['vpce-', 'endpoint'],
  ['eice-', 'endpoint'],
  ['cvpn-endpoint-', 'vpn'],
];
