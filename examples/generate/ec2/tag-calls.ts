import type { Caller } from '../caller.ts';
import type { Site } from '../organisation.ts';
import type { Scene } from '../scene.ts';
import { writeTags } from './group-calls.ts';
import { writeItems } from './permission.ts';

type Tags = Readonly<Record<string, string>>;

/** Sets tags of groups, rules, prefix lists or anything else that EC2 has. */
export function createTags(scene: Scene, by: Caller, site: Site, ids: readonly string[], tags: Tags): string {
  for (const group of scene.cloud.groups.filter(({ id }) => ids.includes(id))) {
    for (const [key, value] of Object.entries(tags)) group.tags.set(key, value);
  }
  return send(scene, by, site, 'CreateTags', ids, writeTags(tags));
}

/** Removes tags by key, whatever their values. */
export function deleteTags(
  scene: Scene,
  by: Caller,
  site: Site,
  ids: readonly string[],
  keys: readonly string[],
): string {
  for (const group of scene.cloud.groups.filter(({ id }) => ids.includes(id))) {
    for (const key of keys) group.tags.delete(key);
  }
  return send(
    scene,
    by,
    site,
    'DeleteTags',
    ids,
    keys.map((key) => ({ key })),
  );
}

function send(
  scene: Scene,
  by: Caller,
  site: Site,
  name: string,
  ids: readonly string[],
  tags: readonly object[],
): string {
  const requestId = scene.random.uuid();
  const request = { resourcesSet: writeItems(ids.map((resourceId) => ({ resourceId }))), tagSet: writeItems(tags) };
  return scene.send({ site, by, service: 'ec2', name, request, response: { requestId, _return: true }, requestId });
}
