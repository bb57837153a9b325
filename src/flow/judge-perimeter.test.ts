import { expect, test } from 'vitest';
import { gained, judgingBy } from '../../test/builders/policy.ts';
import { readSnapshot } from '../core/group/read/describe.ts';
import type { Json } from '../core/leaf/canonical.ts';
import { judgePerimeter } from './judge-perimeter.ts';

const group = (id: string, ...cidrs: readonly string[]) => ({
  ...{ GroupId: id, GroupName: `name of ${id}`, VpcId: 'vpc-1', OwnerId: '111122223333' },
  IpPermissions: [
    { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: cidrs.map((CidrIp) => ({ CidrIp })), PrefixListIds: [] },
  ],
});

const listed = (id: string, list: string) => ({
  ...group(id),
  IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, PrefixListIds: [{ PrefixListId: list }] }],
});

const on = (id: string, description: string, ...groups: readonly string[]) => ({
  ...{ NetworkInterfaceId: id, VpcId: 'vpc-1', Description: description },
  Groups: groups.map((GroupId) => ({ GroupId })),
});

function perimeterOf(parts: { readonly [key: string]: Json }) {
  const { perimeter } = readSnapshot({ takenAt: '2026-01-31T09:00:00Z', region: 'eu-west-1', ...parts });
  return perimeter!;
}

const rulings = (decisions: ReturnType<typeof judgePerimeter>) =>
  decisions.map((each) => [each.on.id, each.verdict.ruling]);

test('R29: every group of a snapshot is judged as it stands, prefix lists by what is in them', () => {
  const perimeter = perimeterOf({
    SecurityGroups: [
      group('sg-1', '0.0.0.0/0'),
      group('sg-2', '10.0.0.0/8'),
      listed('sg-3', 'pl-1'),
      listed('sg-4', 'pl-2'),
    ],
    PrefixLists: [
      { PrefixListId: 'pl-1', Entries: [{ Cidr: '203.0.113.0/24' }, { Cidr: '0.0.0.0/1' }] },
      { PrefixListId: 'pl-2', Entries: [{ Cidr: '10.0.0.0/8' }] },
    ],
  });
  const decisions = judgePerimeter(
    perimeter,
    judgingBy({ checks: { ssh: { when: gained({ ports: ['tcp/22'] }) } } }),
    'now.json',
  );
  expect(rulings(decisions)).toEqual([
    ['sg-1', 'breach'],
    ['sg-2', 'clear'],
    ['sg-3', 'breach'],
    ['sg-4', 'clear'],
  ]);
  expect(decisions[0]).toMatchObject({
    ...{ origin: 'observed', kind: 'standing', at: '2026-01-31T09:00:00Z' },
    ...{ place: { file: 'now.json', address: 'sg-1' }, verdict: { facts: { asOf: null } } },
    carriers: { ssh: ['ingress tcp/22 0.0.0.0/0'] },
  });
});

test('scenario 1: R35: what a group is on, and what stands beside it there, count', () => {
  const perimeter = perimeterOf({
    SecurityGroups: [group('sg-1', '0.0.0.0/1'), group('sg-2', '128.0.0.0/1'), group('sg-3', '0.0.0.0/1')],
    NetworkInterfaces: [on('eni-1', 'RDSNetworkInterface', 'sg-1', 'sg-2'), on('eni-2', 'ELB app/x/1', 'sg-3')],
  });
  const whole = judgingBy({ checks: { whole: { when: gained({ ports: ['tcp/22'], covers: true }) } } });
  expect(rulings(judgePerimeter(perimeter, whole, '-')).map(([, ruling]) => ruling)).toEqual([
    'breach',
    'breach',
    'clear',
  ]);
  const rds = judgingBy({ checks: { rds: { when: gained(), where: { attached: ['rds'] } } } });
  expect(rulings(judgePerimeter(perimeter, rds, '-')).map(([, ruling]) => ruling)).toEqual([
    'breach',
    'breach',
    'clear',
  ]);
});

test('R35: interfaces that nobody looked at are not known, and those that are not there are known', () => {
  const SecurityGroups = [group('sg-1', '0.0.0.0/0')];
  const unused = judgingBy({ checks: { used: { when: gained(), where: { attached: ['ec2'] } } } });
  expect(rulings(judgePerimeter(perimeterOf({ SecurityGroups }), unused, '-'))).toEqual([['sg-1', 'unknown']]);
  expect(rulings(judgePerimeter(perimeterOf({ SecurityGroups, NetworkInterfaces: [] }), unused, '-'))).toEqual([
    ['sg-1', 'clear'],
  ]);
});

test('R37: what is open in a VPC without a way in is a breach all the same, and milder; public address, gateway or not', () => {
  const born = (VpcId: string) => ({ ...group(`sg-default-${VpcId}`), GroupName: 'default', VpcId });
  const opened = (id: string, VpcId: string) => ({ ...group(id, '0.0.0.0/0'), VpcId });
  const card = (id: string, VpcId: string, on: string, more: object) => ({
    ...{ NetworkInterfaceId: id, VpcId, Groups: [{ GroupId: on }], ...more },
  });
  const PublicIp = { Association: { PublicIp: '203.0.113.9' } };
  const parts = {
    SecurityGroups: [
      ...[born('vpc-open'), born('vpc-shut')],
      ...[opened('sg-1', 'vpc-open'), opened('sg-2', 'vpc-open'), opened('sg-3', 'vpc-open')],
      ...[opened('sg-4', 'vpc-shut'), opened('sg-5', 'vpc-shut'), opened('sg-6', 'vpc-elsewhere')],
    ],
    NetworkInterfaces: [
      ...[card('eni-1', 'vpc-open', 'sg-1', PublicIp), card('eni-2', 'vpc-open', 'sg-2', {})],
      card('eni-4', 'vpc-shut', 'sg-4', PublicIp),
    ],
    InternetGateways: [{ InternetGatewayId: 'igw-1', Attachments: [{ State: 'available', VpcId: 'vpc-open' }] }],
  };
  const judging = judgingBy({
    checks: { ssh: { when: gained({ ports: ['tcp/22'] }), severity: { else: 'critical' } } },
    adjust: { unexposed: { when: { exposed: [false] }, by: -1 } },
  });
  const severities = (more: object = {}) =>
    judgePerimeter(perimeterOf({ ...parts, ...more } as never), judging, '-')
      .filter(({ verdict }) => verdict.ruling === 'breach')
      .map(({ on: { id }, verdict }) => [id, verdict.severity]);
  expect(severities()).toEqual([
    ...[
      ['sg-1', 'critical'],
      ['sg-2', 'high'],
      ['sg-3', 'critical'],
    ],
    ...[
      ['sg-4', 'high'],
      ['sg-5', 'high'],
      ['sg-6', 'critical'],
    ],
  ]);
  const unseen = severities({ InternetGateways: undefined });
  expect(unseen.filter(([, severity]) => severity === 'high')).toEqual([['sg-2', 'high']]);
  const VpcBlockPublicAccessOptions = { InternetGatewayBlockMode: 'block-ingress', State: 'update-complete' };
  expect(severities({ VpcBlockPublicAccessOptions }).filter(([, severity]) => severity === 'critical')).toEqual([
    ['sg-6', 'critical'],
  ]);
});
