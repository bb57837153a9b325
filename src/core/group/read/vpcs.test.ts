import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isIsolated } from '../../facts/isolated.ts';
import type { Json } from '../../leaf/canonical.ts';
import type { Vpc } from '../group.ts';
import { readSnapshot } from './describe.ts';

const [account, region] = ['111122223333', 'eu-central-1'];
const born = (vpc: string, OwnerId = account) => ({
  ...{ GroupId: `sg-${vpc}`, GroupName: 'default', VpcId: vpc, OwnerId },
});
const gateway = (vpc: string, State = 'available') => ({
  ...{ InternetGatewayId: `igw-${vpc}`, Attachments: [{ State, VpcId: vpc }] },
});
const block = (InternetGatewayBlockMode: string, State = 'update-complete') => ({
  VpcBlockPublicAccessOptions: { InternetGatewayBlockMode, State },
});
const exclusion = (on: string, more: object = {}) => ({
  ...{ ExclusionId: 'vpcbpa-exclude-1', ResourceArn: `arn:aws:ec2:${region}:${account}:${on}` },
  ...{ InternetGatewayExclusionMode: 'allow-bidirectional', State: 'create-complete', ...more },
});

function read(more: object, groups: readonly object[] = [born('vpc-1'), born('vpc-2')]) {
  const part = { account, region, SecurityGroups: groups, ...more };
  const { perimeter } = readSnapshot({ takenAt: '2026-01-25T00:00:00Z', ...part } as unknown as Json);
  return perimeter!.vpcs;
}

const isolated = (vpcs: readonly Vpc[] | undefined) => vpcs?.filter(isIsolated).map(({ id }) => id);
const both = { InternetGateways: [gateway('vpc-1'), gateway('vpc-2')] };

describe('the VPCs of a snapshot', () => {
  test('R37: one that no Internet gateway is attached to is isolated, and nothing is said where nobody looked', () => {
    expect(read({ InternetGateways: [gateway('vpc-1')] })).toEqual([
      { id: 'vpc-1', account, region, internetGateway: 'igw-vpc-1', blocked: null, exempt: false },
      { id: 'vpc-2', account, region, internetGateway: null, blocked: null, exempt: false },
    ]);
    expect(isolated(read({ InternetGateways: [gateway('vpc-1')] }))).toEqual(['vpc-2']);
    expect(read({})).toBeUndefined();
    expect(read(block('block-bidirectional'))).toBeUndefined();
  });

  test('R37: a gateway on its way on or off may still let the Internet in', () => {
    const attaching = { InternetGateways: [gateway('vpc-1', 'attaching'), gateway('vpc-2', 'detaching')] };
    expect(isolated(read(attaching))).toEqual([]);
    expect(isolated(read({ InternetGateways: [gateway('vpc-1', 'detached'), gateway('vpc-2')] }))).toEqual(['vpc-1']);
  });

  test('R37: of a VPC that is merely shared with the account nothing is said: its gateway is its owner’s to see', () => {
    const shared = { ...born('vpc-2', '444455556666') };
    const own = { GroupId: 'sg-9', GroupName: 'web', VpcId: 'vpc-2', OwnerId: account };
    expect(read({ InternetGateways: [] }, [born('vpc-1'), shared, own])?.map(({ id }) => id)).toEqual(['vpc-1']);
    const untold = { takenAt: '2026-01-25T00:00:00Z', InternetGateways: [], SecurityGroups: [born('vpc-1'), shared] };
    expect(readSnapshot(untold as unknown as Json).perimeter!.vpcs).toEqual([]);
  });

  test.each([
    ['block-ingress', 'update-complete', 2],
    ['block-bidirectional', 'update-complete', 2],
    ['block-bidirectional', 'update-in-progress', 0],
    ['off', 'update-complete', 0],
    ['off', 'default-state', 0],
    ['something-new', 'update-complete', 0],
  ])('R37: Block Public Access that is %s (%s) isolates %d of two VPCs with gateways', (mode, state, count) => {
    expect(isolated(read({ ...both, ...block(mode, state) }))).toHaveLength(count);
  });

  test.each([
    ['vpc/vpc-1', {}, ['vpc-2']],
    ['vpc/vpc-1', { InternetGatewayExclusionMode: 'allow-egress' }, ['vpc-1', 'vpc-2']],
    ['vpc/vpc-1', { InternetGatewayExclusionMode: 'allow-egress', State: 'update-in-progress' }, ['vpc-2']],
    ['vpc/vpc-1', { State: 'delete-complete' }, ['vpc-1', 'vpc-2']],
    ['vpc/vpc-1', { State: 'delete-in-progress' }, ['vpc-2']],
    ['subnet/subnet-1', {}, ['vpc-2']],
    ['subnet/subnet-9', {}, []],
    ['other/thing', {}, []],
  ])('R37: a block with an exclusion of %s %o leaves %j isolated', (on, more, left) => {
    const NetworkInterfaces = [{ NetworkInterfaceId: 'eni-1', SubnetId: 'subnet-1', VpcId: 'vpc-1' }];
    const excluded = { VpcBlockPublicAccessExclusions: [exclusion(on, more)], NetworkInterfaces };
    expect(isolated(read({ ...both, ...block('block-ingress'), ...excluded }))).toEqual(left);
  });

  test('R37: an exclusion or a gateway more never isolates a VPC', () => {
    const some = fc.subarray(['vpc-1', 'vpc-2', 'vpc-3']);
    const mode = fc.constantFrom('off', 'block-ingress', 'block-bidirectional');
    fc.assert(
      fc.property(some, some, some, some, mode, (gateways, moreGateways, exempt, moreExempt, how) => {
        const groups = ['vpc-1', 'vpc-2', 'vpc-3'].map((id) => born(id));
        const of = (attached: readonly string[], excluded: readonly string[]) => {
          const parts = {
            InternetGateways: attached.map((id) => gateway(id)),
            VpcBlockPublicAccessExclusions: excluded.map((id) => exclusion(`vpc/${id}`)),
          };
          return isolated(read({ ...parts, ...block(how) }, groups))!;
        };
        const before = of(gateways, exempt);
        for (const id of of([...new Set([...gateways, ...moreGateways])], [...exempt, ...moreExempt]))
          expect(before).toContain(id);
      }),
    );
  });
});
