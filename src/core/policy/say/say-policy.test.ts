import { describe, expect, it } from 'vitest';
import { policyLayer } from '../../../../test/builders/policy-layer.ts';
import type { Json } from '../../leaf/canonical.ts';
import { readPolicy } from '../read-policy.ts';
import { sayCheck } from './say-check.ts';
import { sayPolicy } from './say-policy.ts';

type Plain = { readonly [key: string]: Json };

const sets: Plain = {
  addresses: {
    office: { cidrs: ['203.0.113.0/24'] },
    vpn: { cidrs: ['198.51.100.9/32', '2001:db8:9::/48'] },
    threats: { cidrs: [1, 3, 5, 7, 9].map((n) => `192.0.2.${n}/32`) },
  },
  ports: { admin: ['tcp/22', 'tcp/3389', 'tcp/5985-5986'], odd: ['icmp/8', 'udp/*', 'proto/47'] },
  actors: {
    pipeline: { roles: ['arn:aws:iam::*:role/tf-deploy'], source_identities: ['deploy-*'] },
    staff: {
      users: ['arn:aws:iam::111122223333:user/alice'],
      permission_sets: ['Network'],
      services: ['autoscaling.amazonaws.com'],
    },
  },
};

function said(check: Plain): string {
  const { policy, problems } = readPolicy([policyLayer({ version: 1, sets, checks: { it: { say: 'So', ...check } } })]);
  if (policy === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  return sayCheck(policy.checks[0]!, policy);
}

const box = (more: Plain = {}): Plain => ({ direction: ['ingress'], peers: ['internet'], ports: ['admin'], ...more });
const plain = (when: Json, more: Plain = {}): Plain => ({
  when,
  severity: { else: 'high' },
  respond: { else: ['none'] },
  ...more,
});

const sentences: readonly (readonly [string, Plain, string])[] = [
  [
    'severity and response per environment, and sets with what they stand for',
    plain(
      { gained: box({ except: ['office', 'vpn'] }) },
      { severity: { prod: 'critical', else: 'medium' }, respond: { prod: ['revert'], else: ['ask'] } },
    ),
    'In prod critical, elsewhere medium: when any part of the Internet except office (203.0.113.0/24) and vpn (198.51.100.9/32, 2001:db8:9::/48) can newly reach tcp 22, 3389 or 5985–5986; revert in prod, ask elsewhere.',
  ],
  [
    'where, lock, playbook and what stands',
    plain(
      { gained: box() },
      {
        where: { name: ['web-*', 'app'], environment: ['prod'] },
        standing: { else: ['ask'] },
        playbook: 'ssh.md',
        locked: true,
      },
    ),
    'High: when any part of the Internet can newly reach tcp 22, 3389 or 5985–5986 of groups named web-* or app, in prod; nothing is done to the group; where it stands already, ask. What to do then: ssh.md. Locked: later files may only tighten it.',
  ],
  [
    'the other direction, and a number to exceed',
    plain({ gained: box({ direction: ['egress'], more_than: 65_536 }) }, { where: { attached: ['rds', 'nothing'] } }),
    'High: when groups attached to rds or nothing can newly reach any part of the Internet on tcp 22, 3389 or 5985–5986, more than 65,536 addresses (of IPv6: /64 networks) in all; nothing is done to the group.',
  ],
  [
    'the whole of a set, and other services',
    plain({ gained: box({ peers: ['threats'], ports: ['odd'], covers: true }) }),
    'High: when the whole of threats (5 ranges of addresses) can newly reach icmp 8, protocol 47, or udp on any port; nothing is done to the group.',
  ],
  [
    'both directions, and only by some kinds of change',
    plain({
      gained: box({
        direction: ['egress', 'ingress'],
        peers: ['foreign', 'lists'],
        ports: ['all'],
        change: ['list-edited'],
      }),
    }),
    'High: when members of groups of strange accounts or prefix lists whose entries are unknown can newly reach a group, or be reached from there, on any protocol and port, by a change of the kind list-edited; nothing is done to the group.',
  ],
  [
    'what is lost, on tagged groups',
    plain(
      { lost: box({ peers: ['any'], ports: ['all'] }) },
      { where: { tags: { protected: ['yes', 'true'] }, default: [false] }, respond: { else: ['restore'] } },
    ),
    'High: when anyone can no longer reach any protocol and port of groups tagged protected=yes or protected=true, that are not the default group of a VPC; restore.',
  ],
  [
    'refused calls',
    plain({ attempts: { more_than: 3, within: '10m' } }),
    'High: when one actor is refused more than 3 times within 10 minutes; nothing is done to the group.',
  ],
  [
    'tags',
    plain({ tags: { effect: ['lowers-protection'], missing: ['environment', 'owner'] } }),
    'High: when a change of tags lowers the protection of a group or nothing tells the environment or owner of a group; nothing is done to the group.',
  ],
  [
    'every excuse',
    plain(
      { gained: box() },
      {
        unless: [
          { actor: ['pipeline'], source: ['office'], via: ['terraform'] },
          {
            actor: ['pipeline', 'staff'],
            mfa: [true],
            exposed: [false],
            unfamiliar: { within: '90d' },
            region: ['eu-*'],
          },
        ],
      },
    ),
    'High: when any part of the Internet can newly reach tcp 22, 3389 or 5985–5986, unless it is done by pipeline (role arn:aws:iam::*:role/tf-deploy and source identity deploy-*) and the call comes from 203.0.113.0/24 and the call says it comes through terraform, or unless it is done by pipeline or staff (user arn:aws:iam::111122223333:user/alice, permission set Network and service autoscaling.amazonaws.com) and it is done with MFA and the group is on nothing exposed and its actor had not changed the group in the 90 days before and the group is one in region eu-*; nothing is done to the group.',
  ],
];

describe('checks in plain sentences', () => {
  for (const [what, check, sentence] of sentences) {
    it(`R163: ${what}`, () => {
      expect(said(check)).toBe(sentence);
    });
  }
});

describe('a policy in plain sentences', () => {
  it('R163 R168: every part is said, exceptions with owner, reason and end, and each name is explained once', () => {
    const value: Plain = {
      version: 1,
      sets,
      contexts: {
        environment: {
          from: [{ tag: 'env' }, { account: 'environment' }],
          map: { prd: 'prod', live: 'prod' },
          values: ['prod', 'dev'],
          else: 'prod',
        },
      },
      directory: { accounts: 'a.csv', people: 'p.csv' },
      checks: {
        a: {
          say: 'First',
          ...plain({ gained: box({ except: ['office'] }) }, { severity: { prod: 'critical', else: 'low' } }),
        },
        b: { say: 'Second', ...plain({ gained: box({ except: ['office'], ports: ['http'] }) }) },
      },
      adjust: {
        back: { when: { recurred: { within: '30d' } }, by: 1 },
        hidden: { when: { exposed: [false] }, by: -2 },
      },
      exceptions: {
        ex: {
          check: 'a',
          group: 'sg-0a',
          peers: ['2002:c000:209::/128'],
          ports: ['tcp/22'],
          until: '2026-12-01T00:00:00Z',
          owner: 'alice',
          reason: 'vendor call',
          ticket: 'NET-1',
        },
      },
      safety: {
        mode: { prod: 'shadow', else: 'observe' },
        never_touch: { groups: ['sg-0c'], tags: { keep: ['on'] }, set_by: ['pipeline'] },
      },
      notify: {
        page: { min: 'critical', where: { environment: ['prod'] }, to: ['owner'] },
        all: { min: 'none', to: ['owner'], daily_at: '09:00', zone: 'Europe/Berlin' },
        team: { min: 'medium', to: ['owner'], group_for: '90s', budget: '20/1h' },
      },
      tests: {
        open: { given: 'open.json', expect: { a: { ruling: 'breach', severity: 'critical' } } },
        fine: { given: 'fine.json', expect: {} },
      },
    };
    const files = { 'a.csv': 'account,environment\n111122223333,prod\n', 'p.csv': 'identity\nalice\n' };
    const { policy } = readPolicy([policyLayer(value, files)]);
    const told = sayPolicy(policy!).flatMap(({ title, sentences: all }) => [
      title,
      ...all.map(({ id, text }) => `${id ?? ''}: ${text}`),
    ]);
    expect(told).toEqual([
      'Groups',
      ': The environment of a group is the first answer of its tag env and the environment of its account; live and prd count as prod; only prod and dev count as answers; without an answer it is prod.',
      ': The owner of a group is the first answer of its tag owner, its tag Owner, its tag team, its tag Team and the owner of its account; without an answer it is unowned.',
      ': 1 account and 1 person are listed.',
      'Checks',
      'a: First. In prod critical, elsewhere low: when any part of the Internet except office (203.0.113.0/24) can newly reach tcp 22, 3389 or 5985–5986; nothing is done to the group.',
      'b: Second. High: when any part of the Internet except office can newly reach tcp 80; nothing is done to the group.',
      'Severity',
      'back: 1 step worse when it was closed before and is back within 30 days; at most two steps count in all.',
      'hidden: 2 steps milder when the group is on nothing exposed; at most two steps count in all.',
      'Exceptions',
      'ex: Until 2026-12-01T00:00:00Z check a permits tcp 22 in from 2002:c000:209::/128 on sg-0a: vendor call (alice, NET-1).',
      'Safety',
      ': In prod what would be done is told, and not done, elsewhere changes are observed only.',
      ': Never touched: sg-0c.',
      ': Never touched: groups tagged keep=on, where pipeline (role arn:aws:iam::*:role/tf-deploy and source identity deploy-*) set the tag.',
      ': At most 3 per group in 1 hour, 10 per actor in 1 hour and 20 per account in 1 hour are acted upon, of which the last is kept for critical.',
      ': Short permissions last 1 day at most and need 1 approval from owner but not the requester.',
      'Messages',
      'all: owner is told of everything on any group, once a day at 09:00 (Europe/Berlin).',
      'page: owner is told of what is critical on groups in prod, at once.',
      'team: owner is told of what is medium or worse on any group, gathered for 90 seconds; at most 20 messages in 1 hour, the rest in one.',
      'Tests',
      'fine: fine.json is expected to make no check object.',
      'open: open.json is expected to make a to say breach, critical.',
    ]);
  });
});
