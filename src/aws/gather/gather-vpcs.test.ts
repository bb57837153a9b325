import { describe, expect, test } from 'vitest';
import { account, alice, region, threeVpcs } from '../../../test/model/any-calls.ts';
import { isIsolated } from '../../core/facts/isolated.ts';
import type { AskEc2, Ec2Reply } from '../ask-ec2.ts';
import type { Ec2Action } from '../model/call.ts';
import { Ec2Model } from '../model/model.ts';
import type { Ec2State, HeldBlock } from '../model/state.ts';
import { createGatherer } from './gatherer.ts';

const site = { account, region };
const ids = [...threeVpcs().vpcs.keys()];

/** Every VPC with a gateway, and a block. */
function stateWith(block?: HeldBlock): Ec2State {
  const gateways = new Map(ids.map((vpc, n) => [`igw-${n}`, { id: `igw-${n}`, vpc, tags: {} }]));
  return { ...threeVpcs(), gateways, ...(block === undefined ? {} : { block }) };
}

async function look(state: Ec2State, answers: { readonly [A in Ec2Action]?: Ec2Reply | 'denied' } = {}) {
  const model = new Ec2Model({ account, region, state, throttles: false });
  const asked: string[] = [];
  const ask: AskEc2 = async (_, action, request) => {
    asked.push(action);
    const other = answers[action];
    if (other === 'denied') return { kind: 'refused', code: 'UnauthorizedOperation', message: 'no', status: 403 };
    return (other as never) ?? model.ask(action, request, alice, 0).answer;
  };
  const looked = await createGatherer(ask, { now: () => 0 }).perimeter(site);
  return { looked, vpcs: looked.kind === 'looked' ? looked.found.vpcs : looked.failure, asked };
}

const unknownAction: Ec2Reply = { kind: 'refused', code: 'InvalidAction', message: 'not valid here', status: 400 };
const lost: Ec2Reply = { kind: 'unanswered', sent: true, why: 'no answer came' };
const throttled: Ec2Reply = { kind: 'refused', code: 'RequestLimitExceeded', message: 'later', status: 503 };

describe('a look at VPCs', () => {
  test('R37: tells gateway, block and what is exempt from it, as they stand', async () => {
    const exclusions = [
      { id: 'vpcbpa-exclude-1', on: { kind: 'vpc', id: ids[0]! }, mode: 'allow-bidirectional' },
      { id: 'vpcbpa-exclude-2', on: { kind: 'vpc', id: ids[1]! }, mode: 'allow-egress' },
    ] as const;
    const { vpcs } = await look(stateWith({ mode: 'block-ingress', exclusions }));
    expect(vpcs).toEqual([
      { id: ids[0], ...site, internetGateway: 'igw-0', blocked: 'ingress', exempt: true },
      { id: ids[1], ...site, internetGateway: 'igw-1', blocked: 'ingress', exempt: false },
      { id: ids[2], ...site, internetGateway: 'igw-2', blocked: 'ingress', exempt: false },
    ]);
  });

  test('R37: asks for exclusions only where something is blocked', async () => {
    expect((await look(stateWith())).asked).not.toContain('DescribeVpcBlockPublicAccessExclusions');
    const { asked, vpcs } = await look(stateWith({ mode: 'block-bidirectional', exclusions: [] }));
    expect(asked).toContain('DescribeVpcBlockPublicAccessExclusions');
    expect(vpcs).toMatchObject([{ blocked: 'both' }, { blocked: 'both' }, { blocked: 'both' }]);
  });

  test.each([
    ['may not be looked at', 'denied'],
    ['the region does not know', unknownAction],
    ['nobody answers for', lost],
  ] as const)('R37: a block that %s is not known, keeps nothing out, and no look fails for it', async (_, reply) => {
    for (const call of ['DescribeVpcBlockPublicAccessOptions', 'DescribeVpcBlockPublicAccessExclusions'] as const) {
      const { vpcs } = await look(stateWith({ mode: 'block-ingress', exclusions: [] }), { [call]: reply });
      expect(vpcs).toMatchObject([{ blocked: null }, { blocked: null }, { blocked: null }]);
      expect(typeof vpcs === 'string' ? null : vpcs?.some(isIsolated)).toBe(false);
    }
  });

  test('R37: without the right to look at gateways nothing is said of VPCs', async () => {
    expect((await look(stateWith(), { DescribeInternetGateways: 'denied' })).vpcs).toBeUndefined();
  });

  test('that is throttled is no look: it is asked again later, like all else', async () => {
    expect((await look(stateWith(), { DescribeInternetGateways: throttled })).vpcs).toBe('throttled');
    expect((await look(stateWith(), { DescribeVpcBlockPublicAccessOptions: throttled })).vpcs).toBe('throttled');
  });
});
