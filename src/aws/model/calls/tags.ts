import type { Ec2Request } from '../call.ts';
import { isRefused, type RefusalCode, type Refused, refuse } from '../refusal.ts';
import type { Site, Transition } from '../site.ts';
import { type Ec2State, type Tags, withHeld } from '../state.ts';
import { joinTags } from './tag-specification.ts';

type Returned = { readonly Return: boolean };

/** CreateTags: sets tags on everything named, or on nothing. What the model does not hold, such as instances, is there. */
export const createTags: Transition<Ec2Request<'CreateTags'>, Returned> = (
  state,
  { Resources, Tags: given = [] },
  site,
) => {
  if (given.length === 0) return refuse('MissingParameter', 'tagSet');
  return retag(state, Resources, site, (tags) => joinTags(tags, given, site.quotas.tags));
};

/**
 * DeleteTags: a key without a value goes whatever its value; with one, only when it is that; without any key all go (EC2
 * API reference, DeleteTags).
 */
export const deleteTags: Transition<Ec2Request<'DeleteTags'>, Returned> = (state, { Resources, Tags: given }, site) =>
  retag(state, Resources, site, (tags) => {
    if (given === undefined || given.length === 0) return {};
    const goes = (key: string, value: string) =>
      given.some((tag) => tag.Key === key && (tag.Value === undefined || tag.Value === value));
    return Object.fromEntries(Object.entries(tags).filter(([key, value]) => !goes(key, value)));
  });

function retag(
  state: Ec2State,
  resources: readonly string[],
  site: Site,
  edit: (tags: Tags) => Tags | Refused,
): { readonly state: Ec2State; readonly result: Returned } | Refused {
  if (resources.length === 0) return refuse('MissingParameter', 'resourceIdSet');
  let next = state;
  for (const id of resources) {
    const after = retagOne(next, id, site, edit);
    if (isRefused(after)) return after;
    next = after;
  }
  return { state: next, result: { Return: true } };
}

const kinds = {
  sg: ['groups', 'InvalidGroup.NotFound'],
  pl: ['lists', 'InvalidPrefixListID.NotFound'],
  eni: ['interfaces', 'InvalidNetworkInterfaceID.NotFound'],
  vpc: ['vpcs', 'InvalidVpcID.NotFound'],
} as const satisfies Readonly<Record<string, readonly [keyof Ec2State, RefusalCode]>>;

function retagOne(state: Ec2State, id: string, site: Site, edit: (tags: Tags) => Tags | Refused): Ec2State | Refused {
  const prefix = /^([a-z]+)-[0-9a-f]+$/.exec(id)?.[1];
  if (prefix === 'sgr') return retagRule(state, id, edit);
  if (prefix === undefined) return refuse('InvalidID', id);
  if (!Object.hasOwn(kinds, prefix)) return state;
  const [kind, missing] = kinds[prefix as keyof typeof kinds];
  const held = site.seen[kind].has(id) ? state[kind].get(id) : undefined;
  if (held === undefined) return refuse(missing, id);
  const tags = edit(held.tags);
  return isRefused(tags) ? tags : withHeld(state, kind, { ...held, tags } as never);
}

function retagRule(state: Ec2State, id: string, edit: (tags: Tags) => Tags | Refused): Ec2State | Refused {
  for (const group of state.groups.values()) {
    const old = group.rules.find((rule) => rule.id === id);
    if (old === undefined) continue;
    const tags = edit(old.tags);
    if (isRefused(tags)) return tags;
    const rules = group.rules.map((rule) => (rule === old ? { ...rule, tags } : rule));
    return withHeld(state, 'groups', { ...group, rules });
  }
  return refuse('InvalidSecurityGroupRuleId.NotFound', id);
}
