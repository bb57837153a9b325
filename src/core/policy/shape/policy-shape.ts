import { modes } from '../scale.ts';
import { adjustShape, baselineShape, checkShape, exceptionShape, severityShape, testShape } from './entry-shapes.ts';
import { integer, list, mapOf, object, optional, perEnvironment, required, text, words } from './make-shape.ts';
import type { Key, ObjectShape, Shape } from './shape.ts';
import { topicFormat, urlFormat } from './text/endpoint.ts';
import { fileFormat } from './text/file.ts';
import { freeText, globFormat, nameFormat, packFormat } from './text/name.ts';
import { cidrFormat } from './text/peer.ts';
import { secretReference } from './text/secret.ts';
import { serviceFormat } from './text/service.ts';
import { hoursFormat, rateFormat, spanFormat, timeFormat, weeklyFormat, zoneFormat } from './text/time.ts';
import { tagsShape, whereShape } from './where-shape.ts';

const texts: Shape = list(text(freeText));
const globs: Shape = list(text(globFormat));
const names: Shape = list(text(nameFormat));

function byName(say: string, of: Shape): Shape {
  return mapOf(say, nameFormat, of);
}

const addresses = object(
  'an address set',
  {
    cidrs: optional(list(text(cidrFormat)), 'The addresses as CIDRs.', 'cidr', 'addresses', 'ips'),
    file: optional(text(fileFormat), 'A file with one CIDR a line; `#` begins a comment.', 'from', 'path'),
  },
  { pick: 'exactly one' },
);

const actors = object(
  'a set of actors',
  {
    roles: optional(globs, 'ARNs of roles; `*` for the account means one’s own accounts.', 'role', 'arns'),
    users: optional(globs, 'ARNs of IAM users.', 'user'),
    source_identities: optional(globs, 'Source identities, as AWS asserts them.', 'source_identity'),
    permission_sets: optional(globs, 'Permission sets of IAM Identity Center.', 'permission_set'),
    services: optional(globs, 'AWS services that act by themselves.', 'service'),
  },
  { pick: 'one or more', refused: { sessions: 'a session’s name is chosen by its caller: trust rests on the role' } },
);

const context = object('where the answer comes from', {
  from: required(
    list(
      object(
        'a source',
        {
          tag: optional(text(freeText), 'A tag of the group.', 'tags', 'key'),
          account: optional(words(['environment', 'owner', 'ou', 'name']), 'A column of the account in the directory.'),
        },
        { pick: 'exactly one' },
      ),
    ),
    'Where to look, in this order: the first that answers counts.',
    'sources',
  ),
  map: optional(mapOf('a map of answers', freeText, text(freeText)), 'What an answer means.', 'aliases', 'mapping'),
  values: optional(texts, 'The answers that count.', 'allowed'),
  else: required(text(freeText), 'When no source answers.', 'default', 'otherwise'),
});

const grants = object('what short permissions take', {
  max: optional(text(spanFormat), 'How long they last at most.', 'longest', 'limit'),
  approve: optional(
    perEnvironment(
      object('who approves', {
        from: required(texts, 'Who may approve.', 'by'),
        count: required(integer(0, 10), 'How many must approve.', 'min'),
        not: optional(texts, 'Who may not.', 'except'),
      }),
    ),
    'Who approves them.',
  ),
});

const safety = object('what may be done to groups at all', {
  mode: optional(
    perEnvironment(words(modes, { audit: 'observe', 'dry-run': 'shadow' })),
    'Whether responses happen; left out, `observe`.',
  ),
  never_touch: optional(
    object('groups that are never changed', {
      groups: optional(globs, 'Ids of groups.', 'group'),
      tags: optional(tagsShape, 'Tags that forbid it.', 'tag'),
      set_by: optional(names, 'The actors whose setting of these tags counts.'),
    }),
    'Groups that are never changed.',
    'exclude',
    'protect',
  ),
  caps: optional(
    object('how much may be done', {
      group: optional(text(rateFormat), 'To one group.'),
      actor: optional(text(rateFormat), 'Against one actor.'),
      account: optional(text(rateFormat), 'In one account.'),
      reserve_for: optional(
        list(severityShape),
        'Severities that the last fifth of each cap, rounded up, is kept for.',
        'reserve',
      ),
    }),
    'How much may be done.',
    'limits',
  ),
});

