import { isObject, type Json } from '../../../leaf/canonical.ts';
import type { Interface } from '../../group.ts';
import { list, text } from '../field.ts';
import { notTold, type Told, toldText } from '../told.ts';
import { groupTypes, nameOf } from './names.ts';
import type { References } from './references.ts';
import { marksOf, planned, type TfFile, type TfResource } from './resource.ts';

/** How a resource holds groups: in an attribute or in one of a block, and how EC2 describes its interface. */
interface Holder {
  readonly key: string;
  readonly within?: string;
  readonly owner: (resource: TfResource) => string | null;
  readonly isPublic?: (resource: TfResource) => boolean;
}

const named = (words: string) => (resource: TfResource) =>
  `${words}${toldText(planned(resource, 'name')) ?? resource.name}`;
const always = (words: string) => () => words;
const isTrue = (key: string) => (resource: TfResource) => planned(resource, key) === true;
const vpcGroups = 'vpc_security_group_ids';

/** Source: Terraform AWS provider documentation, the arguments of each of these resources that take security groups. */
const holders: ReadonlyMap<string, Holder> = new Map(
  Object.entries<Holder>({
    aws_network_interface: { key: 'security_groups', owner: (each) => toldText(planned(each, 'description')) },
    aws_instance: { key: vpcGroups, owner: always('i-0'), isPublic: isPublicInstance },
    aws_db_instance: { key: vpcGroups, owner: always('RDSNetworkInterface'), isPublic: isTrue('publicly_accessible') },
    aws_rds_cluster: { key: vpcGroups, owner: always('RDSNetworkInterface') },
    aws_db_proxy: { key: vpcGroups, owner: always('Network interface for DBProxy') },
    aws_docdb_cluster: { key: vpcGroups, owner: always('RDSNetworkInterface') },
    aws_neptune_cluster: { key: vpcGroups, owner: always('RDSNetworkInterface') },
    aws_lb: { key: 'security_groups', owner: named('ELB app/'), isPublic: isFacing },
    aws_alb: { key: 'security_groups', owner: named('ELB app/'), isPublic: isFacing },
    aws_elb: { key: 'security_groups', owner: named('ELB '), isPublic: isFacing },
    aws_elasticache_cluster: { key: 'security_group_ids', owner: always('ElastiCache ') },
    aws_elasticache_replication_group: { key: 'security_group_ids', owner: always('ElastiCache ') },
    aws_redshift_cluster: {
      key: vpcGroups,
      owner: always('RedshiftNetworkInterface'),
      isPublic: isTrue('publicly_accessible'),
    },
    aws_opensearch_domain: { key: 'security_group_ids', within: 'vpc_options', owner: always('ES ') },
    aws_elasticsearch_domain: { key: 'security_group_ids', within: 'vpc_options', owner: always('ES ') },
    aws_lambda_function: { key: 'security_group_ids', within: 'vpc_config', owner: always('AWS Lambda VPC ENI') },
    aws_eks_cluster: { key: 'security_group_ids', within: 'vpc_config', owner: always('Amazon EKS ') },
    aws_ecs_service: { key: 'security_groups', within: 'network_configuration', owner: always('arn:aws:ecs:') },
    aws_efs_mount_target: { key: 'security_groups', owner: always('EFS mount target for ') },
    aws_launch_template: { key: vpcGroups, owner: always('i-0') },
    aws_launch_configuration: { key: 'security_groups', owner: always('i-0') },
    aws_spot_instance_request: { key: vpcGroups, owner: always('i-0') },
    aws_ec2_client_vpn_endpoint: { key: 'security_group_ids', owner: always('ClientVPN Endpoint') },
    aws_dms_replication_instance: { key: vpcGroups, owner: always('DMSNetworkInterface') },
    aws_vpc_endpoint: { key: 'security_group_ids', owner: always('VPC Endpoint Interface ') },
  }),
);

/** What a file puts groups on. `told`: nothing in it puts a group on something in a way that is not understood. */
export interface TfAttachments {
  readonly interfaces: readonly Interface[];
  readonly told: boolean;
}

