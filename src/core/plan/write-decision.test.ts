import { expect, test } from 'vitest';
import { tell } from '../../../test/builders/read-records.ts';
import { rule, World } from '../../../test/builders/world.ts';

const anywhere = '0.0.0.0/0';

test('R100: a decision tells where, when, on what, by which call and by whom', async () => {
  const world = new World();
  const web = world.group('web');
  web.tags('environment', 'prod');
  web.opens('tcp', 22, anywhere);
  const decision = (await tell(world.records)).decisions.at(-1)!;
  expect(decision).toMatchObject({
    $schema: 'portcullis:decision:1',
    ...{ origin: 'record', late: false, at: '2026-01-31T09:00:02Z', partition: 'aws', region: 'eu-west-1' },
    account: { id: '111122223333', name: null, ou: null },
    on: {
      kind: 'group',
      id: web.id,
      name: 'web',
      vpc: 'vpc-1',
      environment: null,
      owner: null,
      tags: { environment: 'prod' },
    },
    call: { service: 'ec2', name: 'AuthorizeSecurityGroupIngress', result: 'applied', error: null },
    kind: 'rules-added',
    actor: {
      type: 'IAMUser',
      principal: 'arn:aws:iam::111122223333:user/alice',
      person: 'alice',
      identity: 'asserted',
    },
    rules: [
      { op: 'add', direction: 'ingress', protocol: 'tcp', ports: [22, 22], peer: { kind: 'ipv4', value: anywhere } },
    ],
    basis: 'exact',
    effects: [
      {
        ...{ group: { id: web.id, name: 'web' }, interface: null, before: 'known', lost: [], certain: null },
        gained: [
          {
            direction: 'ingress',
            services: ['tcp/22'],
            peers: [anywhere],
            addresses: { ipv4: '4294967296', ipv6: '0' },
          },
        ],
      },
    ],
  });
  expect(decision.records).toEqual([
    {
      eventId: world.records[2]!.eventID,
      sharedEventId: null,
      source: 'file',
      at: '2026-01-31T09:00:02Z',
      receivedAt: null,
    },
  ]);
});

test('a net decision has the time of its last change, the names of all its calls and the ids of all its changes', async () => {
  const world = new World();
  const web = world.group('web');
  world.wait(600);
  web.opens('tcp', 22, anywhere);
  web.closes('tcp', 22, anywhere);
  const single = (await tell(world.records)).decisions.slice(1).map((each) => each.id);
  const net = (await tell(world.records, { net: true })).decisions.at(-1)!;
  expect(net).toMatchObject({ kind: 'net', at: '2026-01-31T09:10:02Z', id: single[0], changes: single });
  expect(net.call.name).toBe('AuthorizeSecurityGroupIngress, RevokeSecurityGroupIngress');
  expect(net.records).toHaveLength(2);
});

test('what is not known is null or said as bounds; what does not apply is absent', async () => {
  const world = new World();
  world.olderGroup('web').opens('tcp', 22, anywhere);
  const [decision] = (await tell(world.records)).decisions;
  expect(decision).toMatchObject({ basis: 'bounds', on: { name: null, vpc: null, tags: {} } });
  expect(decision!.effects[0]).toMatchObject({ before: 'unknown', certain: { gained: [], lost: [] } });
  for (const key of ['changes', 'tags', 'entries', 'groups', 'passing']) expect(decision).not.toHaveProperty(key);
});

test('BM-7: a revoke by an id that nobody told lost something of which the record tells nothing', async () => {
  const world = new World();
  world.era = 2021;
  const web = world.olderGroup('web', rule('tcp', 22, anywhere));
  web.closesById('ingress', 'sgr-00000000000000003');
  const [decision] = (await tell(world.records)).decisions;
  expect(decision).toMatchObject({ basis: 'unknown', effects: [{ lost: null }] });
  expect(decision!.say).toContain('what was there before is not known');
});

test('default groups that came with a VPC are told as implied', async () => {
  const world = new World();
  world.call('CreateVpc', { response: { vpc: { vpcId: 'vpc-2' } } });
  const [decision] = (await tell(world.records)).decisions;
  expect(decision).toMatchObject({ origin: 'implied', kind: 'group-created', on: { name: 'default', vpc: 'vpc-2' } });
});
