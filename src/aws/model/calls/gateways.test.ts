import { describe, expect, test } from 'vitest';
import { AtWork } from '../../../../test/model/at-work.ts';
import { readEstate, writeEstate } from '../estate.ts';

/** A stage with a gateway. */
function withGateway() {
  const at = new AtWork();
  return { at, id: at.does('CreateInternetGateway', {}).InternetGateway.InternetGatewayId };
}

describe('an Internet gateway', () => {
  test('is attached to one VPC, and a VPC to one gateway', () => {
    const { at, id } = withGateway();
    const plain = { InternetGatewayId: id, VpcId: at.plain.id };
    expect(at.refuses('DetachInternetGateway', plain)).toBe('Gateway.NotAttached');
    at.does('AttachInternetGateway', plain);
    expect(at.refuses('AttachInternetGateway', { ...plain, VpcId: at.dual.id })).toBe('Resource.AlreadyAssociated');
    const other = at.does('CreateInternetGateway', {}).InternetGateway.InternetGatewayId;
    expect(at.refuses('AttachInternetGateway', { ...plain, InternetGatewayId: other })).toBe('InvalidParameterValue');
    const Filters = [{ Name: 'attachment.vpc-id', Values: [at.plain.id] }];
    expect(at.does('DescribeInternetGateways', { Filters }).InternetGateways).toMatchObject([
      { InternetGatewayId: id, Attachments: [{ State: 'available', VpcId: at.plain.id }] },
    ]);
    at.does('DetachInternetGateway', plain);
    expect(at.does('DescribeInternetGateways', { Filters }).InternetGateways).toEqual([]);
  });

  test('that is not there is told, and so is a VPC', () => {
    const { at, id } = withGateway();
    const nowhere = { InternetGatewayId: 'igw-00000000', VpcId: at.plain.id };
    for (const action of ['AttachInternetGateway', 'DetachInternetGateway'] as const) {
      expect(at.refuses(action, nowhere)).toBe('InvalidInternetGatewayID.NotFound');
      expect(at.refuses(action, { InternetGatewayId: id, VpcId: 'vpc-00000000' })).toBe('InvalidVpcID.NotFound');
    }
    expect(at.refuses('DescribeInternetGateways', { InternetGatewayIds: ['igw-00000000'] })).toBe(
      'InvalidInternetGatewayID.NotFound',
    );
  });

  test('comes back from an estate, with the block beside it', () => {
    const { at, id } = withGateway();
    at.does('AttachInternetGateway', { InternetGatewayId: id, VpcId: at.plain.id });
    const on = { kind: 'vpc', id: at.plain.id } as const;
    const block = { mode: 'block-ingress', exclusions: [{ id: 'x', on, mode: 'allow-egress' }] } as const;
    const state = { ...at.model.state, block };
    expect(readEstate(writeEstate([state]))).toEqual([state]);
  });

  test('without a block is told as one that was never switched on', () => {
    const at = new AtWork();
    expect(at.does('DescribeVpcBlockPublicAccessOptions', {})).toMatchObject({
      VpcBlockPublicAccessOptions: { State: 'default-state', InternetGatewayBlockMode: 'off' },
    });
    expect(at.does('DescribeVpcBlockPublicAccessExclusions', {}).VpcBlockPublicAccessExclusions).toEqual([]);
  });
});