/** Reads what a file puts groups on, as interfaces: by id, or by address while there is none. */
export function readAttachments(file: TfFile, references: References): TfAttachments {
  let told = true;
  const groupsOf: GroupsAt = (value, resource, key, marks) => {
    const { groups, other } = groupsAt(value, resource, key, references, marks);
    if (other) told = false;
    return groups;
  };
  const interfaces = interfacesOf(file, references, groupsOf);
  const strange = file.resources.filter(
    (each) => each.after !== null && !holders.has(each.type) && !ownTypes.test(each.type),
  );
  return {
    interfaces,
    told: told && !strange.some((each) => namesGroups(each.after ?? {}) || namesGroups(each.unknown)),
  };
}

/** Resources that hold groups, their rules and lists, and put nothing on anything. */
const ownTypes =
  /^aws_(default_security_group|security_group|vpc_security_group|ec2_managed_prefix_list|network_interface_sg_attachment)/;

/** Whether a resource of another kind has a member for security groups that is set, or may be. */
function namesGroups(value: Json | undefined): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).some(namesGroups);
  if (!isObject(value)) return false;
  return Object.entries(value).some(([key, held]) => (/security_group/.test(key) ? isHeld(held) : namesGroups(held)));
}

function isHeld(held: Json | undefined): boolean {
  return held === true || (typeof held === 'string' && held !== '') || list(held).length > 0;
}

type GroupsAt = (value: Told, resource: TfResource, key: string, marks?: Json | undefined) => readonly string[];

function interfacesOf({ resources }: TfFile, references: References, groupsOf: GroupsAt): readonly Interface[] {
  const more = Map.groupBy(
    resources.filter((each) => each.type === 'aws_network_interface_sg_attachment' && each.after !== null),
    (each) => interfaceOf(each, references) ?? each.address,
  );
  return resources.flatMap((resource): readonly Interface[] => {
    const holder = holders.get(resource.type);
    if (holder === undefined || resource.after === null) return [];
    const id =
      resource.type === 'aws_network_interface' ? (text(resource.after, 'id') ?? resource.address) : resource.address;
    const joined = more.get(id) ?? [];
    const groups = [
      ...heldGroups(resource, holder, groupsOf),
      ...joined.flatMap((each) => groupsOf(planned(each, 'security_group_id'), each, 'security_group_id')),
    ];
    if (groups.length === 0) return [];
    return [
      {
        id,
        vpc: null,
        groups: [...new Set(groups)].sort(),
        owner: holder.owner(resource),
        publicAddress: holder.isPublic?.(resource) ? 'public' : null,
      },
    ];
  });
}

function interfaceOf(attachment: TfResource, references: References): string | null {
  const value = planned(attachment, 'network_interface_id');
  if (value !== notTold) return toldText(value);
  const [only, ...others] = references.named(
    attachment,
    'network_interface_id',
    new Set(['aws_network_interface']),
  ).resources;
  return only === undefined || others.length > 0 ? null : (text(only.after ?? {}, 'id') ?? only.address);
}

function heldGroups(resource: TfResource, { key, within }: Holder, groupsOf: GroupsAt): readonly string[] {
  if (within === undefined) return groupsOf(planned(resource, key), resource, key, marksOf(resource, key));
  const block = planned(resource, within);
  const marks = marksOf(resource, within);
  if (block === notTold) return groupsOf(notTold, resource, within);
  return list(block).flatMap((each, at) => {
    const marked = Array.isArray(marks) ? (marks as readonly Json[])[at] : marks;
    const own = isObject(marked) ? marked[key] : marked;
    const value: Told = own === true ? notTold : isObject(each) ? each[key] : undefined;
    return groupsOf(value, resource, within, own);
  });
}

function groupsAt(
  value: Told,
  resource: TfResource,
  key: string,
  references: References,
  marks: Json | undefined,
): { readonly groups: readonly string[]; readonly other: boolean } {
  const isOpen = value === notTold || (Array.isArray(marks) && (marks as readonly Json[]).includes(true));
  const known = value === notTold ? [] : list(value).filter((each) => typeof each === 'string');
  const named = isOpen ? references.named(resource, key, groupTypes) : { resources: [], other: false };
  return { groups: [...known, ...named.resources.map(nameOf)], other: named.other };
}

function isPublicInstance(resource: TfResource): boolean {
  return planned(resource, 'associate_public_ip_address') === true || toldText(planned(resource, 'public_ip')) !== null;
}

function isFacing(resource: TfResource): boolean {
  return planned(resource, 'internal') === false;
}
