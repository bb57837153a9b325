import fc from 'fast-check';
import type { Json } from '../../src/core/leaf/canonical.ts';
import type { PolicyLayer } from '../../src/core/policy/layer.ts';
import { severities } from '../../src/core/policy/scale.ts';
import { policyLayer } from '../builders/policy-layer.ts';

/** A plain value of one layer. */
export type Plain = { readonly [key: string]: Json };

/** Files that layers over the small world of the reach oracle may name. */
export const files: Readonly<Record<string, string>> = {
  'prod.csv': 'account,environment\n111122223333,prod\n',
  'dev.csv': 'account,environment\n111122223333,dev\n444455556666,dev\n',
};

const cidrs = ['192.0.2.0/28', '192.0.2.0/29', '192.0.2.8/29', '192.0.2.4/31', '192.0.2.3/32', '2001:db8::/126'];
const names = ['any', 'documentation', 'office', 'groups'];
const some = <T>(values: readonly T[], least = 1, most = 2) =>
  fc.subarray([...values], { minLength: least, maxLength: most });

const anyBox = fc.record(
  {
    direction: some(['ingress', 'egress']),
    peers: some(names),
    except: fc.constantFrom([], [], ['lab'], ['office']),
    ports: some(['all', 'web', 'admin']),
    covers: fc.constant(true),
    more_than: fc.integer({ min: 1, max: 12 }),
  },
  { requiredKeys: ['direction', 'peers', 'ports'] },
);

const anyQuestion: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: anyBox.map(({ covers, ...gained }) => ({ gained }) as unknown as Json) },
  {
    weight: 1,
    arbitrary: anyBox.map((gained) => ({ gained: { ...gained, peers: ['office'], except: [] } }) as unknown as Json),
  },
  {
    weight: 1,
    arbitrary: anyBox.map(({ direction, peers, ports }) => ({ lost: { direction, peers, ports } }) as unknown as Json),
  },
);

const anyWhere = fc.constantFrom<Plain>(
  ...[{}, {}, {}, {}],
  {},
  {},
  { environment: ['prod'] },
  { environment: ['dev', 'prod'] },
  { name: ['web-*'] },
  { name: ['web-1'] },
  { attached: ['rds'] },
);

const anyCondition = fc.constantFrom<Plain>(
  ...[{ actor: ['crew'] }, { actor: ['crew', 'robots'] }, { actor: ['crew'], mfa: [true] }, { source: ['lab'] }],
  ...[{ environment: ['dev'] }, { exposed: [false] }, { mfa: [true] }, { unfamiliar: { within: '1h' } }],
);

const anySeverity = fc.constantFrom(...severities.filter((word) => word !== 'none'));

const anySeverities = fc.oneof(
  anySeverity.map((one) => ({ else: one })),
  fc.tuple(anySeverity, anySeverity).map(([prod, other]) => ({ prod, else: other })),
  fc.tuple(anySeverity, anySeverity).map(([dev, other]) => ({ dev, else: other })),
);

const anyRespond = fc.constantFrom<Plain>({ else: ['none'] }, { else: ['ask'] }, { prod: ['ask'], else: ['none'] });

const checkOf = (locked: boolean) =>
  fc.record(
    {
      say: fc.constantFrom('It is so', 'It must be so'),
      where: anyWhere,
      when: anyQuestion,
      unless: fc.oneof(fc.constant([]), fc.constant([]), fc.tuple(anyCondition)),
      severity: anySeverities,
      respond: anyRespond,
      locked: fc.constant(locked),
    },
    { requiredKeys: ['say', 'when', 'severity', 'respond'] },
  );

const anyAdjust = fc.record({
  when: fc.oneof(anyCondition, fc.constantFrom<Plain>({ actor: ['robots'] }, { recurred: { within: '1h' } })),
  by: fc.constantFrom(-2, -1, 1, 2),
});

const anyException = fc.record({
  check: fc.constantFrom('alpha', 'beta'),
  group: fc.constant('sg-1'),
  peers: some(cidrs, 1, 2),
  ports: some(['tcp/20-23', 'tcp/22', 'web']),
  until: fc.constant('2026-01-01T00:00:00Z'),
  owner: fc.constant('alice'),
  reason: fc.constant('agreed'),
});

const mapOf = (keys: readonly string[], values: fc.Arbitrary<unknown>) =>
  fc.dictionary(fc.constantFrom(...keys), values, { noNullPrototype: true }) as fc.Arbitrary<Plain>;

