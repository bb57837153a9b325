import { isObject, type Json } from '../../../leaf/canonical.ts';
import type { Interface } from '../../group.ts';
import { evaluate, isReference, listed, plainText, type Template } from './evaluate.ts';
import { symbolOf } from './symbol.ts';
import type { CfnResource } from './template.ts';

/** Where a resource holds groups, how EC2 describes its interface, and what makes it face the Internet. */
interface Holder {
  readonly path: readonly string[];
  readonly owner: string;
  readonly facing?: readonly [string, string];
}

/** Source: AWS CloudFormation template reference, the properties of these types that take security groups. */
const holders: ReadonlyMap<string, readonly Holder[]> = new Map(
  Object.entries<readonly Holder[]>({
    'AWS::EC2::NetworkInterface': [{ path: ['GroupSet'], owner: '' }],
    'AWS::EC2::Instance': [
      { path: ['SecurityGroupIds'], owner: 'i-0' },
      { path: ['NetworkInterfaces', 'GroupSet'], owner: 'i-0' },
    ],
    'AWS::RDS::DBInstance': [
      { path: ['VPCSecurityGroups'], owner: 'RDSNetworkInterface', facing: ['PubliclyAccessible', 'true'] },
    ],
    'AWS::RDS::DBCluster': [{ path: ['VpcSecurityGroupIds'], owner: 'RDSNetworkInterface' }],
    'AWS::ElasticLoadBalancingV2::LoadBalancer': [
      { path: ['SecurityGroups'], owner: 'ELB ', facing: ['Scheme', 'internet-facing'] },
    ],
    'AWS::ElasticLoadBalancing::LoadBalancer': [
      { path: ['SecurityGroups'], owner: 'ELB ', facing: ['Scheme', 'internet-facing'] },
    ],
    'AWS::ElastiCache::CacheCluster': [{ path: ['VpcSecurityGroupIds'], owner: 'ElastiCache ' }],
    'AWS::ElastiCache::ReplicationGroup': [{ path: ['SecurityGroupIds'], owner: 'ElastiCache ' }],
    'AWS::Redshift::Cluster': [
      { path: ['VpcSecurityGroupIds'], owner: 'RedshiftNetworkInterface', facing: ['PubliclyAccessible', 'true'] },
    ],
    'AWS::OpenSearchService::Domain': [{ path: ['VPCOptions', 'SecurityGroupIds'], owner: 'ES ' }],
    'AWS::Lambda::Function': [{ path: ['VpcConfig', 'SecurityGroupIds'], owner: 'AWS Lambda VPC ENI' }],
    'AWS::EKS::Cluster': [{ path: ['ResourcesVpcConfig', 'SecurityGroupIds'], owner: 'Amazon EKS ' }],
    'AWS::ECS::Service': [
      { path: ['NetworkConfiguration', 'AwsvpcConfiguration', 'SecurityGroups'], owner: 'arn:aws:ecs:' },
    ],
    'AWS::EFS::MountTarget': [{ path: ['SecurityGroups'], owner: 'EFS mount target for ' }],
    'AWS::DMS::ReplicationInstance': [{ path: ['VpcSecurityGroupIds'], owner: 'DMSNetworkInterface' }],
    'AWS::EC2::VPCEndpoint': [{ path: ['SecurityGroupIds'], owner: 'VPC Endpoint Interface ' }],
  }),
);

/** What a template puts groups on, each as an interface. */
export function readAttachments(made: readonly CfnResource[], template: Template): readonly Interface[] {
  return made.flatMap((each) =>
    (holders.get(each.type) ?? []).flatMap(({ path, owner, facing }): readonly Interface[] => {
      const id = `Resources.${each.id}`;
      const groups = valuesAt([each.properties], path, template).flatMap((value) =>
        symbolOf(value, `${id}.${path.join('.')}`),
      );
      const isFacing = facing !== undefined && plainText(evaluate(each.properties[facing[0]], template)) === facing[1];
      const publicAddress = isFacing ? 'public' : null;
      return groups.length === 0
        ? []
        : [{ id, vpc: null, groups: [...new Set(groups)].sort(), owner: owner || null, publicAddress }];
    }),
  );
}

function valuesAt(held: readonly Json[], path: readonly string[], template: Template): ReturnType<typeof listed> {
  const [key, ...rest] = path;
  const found = held.flatMap((each) => (isObject(each) ? listed(each[key!], template) : []));
  if (rest.length === 0) return found;
  return valuesAt(
    found.filter((each): each is Json => isObject(each) && !isReference(each)),
    rest,
    template,
  );
}
