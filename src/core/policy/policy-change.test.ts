import { describe, expect, it } from 'vitest';
import { policyLayer } from '../../../test/builders/policy-layer.ts';
import type { Json } from '../leaf/canonical.ts';
import type { Policy } from './policy.ts';
import { policyChange } from './policy-change.ts';
import { readPolicy } from './read-policy.ts';

type Plain = { readonly [key: string]: Json };

const check: Plain = {
  say: 'Admin ports are closed',
  when: { gained: { direction: ['ingress'], peers: ['internet'], except: ['office'], ports: ['admin'] } },
  severity: { prod: 'critical', else: 'medium' },
  respond: { else: ['ask'] },
};

const first: Plain = {
  version: 1,
  sets: {
    addresses: { office: { cidrs: ['203.0.113.0/24'] } },
    ports: { admin: ['tcp/22'], spare: ['tcp/1'] },
    actors: { pipeline: { roles: ['arn:aws:iam::*:role/tf'] } },
  },
  directory: { accounts: 'accounts.csv' },
  checks: { admin: check, old: { ...check, severity: { else: 'low' } } },
  baselines: { edge: { where: { name: ['edge'] }, from: 'edge.json', drift: { extra: 'high' } } },
};

const group = (port: number) =>
  JSON.stringify({
    SecurityGroups: [
      {
        ...{ GroupId: 'sg-0e', GroupName: 'edge', VpcId: 'vpc-1', OwnerId: '111122223333', IpPermissionsEgress: [] },
        IpPermissions: [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, IpRanges: [{ CidrIp: '192.0.2.0/24' }] }],
      },
    ],
  });

const files = { 'accounts.csv': 'account,name\n111122223333,shop\n', 'edge.json': group(443) };

function read(value: Plain, more: Readonly<Record<string, string>> = {}): Policy {
  const { policy, problems } = readPolicy([policyLayer(value, { ...files, ...more })]);
  if (policy === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  return policy;
}

const who = { author: 'alice', at: 1_000_000 };
const textsOf = (next: Policy, old: Policy | null = read(first)) =>
  policyChange(old, next, who).differences.map(({ text }) => text);

describe('changes of the policy itself', () => {
  it('R169 R104: both digests, who and when are told', () => {
    const next = read({ ...first, checks: { admin: check } });
    expect(policyChange(read(first), next, who)).toMatchObject({
      ...{ from: read(first).digest, to: next.digest, author: 'alice', at: 1_000_000 },
      differences: [{ section: 'check', id: 'old', op: 'removed' }],
    });
    expect(policyChange(null, next, { author: null, at: 0 })).toMatchObject({ from: null, author: null });
  });

  it('R169: what a check asks, excuses, counts and does otherwise is told member by member', () => {
    const when = { gained: { direction: ['ingress'], peers: ['internet'], except: [], ports: ['admin'] } };
    const severity = { prod: 'high', dev: 'low', else: 'medium' };
    const changed = {
      ...check,
      when,
      severity,
      respond: { prod: ['revert'], else: ['ask'] },
      unless: [{ actor: ['pipeline'] }],
    };
    const next = read({ ...first, checks: { ...(first.checks as Plain), admin: changed } });
    expect(textsOf(next)).toEqual([
      'actors pipeline: added: role arn:aws:iam::*:role/tf',
      'check admin: asks when any part of the Internet except office (203.0.113.0/24) can newly reach tcp 22 → when any part of the Internet can newly reach tcp 22',
      'check admin: unless nothing → it is done by pipeline (role arn:aws:iam::*:role/tf)',
      'check admin: severity dev medium → low',
      'check admin: severity prod critical → high',
      'check admin: respond prod ask → revert',
    ]);
  });

  it('R169: every other section is told too', () => {
    const next = read(
      {
        ...first,
        sets: {
          ...(first.sets as Plain),
          addresses: { office: { cidrs: ['203.0.113.0/25'] }, lab: { cidrs: ['192.0.2.0/28'] } },
        },
        contexts: { owner: { from: [{ tag: 'team' }], else: 'platform' } },
        adjust: { mfa: { when: { mfa: [false] }, by: 1 } },
        safety: { mode: { else: 'shadow' } },
        notify: { all: { min: 'low', to: ['chat'] } },
        channels: { chat: { kind: 'sns', topic: 't' } },
        tests: { open: { given: 'open.json', expect: {} } },
      },
      { 'accounts.csv': 'account,name\n111122223333,store\n', 'edge.json': group(80) },
    );
    expect(textsOf(next)).toEqual([
      expect.stringMatching(/^context owner: The owner of a group is .* → .*platform\.$/),
      'account 111122223333: id 111122223333, name shop → id 111122223333, name store',
      'addresses lab: added: 192.0.2.0/28',
      'addresses office: no longer 203.0.113.128/25',
      expect.stringMatching(/^check admin: asks when .*203\.0\.113\.0\/24.* → when .*203\.0\.113\.0\/25/),
      expect.stringMatching(/^check old: asks when/),
      'adjust mfa: added: 1 step worse when it is done without MFA; at most two steps count in all.',
      'baseline edge: wants other rules of sg-0e',
      'safety: no longer: Changes are observed only.',
      'safety: now: What would be done is told, and not done.',
      'notify all: added: chat is told of what is low or worse on any group, at once.',
      'test open: added: open.json is expected to make no check object.',
    ]);
  });

  it('the same policy does not differ, and what nothing uses is still told', () => {
    expect(textsOf(read(first))).toEqual([]);
    const ports = { admin: ['tcp/22'], spare: ['tcp/2'] };
    expect(textsOf(read({ ...first, sets: { ...(first.sets as Plain), ports } }))).toEqual([
      'policy: something that nothing in it uses',
    ]);
  });

  it('R169: of two groups of one name that a baseline wants, either one is told', () => {
    const wanted = (vpc: string, port: number) => {
      const peer = { kind: 'ipv4', value: '192.0.2.0/24' };
      return { name: 'edge', vpc, rules: [{ direction: 'ingress', protocol: 'tcp', ports: [port, port], peer }] };
    };
    const two = (port: number) =>
      JSON.stringify({ $schema: 'portcullis:baseline:1', groups: [wanted('vpc-1', port), wanted('vpc-2', 443)] });
    const old = read(first, { 'edge.json': two(443) });
    expect(textsOf(read(first, { 'edge.json': two(80) }), old)).toEqual(['baseline edge: wants other rules of edge']);
  });
});