const anySets = fc.record(
  {
    addresses: mapOf(
      ['office', 'lab'],
      some(cidrs, 1, 2).map((list) => ({ cidrs: list })),
    ),
    ports: mapOf(['web', 'admin'], some(['tcp/20-23', 'tcp/22', 'tcp/24', 'tcp/20-27'])),
    actors: mapOf(
      ['crew', 'robots'],
      fc.constantFrom<Plain>(
        { users: ['arn:aws:iam::111122223333:user/alice'] },
        { roles: ['arn:aws:iam::*:role/deploy'] },
        { roles: ['arn:aws:iam::444455556666:role/deploy'] },
      ),
    ),
  },
  { requiredKeys: [] },
);

const anyContexts = fc.record(
  {
    environment: fc.constantFrom<Plain>(
      { from: [{ tag: 'env' }, { account: 'environment' }], else: 'prod' },
      { from: [{ tag: 'Environment' }], map: { production: 'prod' }, else: 'dev' },
    ),
  },
  { requiredKeys: [] },
);

const whole = {
  addresses: { office: { cidrs: ['192.0.2.0/28'] }, lab: { cidrs: ['192.0.2.8/29'] } },
  ports: { web: ['tcp/20-23'], admin: ['tcp/22'] },
  actors: {
    crew: { users: ['arn:aws:iam::111122223333:user/alice'] },
    robots: { roles: ['arn:aws:iam::*:role/deploy'] },
  },
};

/** A first layer with locked checks, all of whose names are declared. */
export const anyBase: fc.Arbitrary<Plain> = fc.record({
  version: fc.constant(1),
  sets: fc.constant<Plain>(whole),
  contexts: anyContexts as fc.Arbitrary<Plain>,
  checks: fc.dictionary(fc.constantFrom('alpha', 'beta'), checkOf(true), {
    minKeys: 1,
    noNullPrototype: true,
  }) as fc.Arbitrary<unknown> as fc.Arbitrary<Plain>,
  adjust: mapOf(['up', 'down'], anyAdjust),
  exceptions: fc.oneof(fc.constant<Plain>({}), fc.constant<Plain>({}), mapOf(['ex-1'], anyException)),
});

/** A layer that says a little of anything; nothing is locked. */
export const anyLayer: fc.Arbitrary<Plain> = fc.record(
  {
    sets: anySets as fc.Arbitrary<unknown> as fc.Arbitrary<Plain>,
    contexts: anyContexts as fc.Arbitrary<Plain>,
    directory: fc.constantFrom<Plain>({ accounts: 'prod.csv' }, { accounts: 'dev.csv' }),
    checks: mapOf(['alpha', 'beta', 'gamma'], checkOf(false)),
    adjust: mapOf(['up', 'down', 'mine'], anyAdjust),
    exceptions: mapOf(['ex-1', 'ex-2'], anyException),
  },
  { requiredKeys: [] },
);

/** A layer after a base: of a check it says all that the base says but for a few members. */
export function anyLater(base: Plain): fc.Arbitrary<Plain> {
  const checks = base.checks as Plain;
  const members = some(['where', 'when', 'unless', 'severity', 'respond'], 0, 2);
  const edited = fc.record(
    Object.fromEntries(
      Object.entries(checks).map(([id, check]) => [
        id,
        fc.tuple(checkOf(false), members).map(([other, keys]) => ({
          ...(check as Plain),
          ...Object.fromEntries(keys.flatMap((key) => (key in other ? [[key, other[key as 'when'] as Json]] : []))),
        })),
      ]),
    ),
    { requiredKeys: [] },
  );
  return fc
    .tuple(anyLayer, edited, some(['checks', 'adjust', 'exceptions', 'sets', 'contexts', 'directory'], 1, 2))
    .map(([layer, edits, kept]) => {
      const { gamma, ...own } = (layer.checks ?? {}) as { gamma?: Json };
      const given = {
        ...layer,
        checks: { ...(gamma === undefined ? {} : { gamma }), ...edits, ...(kept.length > 1 ? {} : own) },
      };
      return Object.fromEntries(Object.entries(given).filter(([key]) => kept.includes(key))) as unknown as Plain;
    });
}

/** Values as the ordered layers that they are. */
export function layersOf(...values: readonly Plain[]): readonly PolicyLayer[] {
  return values.map((value, i) => policyLayer(value, files, `layer-${i}.yaml`));
}
