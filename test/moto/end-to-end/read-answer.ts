import type { Ec2Action, Ec2Call, Ec2Result } from '../../../src/aws/model/call.ts';
import type { Answer } from '../../../src/aws/model/model.ts';
import type { RefusalCode } from '../../../src/aws/model/refusal.ts';
import type {
  ManagedPrefixList,
  NetworkInterface,
  RevokedSecurityGroupRule,
  SecurityGroupRule,
  Tag,
} from '../../../src/aws/model/shape.ts';
import type { Site } from '../../../src/core/plan/act/intent.ts';
import { type Element, elementAt, itemsAt, readXml, textAt } from './read-xml.ts';

/** What moto answered, in the SDK's spelling, with what it leaves out of it put in (`test/moto/differences.ts`). */
export function readAnswer(site: Site, call: Ec2Call, status: number, xml: string): Answer<Ec2Action> {
  const root = readXml(xml);
  const code = textAt(root, 'Errors', 'Error', 'Code');
  if (status >= 300 || code !== null) {
    const message = textAt(root, 'Errors', 'Error', 'Message') ?? '';
    return { kind: 'refused', code: (code ?? 'InternalError') as RefusalCode, message, status };
  }
  return { kind: 'answered', result: resultOf(site, call, root) };
}

/** The rules of a set of an answer. */
export function readRules({ account, region }: Site, root: Element): readonly SecurityGroupRule[] {
  return itemsAt(root, 'securityGroupRuleSet').map((item) => {
    const id = textAt(item, 'securityGroupRuleId')!;
    const peer = textAt(item, 'referencedGroupInfo', 'groupId');
    return {
      ...contentOf(item),
      GroupOwnerId: account,
      ...(peer === null
        ? {}
        : {
            ReferencedGroupInfo: { GroupId: peer, UserId: textAt(item, 'referencedGroupInfo', 'userId') ?? account },
          }),
      Tags: tagsOf(item),
      SecurityGroupRuleArn: `arn:aws:ec2:${region}:${account}:security-group-rule/${id}`,
    };
  });
}

/** A rule as the answer of Revoke tells it. */
export function asRevoked({
  GroupOwnerId: _,
  SecurityGroupRuleArn: __,
  Tags: ___,
  ReferencedGroupInfo: peer,
  ...rule
}: SecurityGroupRule): RevokedSecurityGroupRule {
  return { ...rule, ...(peer === undefined ? {} : { ReferencedGroupId: peer.GroupId }) };
}

/** Rules as EC2 writes them in an answer, under the name of their set. */
export function writeRules(set: string, rules: readonly (SecurityGroupRule | RevokedSecurityGroupRule)[]): string {
  return `<${set}>${rules.map((rule) => `<item>${writeMembers(rule)}</item>`).join('')}</${set}>`;
}

function writeMembers(members: object): string {
  return Object.entries(members)
    .map(([name, value]: [string, unknown]) => {
      const tag = name === 'Tags' ? 'tagSet' : `${name[0]!.toLowerCase()}${name.slice(1)}`;
      return `<${tag}>${writeMember(value)}</${tag}>`;
    })
    .join('');
}

function writeMember(value: unknown): string {
  if (Array.isArray(value)) return value.map((each: object) => `<item>${writeMembers(each)}</item>`).join('');
  if (typeof value === 'object' && value !== null) return writeMembers(value);
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function contentOf(item: Element): Omit<RevokedSecurityGroupRule, 'ReferencedGroupId'> {
  const text = (from: string, to: string) => {
    const found = textAt(item, from);
    return found === null || found === '' ? {} : { [to]: found };
  };
  return {
    SecurityGroupRuleId: textAt(item, 'securityGroupRuleId')!,
    GroupId: textAt(item, 'groupId')!,
    IsEgress: textAt(item, 'isEgress') === 'true',
    IpProtocol: textAt(item, 'ipProtocol')!,
    FromPort: Number(textAt(item, 'fromPort') ?? -1),
    ToPort: Number(textAt(item, 'toPort') ?? -1),
    ...text('cidrIpv4', 'CidrIpv4'),
    ...text('cidrIpv6', 'CidrIpv6'),
    ...text('prefixListId', 'PrefixListId'),
    ...text('description', 'Description'),
  };
}

function resultOf(site: Site, call: Ec2Call, root: Element): Ec2Result<Ec2Action> {
  switch (call.action) {
    case 'AuthorizeSecurityGroupIngress':
    case 'AuthorizeSecurityGroupEgress':
      return { Return: true, SecurityGroupRules: readRules(site, root) };
    case 'RevokeSecurityGroupIngress':
    case 'RevokeSecurityGroupEgress':
      return { Return: true, RevokedSecurityGroupRules: [] };
    case 'CreateSecurityGroup': {
      const GroupId = textAt(root, 'groupId')!;
      const SecurityGroupArn = `arn:aws:ec2:${site.region}:${site.account}:security-group/${GroupId}`;
      return { GroupId, Tags: tagsOf(root), SecurityGroupArn };
    }
    case 'CreateManagedPrefixList':
    case 'ModifyManagedPrefixList':
    case 'DeleteManagedPrefixList':
      return { PrefixList: listOf(site, call, root) };
    case 'CreateNetworkInterface':
      return { NetworkInterface: interfaceOf(site, root) };
    default:
      return { Return: true };
  }
}

function tagsOf(element: Element): readonly Tag[] {
  return itemsAt(element, 'tagSet').map((tag) => ({ Key: textAt(tag, 'key')!, Value: textAt(tag, 'value') ?? '' }));
}

/**
 * Of an edit EC2 tells the version that it began at, while it is under way, and the name as ever; moto has made it already
 * and forgets the name (ModifyManagedPrefixList: "Adding or removing entries in a prefix list creates a new version").
 */
function listOf({ account, region }: Site, call: Ec2Call, root: Element): ManagedPrefixList {
  const list = elementAt(root, 'prefixList')!;
  const id = textAt(list, 'prefixListId')!;
  const began = call.action === 'ModifyManagedPrefixList' ? call.request.CurrentVersion : undefined;
  return {
    ...{ PrefixListId: id, PrefixListName: textAt(list, 'prefixListName') || 'offices' },
    State: began === undefined ? textAt(list, 'state')! : 'modify-in-progress',
    AddressFamily: textAt(list, 'addressFamily') === 'IPv6' ? 'IPv6' : 'IPv4',
    PrefixListArn: `arn:aws:ec2:${region}:${account}:prefix-list/${id}`,
    ...{ MaxEntries: Number(textAt(list, 'maxEntries')), Version: began ?? Number(textAt(list, 'version')) },
    ...{ Tags: tagsOf(list), OwnerId: account },
  };
}

function interfaceOf({ account }: Site, root: Element): NetworkInterface {
  const made = elementAt(root, 'networkInterface')!;
  const text = (name: string) => textAt(made, name) ?? '';
  return {
    ...{ NetworkInterfaceId: text('networkInterfaceId'), SubnetId: text('subnetId'), VpcId: text('vpcId') },
    ...{ Description: text('description'), OwnerId: account, RequesterId: account, RequesterManaged: false },
    ...{ Status: 'pending', PrivateIpAddress: text('privateIpAddress'), SourceDestCheck: true },
    InterfaceType: 'interface',
    Groups: itemsAt(made, 'groupSet').map((group) => ({
      ...{ GroupId: textAt(group, 'groupId')!, GroupName: textAt(group, 'groupName') ?? '' },
    })),
    TagSet: tagsOf(made),
  };
}
