import type { JsonObject } from '../leaf/canonical.ts';
import { count, instant, list, maybeInstant, maybeText, object, oneOf, ref, text, texts } from './schema-words.ts';
import { verdictParts } from './verdict-schema.ts';

const counts = object({ ipv4: count, ipv6: count });

/** The parts of the decision's schema, by name. */
export const decisionParts: Readonly<Record<string, JsonObject>> = {
  reachRow: object({
    direction: oneOf('ingress', 'egress'),
    services: { ...texts, description: 'tcp/22, tcp/0-21, icmp/8/*, proto/47, all' },
    peers: { ...texts, description: 'CIDRs, then groups, then prefix lists; sg-* and pl-* = any, !… = but this one' },
    addresses: counts,
    public: { anyOf: [counts, { const: 'unknown' }] },
    cause: maybeText,
  }),
  rule: object({
    op: oneOf('add', 'remove', 'before', 'after'),
    id: maybeText,
    direction: { enum: ['ingress', 'egress', null] },
    protocol: maybeText,
    ports: { anyOf: [{ type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2 }, { type: 'null' }] },
    peer: { anyOf: [object({ kind: oneOf('ipv4', 'ipv6', 'group', 'list'), value: text }), { type: 'null' }] },
    description: maybeText,
  }),
  effect: object(
    {
      group: { anyOf: [object({ id: maybeText, name: maybeText }), { type: 'null' }] },
      interface: maybeText,
      before: oneOf('known', 'partly', 'unknown'),
      gained: list(ref('reachRow')),
      lost: { anyOf: [list(ref('reachRow')), { type: 'null' }] },
      certain: { anyOf: [object({ gained: list(ref('reachRow')), lost: list(ref('reachRow')) }), { type: 'null' }] },
      passing: object({ gained: list(ref('reachRow')), from: instant, to: instant, seconds: { type: 'number' } }),
      latent: texts,
    },
    ['passing', 'latent'],
  ),
  record: object({
    eventId: text,
    sharedEventId: maybeText,
    source: oneOf('eventbridge', 'lookup', 's3', 'file'),
    at: instant,
    receivedAt: maybeInstant,
  }),
  ...verdictParts,
};

const kinds = [
  ...['rules-added', 'rules-removed', 'rules-modified', 'described', 'group-created', 'group-deleted', 'tags-changed'],
  ...['list-edited', 'attached', 'detached', 'associated', 'dissociated', 'net'],
];

/** A decision without its parts, for schemas that hold several. */
export const decisionShape: JsonObject = object(
  {
    $schema: { const: 'portcullis:decision:1' },
    id: { type: 'string', pattern: '^(chg|std)_[a-z2-7]{26}$' },
    origin: oneOf('record', 'observed', 'implied'),
    late: { type: 'boolean' },
    records: list(ref('record')),
    at: instant,
    partition: text,
    region: text,
    account: object({ id: text, name: maybeText, ou: maybeText }),
    on: object({
      kind: oneOf('group', 'list', 'interface', 'vpc'),
      ...{ id: maybeText, name: maybeText, vpc: maybeText, environment: maybeText, owner: maybeText },
      tags: { type: ['object', 'null'], additionalProperties: text },
    }),
    call: object({
      ...{ service: text, name: text, result: oneOf('applied', 'failed', 'dry-run') },
      error: { anyOf: [object({ code: text, message: maybeText }), { type: 'null' }] },
    }),
    kind: oneOf(...kinds),
    actor: object({
      ...{ type: text, principal: maybeText, session: maybeText, person: maybeText, sourceIp: maybeText },
      identity: oneOf('asserted', 'claimed', 'none'),
      via: object({
        value: oneOf('console', 'cli', 'sdk', 'terraform', 'cloudformation', 'service', 'unknown'),
        basis: oneOf('asserted', 'claimed'),
      }),
      mfa: { type: ['boolean', 'null'] },
    }),
    rules: list(ref('rule')),
    basis: oneOf('exact', 'bounds', 'unknown'),
    effects: list(ref('effect')),
    say: text,
    short: text,
    exposure: { type: 'number', minimum: 0, maximum: 100 },
    changes: texts,
    tags: object({ set: { type: 'object', additionalProperties: text }, removed: texts }),
    entries: { anyOf: [object({ added: texts, removed: texts }), { type: 'null' }] },
    groups: object({ names: texts, complete: { type: 'boolean' }, latent: { type: 'boolean' } }),
    verdict: ref('verdict'),
    carriers: { type: 'object', additionalProperties: texts },
    response: ref('response'),
    own: { type: 'string', pattern: '^act_[a-z2-7]{26}$' },
    incident: { type: 'string', pattern: '^inc_[a-z2-7]{26}$' },
  },
  ['changes', 'tags', 'entries', 'groups', 'verdict', 'carriers', 'response', 'own', 'incident'],
);

/** The JSON Schema (2020-12) of one decision: what every JSON output is made of. */
export const decisionSchema: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'portcullis:decision:1',
  title: 'What one change, or several with one net effect, did to the perimeter',
  ...decisionShape,
  $defs: decisionParts,
};
