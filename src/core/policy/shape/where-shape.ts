import { attachedKinds } from '../../facts/facts.ts';
import type { Via } from '../../trail/actor.ts';
import { list, mapOf, object, optional, required, text, words } from './make-shape.ts';
import type { Key, ObjectShape, Shape } from './shape.ts';
import { accountFormat, globFormat, nameFormat, tagKey } from './text/name.ts';
import { spanFormat } from './text/time.ts';

const globs: Shape = list(text(globFormat), 1);
const truths: Shape = list({ kind: 'boolean' }, 1);

/** Tags by their keys, each with the values that count. */
export const tagsShape: Shape = mapOf('a map of tags, such as `{ protected: ["yes"] }`', tagKey, globs);

const isVia: Readonly<Record<Via, true>> = {
  ...{ console: true, cli: true, sdk: true, terraform: true, cloudformation: true, service: true, unknown: true },
};

const attachedAlso = {
  instance: 'ec2',
  database: 'rds',
  alb: 'elb',
  nlb: 'elb',
  'load-balancer': 'elb',
  none: 'nothing',
};

const where: Readonly<Record<string, Key>> = {
  group: optional(globs, 'Ids of groups, as `sg-…`.', 'groups', 'group_id', 'id'),
  name: optional(globs, 'Names of groups.', 'names', 'group_name'),
  environment: optional(globs, 'Environments, as `contexts` finds them.', 'environments', 'env', 'stage'),
  owner: optional(globs, 'Owners, as `contexts` finds them.', 'owners', 'team'),
  account: optional(list(text(accountFormat), 1), 'Ids or names of accounts.', 'accounts', 'account_id'),
  ou: optional(globs, 'Organisational units of the account.', 'ous', 'organizational_unit'),
  region: optional(globs, 'Regions, such as `eu-central-1`.', 'regions'),
  vpc: optional(globs, 'Ids of VPCs.', 'vpcs', 'vpc_id'),
  tags: optional(tagsShape, 'Tags of the group, whole and in their own case.', 'tag', 'labels'),
  attached: optional(
    list(words([...attachedKinds, 'nothing'], attachedAlso), 1),
    'What the group is on.',
    'attachment',
    'resource',
  ),
  default: optional(truths, 'Whether it is the default group of a VPC.', 'is_default'),
};

const more: Readonly<Record<string, Key>> = {
  actor: optional(
    list(text(nameFormat), 1),
    'Sets of actors, by who AWS says they are.',
    'actors',
    'user',
    'role',
    'principal',
  ),
  source: optional(list(text(nameFormat), 1), 'Where the call came from: address sets or places.', 'source_ip', 'ip'),
  via: optional(
    list(words(Object.keys(isVia)), 1),
    'What the call came through, by what its sender claims: never enough by itself.',
    'tool',
    'user_agent',
  ),
  mfa: optional(truths, 'Whether the actor had shown a second factor.'),
  exposed: optional(truths, 'Whether the group is on something that the Internet can reach.', 'public'),
  recurred: optional(
    object('a span to look back', { within: required(text(spanFormat), 'How far to look back.') }),
    'It broke policy before, was closed, and came back.',
  ),
  unfamiliar: optional(
    object('a span to look back', { within: required(text(spanFormat), 'How far to look back.') }),
    'The actor had not changed this group before.',
  ),
};

const { tags: _, ...whereWithoutTags } = where;

/** Which groups are meant. */
export const whereShape: ObjectShape = object('conditions on the group', where, {
  refused: { not: 'there is no `not`: list what is meant', or: 'values of a list are joined by OR already' },
});

/** What may excuse. */
export const unlessShape: ObjectShape = object(
  'conditions that excuse',
  { ...whereWithoutTags, ...more },
  {
    refused: { tags: 'tags excuse nothing: whoever may change the group could set them' },
  },
);

/** When severity moves. */
export const conditionShape: ObjectShape = object('conditions', { ...where, ...more });