const route = object('who is told of what', {
  min: required(severityShape, 'From which severity on.', 'severity', 'level'),
  where: optional(whereShape, 'Of which groups; left out, of every group.', 'when', 'match'),
  to: required(names, 'Channels, `owner` (of the group) or `actor` (whoever made the change).', 'channels', 'channel'),
  group_for: optional(
    text(spanFormat),
    'How long what one actor does to one group is gathered.',
    'group_wait',
    'window',
  ),
  budget: optional(text(rateFormat), 'How many messages at most; the rest becomes one.', 'limit', 'rate'),
  daily_at: optional(text(timeFormat), 'Told once a day, at this time.', 'at', 'daily'),
  weekly_at: optional(text(weeklyFormat), 'Told once a week, at this time.', 'weekly'),
  quiet_hours: optional(
    text(hoursFormat),
    'When what is not critical waits: it comes as one message at their end.',
    'quiet',
    'silent',
    'do_not_disturb',
  ),
  acknowledge_within: optional(
    object(
      'how soon somebody has to acknowledge, by severity',
      {
        critical: optional(text(spanFormat), 'What is critical.'),
        high: optional(text(spanFormat), 'What is high.'),
        medium: optional(text(spanFormat), 'What is medium.'),
        low: optional(text(spanFormat), 'What is low.'),
      },
      { pick: 'one or more' },
    ),
    'How soon somebody has to acknowledge a message, by its severity.',
    'respond_within',
    'response_times',
    'sla',
  ),
  escalate_to: optional(names, 'Channels that are told when nobody acknowledged in time.', 'escalate', 'escalation'),
  zone: optional(text(zoneFormat), 'The time zone of these times.', 'timezone', 'tz'),
});

const channel = object('a channel', {
  kind: required(
    words(['slack', 'pagerduty', 'smtp', 'ses', 'sns', 'teams', 'webhook', 'security-hub'], {
      email: 'smtp',
      mail: 'smtp',
      http: 'webhook',
    }),
    'What it speaks.',
    'type',
  ),
  secret: optional(
    text(secretReference),
    'Where its key, token or webhook address is kept.',
    'key',
    'token',
    'webhook',
    'password',
  ),
  fallback: optional(text(nameFormat), 'The channel to use when this one fails.', 'backup'),
  to: optional(texts, 'Addresses of mail.', 'recipients'),
  from: optional(text(freeText), 'The sender of mail.', 'sender'),
  channel: optional(text(freeText), 'Of Slack, where `secret` is a token: the id of the channel.', 'room'),
  topic: optional(text(topicFormat), 'The topic to publish to.', 'arn', 'topic_arn'),
  url: optional(text(urlFormat), 'Where to send it.', 'address', 'endpoint'),
  region: optional(text(freeText), 'Of AWS: the region; of PagerDuty: `eu`.'),
  role: optional(text(freeText), 'Of AWS: the role to send with; left out, our own credentials do.'),
  format: optional(
    words(['text', 'amazon-q', 'jira', 'servicenow']),
    'Of SNS: `text` or `amazon-q`; of a webhook: ours, `jira` or `servicenow`.',
  ),
  private: optional({ kind: 'boolean' }, 'Of a webhook: it may stand in a private network.', 'internal'),
});

const keys: Readonly<Record<string, Key>> = {
  version: required(integer(1, 1), 'The version of this format: 1.'),
  use: optional(
    list(text(packFormat)),
    'Packs that come with the program; what stands here overrides them.',
    'packs',
    'extends',
    'include',
    'imports',
  ),
  directory: optional(
    object('files that tell of accounts and people', {
      accounts: optional(text(fileFormat), 'A table of accounts: account, name, ou, owner, environment.', 'account'),
      people: optional(text(fileFormat), 'A table of people: identity, name, slack, mail, pager.', 'users'),
    }),
    'Accounts and people.',
  ),
  sets: optional(
    object('names for addresses, ports and actors', {
      addresses: optional(byName('a map of address sets', addresses), 'Addresses by name.', 'cidrs', 'ips', 'networks'),
      ports: optional(byName('a map of port sets', list(text(serviceFormat))), 'Ports by name.', 'services'),
      actors: optional(byName('a map of sets of actors', actors), 'Actors by name.', 'roles', 'identities'),
    }),
    'Names for addresses, ports and actors.',
    'lists',
    'variables',
    'definitions',
  ),
  contexts: optional(
    object('how groups find environment and owner', {
      environment: optional(context, 'Production or not.', 'env'),
      owner: optional(context, 'Who answers for the group.', 'team'),
    }),
    'How environment and owner of a group are found.',
    'context',
  ),
  checks: optional(
    byName('a map of checks', checkShape),
    'What must not happen.',
    'rules',
    'policies',
    'policy',
    'controls',
  ),
  adjust: optional(
    byName('a map of adjustments', adjustShape),
    'What moves severity, by at most two steps in all.',
    'modifiers',
  ),
  baselines: optional(byName('a map of baselines', baselineShape), 'What groups are meant to have.', 'baseline'),
  exceptions: optional(
    byName('a map of exceptions', exceptionShape),
    'Dated permissions.',
    'exemptions',
    'waivers',
    'suppressions',
    'ignore',
  ),
  grants: optional(grants, 'What short permissions take.'),
  safety: optional(safety, 'What may be done to groups at all.', 'guardrails'),
  notify: optional(
    byName('a map of routes', route),
    'Who is told of what.',
    'notifications',
    'alerts',
    'routes',
    'routing',
  ),
  channels: optional(byName('a map of channels', channel), 'How they are told.', 'destinations', 'sinks'),
  tests: optional(byName('a map of tests', testShape), 'What the policy must say of examples.', 'examples'),
};

/** The policy file: the one description from which come its check, its messages and its JSON Schema. */
export const policyShape: ObjectShape = object('a policy', keys);
