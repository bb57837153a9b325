import { expect, test } from 'vitest';
import type { Interface } from '../group/group.ts';
import { attachedKind, kindOfSubject } from './attached-kind.ts';
import { attachmentsOf, holderOf, isLookedAt } from './attachments.ts';

const shown = (owner: string | null, more: Partial<Interface> = {}): Interface => ({
  ...{ id: 'eni-1', vpc: 'vpc-1', groups: ['sg-1'], owner, publicAddress: null },
  ...more,
});

test.each([
  ['RDSNetworkInterface', 'rds'],
  ['Network interface for DBProxy', 'rds'],
  ['ElastiCache orders-001', 'elasticache'],
  ['RedshiftNetworkInterface', 'redshift'],
  ['ES search', 'opensearch'],
  ['ELB app/shop/0123456789abcdef', 'elb'],
  ['ELB net/edge/0123456789abcdef', 'elb'],
  ['ELB classic-shop', 'elb'],
  ['AWS Lambda VPC ENI-report-7e547bfd-4c96-4e9f-8560-147453fbf81e', 'lambda'],
  ['arn:aws:ecs:eu-west-1:111122223333:attachment/7e547bfd-4c96-4e9f-8560-147453fbf81e', 'ecs'],
  ['arn:aws-cn:ecs:cn-north-1:111122223333:attachment/7e547bfd', 'ecs'],
  ['Amazon EKS shop', 'eks'],
  ['EFS mount target for fs-0123 (fsmt-0123)', 'efs'],
  ['DMSNetworkInterface', 'dms'],
  ['VPC Endpoint Interface vpce-0123', 'endpoint'],
  ['Interface for NAT Gateway nat-0123', 'nat'],
  ['ClientVPN Endpoint resource', 'vpn'],
  ['AWS created network interface for directory d-0123', 'directory'],
  ['Created By Amazon Workspaces for AWS Account ID 111122223333', 'workspaces'],
  ['i-0123456789abcdef0', 'ec2'],
  ['delivery network 9', 'other'],
  ['constructor', 'other'],
  [null, 'other'],
])('R26: R35: an interface described as %s belongs to %s', (owner, kind) => {
  expect(attachedKind(shown(owner))).toBe(kind);
});

test('R35: what EC2 asserts of an interface counts before a description that anybody may write', () => {
  expect(attachedKind(shown('my lambda', { type: 'lambda' }))).toBe('lambda');
  expect(attachedKind(shown('RDSNetworkInterface', { type: 'natGateway' }))).toBe('nat');
  expect(attachedKind(shown('', { requester: 'amazon-rds' }))).toBe('rds');
  expect(attachedKind(shown('x', { type: '__proto__', requester: 'constructor' }))).toBe('other');
});

test.each([
  ['rds:orders', 'rds'],
  ['rds-cluster:orders', 'rds'],
  ['elb:shop', 'elb'],
  ['es:search', 'opensearch'],
  ['kafka:events', 'msk'],
  ['elasticmapreduce:nightly', 'emr'],
  ['i-0123456789abcdef0', 'ec2'],
  ['fsmt-0123', 'efs'],
  ['vpce-0123', 'endpoint'],
  ['cvpn-endpoint-0123', 'vpn'],
  ['eni-0123', 'other'],
  ['toString:x', 'other'],
])('R26: R35: groups that a record puts on %s are on %s', (id, kind) => {
  expect(kindOfSubject(id)).toBe(kind);
});

test('R37: a public address of either family makes an interface exposed; nothing known, or nothing there, is not "no"', () => {
  const all = { complete: true, beside: [], otherTime: null };
  const inside = holderOf(shown('i-01'));
  const outside = holderOf(shown('i-02', { publicAddress: '203.0.113.9' }));
  expect(attachmentsOf([inside, outside], all)).toMatchObject({ kinds: ['ec2'], count: 2, exposed: true });
  expect(attachmentsOf([holderOf(shown('i-03', { publicIpv6: '2001:db8::8' }))], all).exposed).toBe(true);
  expect(attachmentsOf([inside], all).exposed).toBe(false);
  expect(attachmentsOf([inside], { ...all, complete: false })).toMatchObject({ exposed: null, partly: true });
  expect(attachmentsOf([{ kind: 'elb', exposed: null }], all).exposed).toBe(null);
  expect(attachmentsOf([], all)).toMatchObject({ kinds: [], count: 0, exposed: null });
});

test('R35: interfaces count as looked at only where a snapshot lists them', () => {
  const here = { account: '111122223333', region: 'eu-west-1' };
  expect(isLookedAt(undefined, here)).toBe(false);
  expect(isLookedAt([here], here)).toBe(true);
  expect(isLookedAt([{ ...here, region: 'us-east-1' }], here)).toBe(false);
  expect(isLookedAt([{ account: null, region: null }], here)).toBe(true);
});
