import type { Json, JsonObject } from '../core/leaf/canonical.ts';
import { schemaOf } from '../core/policy/shape/json-schema.ts';
import { integer, list, mapOf, object, optional, required, text, words } from '../core/policy/shape/make-shape.ts';
import type { ObjectShape } from '../core/policy/shape/shape.ts';
import { freeText } from '../core/policy/shape/text/name.ts';
import { spanFormat } from '../core/policy/shape/text/time.ts';
import {
  accountId,
  bucketName,
  externalId,
  groupId,
  hostFormat,
  keptSecret,
  listenFormat,
  metricNamespace,
  pathFormat,
  proxyFormat,
  queueUrl,
  regionName,
  roleName,
  storeFormat,
  webhookFormat,
} from './server-texts.ts';

const account = object('an account', {
  regions: required(list(text(regionName), 1), 'The regions that are watched and swept.', 'region'),
  read_role: optional(text(roleName), 'The role that reads; left out, our own credentials do.', 'role', 'read'),
  revoke_role: optional(text(roleName), 'The role that takes rules away.', 'revoke'),
  restore_role: optional(text(roleName), 'The role that gives rules back.', 'restore'),
  external_id: optional(text(externalId), 'What the trust policies of these roles ask for.', 'externalid'),
});

const source = object('a source', {
  sqs: optional(text(queueUrl), 'A queue that EventBridge, SNS, S3 or CloudTrail fill.', 'queue', 'url'),
  buckets: optional(list(text(bucketName), 1), 'Of a queue: the buckets whose log files it may name; left out, any.'),
  lookup: optional({ kind: 'boolean' }, 'Event history of all accounts and regions, by LookupEvents.', 'lookup_events'),
  folder: optional(text(pathFormat), 'A folder into which somebody writes records.', 'path', 'dir'),
  stdin: optional({ kind: 'boolean' }, 'Standard input, a record on each line.'),
});

/** The ways in which records come; a source is one of them. */
export const sourceKinds = ['sqs', 'lookup', 'folder', 'stdin'] as const;

/** The settings of a server: from here come the check of the file, with its messages, and its JSON Schema. */
export const serverShape: ObjectShape = object('the settings of a server', {
  version: optional(integer(1, 1), 'The version of this format: 1.'),
  store: required(text(storeFormat), 'Where the ledger stands: a SQLite file, or PostgreSQL.', 'database', 'ledger'),
  policy: required(list(text(pathFormat), 1), 'The policy, from where this file lies; several are layers.', 'policies'),
  backlog: optional(text(pathFormat), 'What `adopt` wrote: only what is new or worse is told.'),
  accounts: optional(
    mapOf('a map of account ids to how they are read', accountId, account),
    'What is watched.',
    'account',
  ),
  sources: required(list(source, 1), 'Where records come from; several at once are one.', 'source', 'inputs'),
  acting: optional(
    { kind: 'boolean' },
    'Whether anything is changed in AWS; left out, it is only read.',
    'act',
    'enforce',
  ),
  sweep: optional(
    object('how often everything is read', {
      full: optional(text(spanFormat), 'Every account and region, 6h to 24h; left out, 12h.', 'every', 'all'),
      active: optional(text(spanFormat), 'Those in which something changed of late; left out, 1h.', 'hourly'),
    }),
    'How often everything is read.',
    'sweeps',
  ),
  workers: optional(integer(1, 16), 'How many tasks are done at once; left out, 2.', 'threads', 'concurrency'),
  listen: optional(text(listenFormat), 'Where health and metrics are told; left out, 127.0.0.1:8440.', 'http', 'bind'),
  token: optional(text(keptSecret), 'Who does not ask from this machine has to show it.', 'auth'),
  heartbeat: optional(
    object('a heartbeat', {
      webhook: optional(text(webhookFormat), 'A URL that is called with POST.', 'url'),
      cloudwatch: optional(text(metricNamespace), 'A namespace of CloudWatch for the metric `Heartbeat`.', 'namespace'),
      every: optional(text(spanFormat), 'How often; left out, 1m.', 'interval'),
    }),
    'What tells others that the work goes on; it falls silent when it does not.',
  ),
  log: optional(
    object('how it is logged', {
      level: optional(
        words(['error', 'warn', 'info', 'debug'], { warning: 'warn', trace: 'debug' }),
        'Left out, info.',
      ),
    }),
    'How it is logged.',
    'logging',
  ),
  drill: optional(
    object('drills', {
      every: optional(text(spanFormat), 'How often; left out, 24h.', 'interval'),
      account: required(text(accountId), 'In which account.'),
      region: required(text(regionName), 'In which region.'),
      group: optional(text(groupId), 'The canary; left out, the group that is tagged `portcullis:canary`.', 'on'),
      role: optional(text(roleName), 'The role that opens and closes it; left out, our own credentials.'),
    }),
    'Makes a harmless forbidden change again and again, and follows it until people are told.',
    'drills',
  ),
  delivery: optional(
    object('how messages are delivered', {
      timeout: optional(text(spanFormat), 'How long an attempt may take, 1s to 2m; left out, 20s.', 'time_out'),
      again: optional(text(spanFormat), 'The first wait after a failure, 1s to 1m; left out, 2s.', 'backoff', 'retry'),
      longest: optional(text(spanFormat), 'The longest wait between two attempts, 1m to 1h; left out, 10m.'),
      stand_in_after: optional(
        integer(1, 20),
        'After how many failures its fallback is told; left out, 3.',
        'attempts',
      ),
      stand_in_within: optional(text(spanFormat), 'Or after how long, 10s to 1h; left out, 1m.'),
      give_up: optional(
        text(spanFormat),
        'When a message is given up, 1h to 7d; left out, 24h.',
        'giveup',
        'dead_after',
      ),
      per_minute: optional(
        integer(1, 600),
        'How much each channel is told in a minute at most; left out, Slack 60, Teams 240, others all there is.',
        'pace',
      ),
      proxy: optional(text(proxyFormat), 'By which Slack, PagerDuty, Teams and webhooks are reached.', 'http_proxy'),
      no_proxy: optional(list(text(hostFormat), 1), 'Hosts that are reached without it, with what is beneath them.'),
    }),
    'How messages are brought to channels.',
    'deliver',
  ),
  proving: optional(
    object('what has to be proven before anything is acted upon', {
      within: optional(text(spanFormat), 'How long a drill that passed counts; left out, 30d.'),
      off: optional(text(freeText), 'Why nobody asks for a drill and a confirmed channel.'),
    }),
    'Where it acts and tells people: until a drill passed and a channel was confirmed, only canaries are acted upon.',
  ),
});

const shaped = schemaOf(serverShape);

/** The JSON Schema of the settings of a server, for editors. */
export const serverSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'portcullis:server:1',
  title: 'Settings of `portcullis serve`',
  ...shaped,
  properties: { ...(shaped.properties as JsonObject), policy: oneOrMore((shaped.properties as JsonObject).policy!) },
};

/** A text may stand for a list of one. */
function oneOrMore(list: Json): Json {
  const { items = {} } = list as JsonObject;
  return { anyOf: [items, list] };
}
