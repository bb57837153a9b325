import type { Caller } from '../caller.ts';
import type { Site } from '../organisation.ts';
import type { Failure } from '../record.ts';
import type { Scene } from '../scene.ts';
import type { Group, GroupShape } from './cloud.ts';
import { failures } from './failures.ts';
import { writeItems } from './permission.ts';
import { groupArn } from './rule-text.ts';

/** Makes a group; EC2 gives it open egress without a record of its own. */
export function createGroup(scene: Scene, by: Caller, site: Site, shape: GroupShape): Group {
  const group = scene.cloud.addGroup(scene.random, site, shape);
  const tags = writeTags(shape.tags ?? {});
  const requestId = scene.random.uuid();
  const response = {
    requestId,
    _return: true,
    groupId: group.id,
    ...(tags.length === 0 ? {} : { tagSet: writeItems(tags) }),
    securityGroupArn: groupArn(group),
  };
  scene.send({
    site,
    by,
    service: 'ec2',
    name: 'CreateSecurityGroup',
    request: writeRequest(site, shape),
    response,
    requestId,
  });
  return group;
}

/** Tries to make a group and is refused. */
export function failToCreateGroup(scene: Scene, by: Caller, site: Site, shape: GroupShape, error: Failure): string {
  return scene.send({
    site,
    by,
    service: 'ec2',
    name: 'CreateSecurityGroup',
    request: writeRequest(site, shape),
    error,
  });
}

/** Removes a group, unless something holds it. */
export function deleteGroup(scene: Scene, by: Caller, group: Group): string {
  const error = scene.cloud.isHeld(group) ? failures.groupHeld : undefined;
  if (error === undefined) scene.cloud.removeGroup(group);
  const requestId = scene.random.uuid();
  const response = { requestId, _return: true, groupId: group.id };
  const request = { groupId: group.id };
  return scene.send({
    site: group.site,
    by,
    service: 'ec2',
    name: 'DeleteSecurityGroup',
    request,
    response,
    error,
    requestId,
  });
}

/** Tags as `{key, value}` pairs. */
export function writeTags(tags: Readonly<Record<string, string>>): { key: string; value: string }[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}

function writeRequest(
  site: Site,
  { name, description, tags = {}, vpc = site.vpc }: GroupShape,
): Record<string, unknown> {
  const specified = [{ resourceType: 'security-group', tags: writeTags(tags) }];
  const tagged = Object.keys(tags).length > 0 ? { tagSpecificationSet: { items: specified } } : {};
  return { groupName: name, groupDescription: description, vpcId: vpc, ...tagged };
}
