import { type Step, step } from './step.ts';

const attachedTo = (title: string, vpc: string): Step =>
  step(title, 'DescribeInternetGateways', (id) => ({ Filters: [{ Name: 'attachment.vpc-id', Values: [id(vpc)] }] }));

/** Internet gateways. */
export const gateways: readonly Step[] = [
  step('a gateway', 'CreateInternetGateway', () => ({}), { gateway: 'InternetGateway.InternetGatewayId' }),
  step('another', 'CreateInternetGateway', () => ({}), { other: 'InternetGateway.InternetGatewayId' }),
  step('on nothing', 'DescribeInternetGateways', (id) => ({ InternetGatewayIds: [id('gateway')] })),
  attachedTo('of a VPC that has none', 'plain'),
  step('on a VPC', 'AttachInternetGateway', (id) => ({ InternetGatewayId: id('gateway'), VpcId: id('plain') })),
  step('after that', 'DescribeInternetGateways', (id) => ({ InternetGatewayIds: [id('gateway')] })),
  attachedTo('of that VPC', 'plain'),
  step('odd: on another VPC as well', 'AttachInternetGateway', (id) => ({
    ...{ InternetGatewayId: id('gateway'), VpcId: id('standard') },
  })),
  step('off another VPC', 'DetachInternetGateway', (id) => ({ InternetGatewayId: id('other'), VpcId: id('plain') })),
  step('off its VPC', 'DetachInternetGateway', (id) => ({ InternetGatewayId: id('gateway'), VpcId: id('plain') })),
  step('off it', 'DescribeInternetGateways', (id) => ({ InternetGatewayIds: [id('gateway')] })),
  step('that is not there', 'DescribeInternetGateways', () => ({ InternetGatewayIds: ['igw-00000000000000000'] })),
];
