import { describe, expect, test } from 'vitest';
import { tell } from '../builders/read-records.ts';
import { rule, World } from '../builders/world.ts';

const anywhere = '0.0.0.0/0';

describe('scenario 15: tags', () => {
  test('scenario 15: a tag that is taken off before a group is opened is told with the tags that stood before', async () => {
    const world = new World();
    const db = world.group('db');
    db.tags('environment', 'prod');
    world.wait(60).as('mallory');
    db.tags('environment', null);
    db.opens('tcp', 5432, anywhere);
    const { decisions } = await tell(world.records, { net: true });
    const [untagged, opened] = decisions.slice(-2);
    expect(untagged).toMatchObject({ kind: 'tags-changed', tags: { removed: ['environment'] }, effects: [] });
    expect(untagged!.on.tags).toEqual({ environment: 'prod' });
    expect(opened!.on.tags).toEqual({});
    expect(opened!.say).toContain('tcp 5432');
  });

  test('scenario 15: tags given at birth and by a snapshot are known at every later change', async () => {
    const world = new World();
    const db = world.olderGroup('db');
    db.tags('environment', 'prod');
    const look = world.look();
    world.wait(3600);
    db.opens('tcp', 22, '10.0.0.0/8');
    const { decisions } = await tell(world.records.slice(1), { snapshot: look });
    expect(decisions.at(-1)!.on.tags).toEqual({ environment: 'prod' });
  });
});

describe('scenario 16: an old wide-open group is put on something', () => {
  const wide = [rule('tcp', 22, anywhere), rule('tcp', 22, '::/0')];
  const groups = (...ids: string[]) => ({ items: ids.map((groupId) => ({ groupId })) });

  /** An old group that a snapshot shows, then one call that attaches it. */
  async function attachedBy(call: (world: World, group: string) => unknown, before?: (world: World) => unknown) {
    const world = new World();
    const group = world.olderGroup('wide', ...wide);
    world.wait(60);
    before?.(world);
    world.wait(86_400);
    call(world, group.id);
    const { decisions } = await tell(world.records, { snapshot: world.look() });
    return decisions.at(-1)!;
  }

  const launched = (group: string, eni = 'eni-1') => ({
    instancesSet: {
      items: [
        { instanceId: 'i-1', networkInterfaceSet: { items: [{ networkInterfaceId: eni, groupSet: groups(group) }] } },
      ],
    },
  });

  test.each([
    [
      'RunInstances',
      'eni-1',
      (world: World, group: string) =>
        world.call('RunInstances', { request: { groupSet: groups(group) }, response: launched(group) }),
    ],
    [
      'CreateDBInstance',
      'rds:orders',
      (world: World, group: string) =>
        world.call('CreateDBInstance', {
          service: 'rds',
          request: { dBInstanceIdentifier: 'orders', vpcSecurityGroupIds: [group] },
          response: { vpcSecurityGroups: [{ vpcSecurityGroupId: group, status: 'active' }] },
        }),
    ],
    [
      'CreateLoadBalancer',
      'elb:shop',
      (world: World, group: string) =>
        world.call('CreateLoadBalancer', {
          service: 'elasticloadbalancing',
          request: { name: 'shop', securityGroups: [group] },
          response: { loadBalancers: [{ loadBalancerName: 'shop', securityGroups: [group] }] },
        }),
    ],
  ] as const)(
    'scenario 16: %s: what is made with it gains all of its reach, with no rule changed',
    async (call, on, act) => {
      const decision = await attachedBy(act);
      expect(decision).toMatchObject({ kind: 'attached', basis: 'exact', call: { name: call }, on: { id: on } });
      expect(decision.say).toContain(`the whole Internet can reach tcp 22 (ssh) on ${on}`);
      expect(decision.effects[0]).toMatchObject({ interface: on, before: 'known', lost: [] });
    },
  );

  test('scenario 16: ModifyNetworkInterfaceAttribute gains only what the interface did not have', async () => {
    const made = (world: World) => {
      const web = world.group('web');
      web.opens('tcp', 22, anywhere);
      const networkInterface = { networkInterfaceId: 'eni-1', groupSet: groups(web.id) };
      world.call('CreateNetworkInterface', { request: { groupSet: groups(web.id) }, response: { networkInterface } });
    };
    const decision = await attachedBy(
      (world, group) =>
        world.call('ModifyNetworkInterfaceAttribute', {
          request: { networkInterfaceId: 'eni-1', groupSet: groups(group) },
        }),
      made,
    );
    expect(decision.effects[0]!.gained.filter((row) => row.direction === 'ingress')).toMatchObject([
      { services: ['tcp/22'], peers: ['::/0'] },
    ]);
  });

  test('scenario 16: ModifyInstanceAttribute on an instance that no record told of says that it may have had it before', async () => {
    const decision = await attachedBy((world, group) =>
      world.call('ModifyInstanceAttribute', { request: { instanceId: 'i-1', groupSet: groups(group) } }),
    );
    expect(decision).toMatchObject({
      basis: 'unknown',
      effects: [{ interface: 'i-1', before: 'unknown', lost: null }],
    });
    expect(decision.effects[0]!.certain!.gained).toEqual([]);
    expect(decision.say).toContain('what was there before is not known');
  });

  test('scenario 16: of a group whose rules nobody told, that is said', async () => {
    const world = new World();
    world.call('CreateNetworkInterface', {
      request: {},
      response: { networkInterface: { networkInterfaceId: 'eni-1', groupSet: groups('sg-0123456789abcdef0') } },
    });
    const [decision] = (await tell(world.records)).decisions;
    expect(decision!.basis).toBe('unknown');
    expect(decision!.say).toContain('not all rules of these groups are known');
  });

  test('scenario 16: an interface with no group named is in the default group of its VPC', async () => {
    const world = new World();
    world.call('CreateVpc', { response: { vpc: { vpcId: 'vpc-2', cidrBlock: '10.0.0.0/16' } } });
    world.wait(60).call('CreateNetworkInterface', {
      request: {},
      response: { networkInterface: { networkInterfaceId: 'eni-1', vpcId: 'vpc-2', groupSet: {} } },
    });
    const decision = (await tell(world.records)).decisions.at(-1)!;
    expect(decision.effects[0]!.gained.map((row) => row.direction)).toContain('egress');
  });

  test('scenario 16: a launch template reaches nothing until something is launched from it, and an attempt never does', async () => {
    const latent = await attachedBy((world, group) =>
      world.call('CreateLaunchTemplate', {
        request: {
          CreateLaunchTemplateRequest: {
            LaunchTemplateName: 'web',
            LaunchTemplateData: { SecurityGroupId: { content: group, tag: 1 } },
          },
        },
        response: { CreateLaunchTemplateResponse: { launchTemplate: { launchTemplateId: 'lt-1' } } },
      }),
    );
    expect(latent).toMatchObject({ kind: 'attached', effects: [], groups: { latent: true } });
    const refused = await attachedBy((world, group) =>
      world.call('ModifyNetworkInterfaceAttribute', {
        request: { networkInterfaceId: 'eni-1', groupSet: groups(group) },
        error: 'Client.UnauthorizedOperation',
      }),
    );
    expect(refused).toMatchObject({ effects: [], call: { result: 'failed' } });
  });
});
