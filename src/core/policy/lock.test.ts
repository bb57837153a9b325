import { describe, expect, it } from 'vitest';
import { policyLayer } from '../../../test/builders/policy-layer.ts';
import type { Json } from '../leaf/canonical.ts';
import type { Path } from './problem.ts';
import { readPolicy } from './read-policy.ts';

type Plain = { readonly [key: string]: Json };

const gained = (more: Plain = {}): Json => ({
  gained: { direction: ['ingress'], peers: ['internet'], except: ['office'], ports: ['admin'], ...more },
});

const check = (more: Plain = {}): Plain => ({
  say: 'Admin ports are closed',
  where: { environment: ['prod', 'stage'] },
  when: gained(),
  unless: [{ actor: ['pipeline'], source: ['office'] }],
  severity: { prod: 'critical', else: 'medium' },
  respond: { prod: ['revert'], else: ['ask'] },
  locked: true,
  ...more,
});

const unlocked = (): Plain => Object.fromEntries(Object.entries(check()).filter(([key]) => key !== 'locked'));

const organisation: Plain = {
  version: 1,
  directory: { accounts: 'accounts.csv' },
  sets: {
    addresses: { office: { cidrs: ['198.51.100.0/24'] }, lab: { cidrs: ['198.51.100.0/28'] } },
    ports: { admin: ['tcp/22', 'tcp/3389'], free: ['tcp/80'] },
    actors: {
      pipeline: { roles: ['arn:aws:iam::*:role/tf'] },
      guests: { users: ['arn:aws:iam::111122223333:user/bob'] },
    },
  },
  contexts: { environment: { from: [{ tag: 'env' }], else: 'prod' } },
  checks: { admin: check() },
  adjust: { guest: { when: { actor: ['guests'] }, by: 1 }, hidden: { when: { exposed: [false] }, by: -1 } },
};

const files = {
  'accounts.csv': 'account,environment\n111122223333,prod\n',
  'more.csv': 'account,environment\n111122223333,dev\n',
};

function readBoth(team: Plain) {
  return readPolicy([
    policyLayer(organisation, files, 'organisation.yaml'),
    policyLayer({ version: 1, ...team }, files, 'team.yaml'),
  ]);
}

const tightened: readonly (readonly [string, Plain])[] = [
  ['a higher severity', { checks: { admin: check({ severity: { else: 'critical' } }) } }],
  ['a stronger response', { checks: { admin: check({ respond: { else: ['revert'] } }) } }],
  ['what stands is asked about too', { checks: { admin: check({ standing: { else: ['ask'] } }) } }],
  ['a wider place', { checks: { admin: check({ where: {} }) } }],
  ['a place by a glob', { checks: { admin: check({ where: { environment: ['prod', 'st*'] } }) } }],
  ['fewer exceptions in the question', { checks: { admin: check({ when: gained({ except: ['lab'] }) }) } }],
  ['more ports', { checks: { admin: check({ when: gained({ ports: ['admin', 'free'] }) }) } }],
  ['no excuse', { checks: { admin: check({ unless: [] }) } }],
  [
    'a narrower excuse',
    { checks: { admin: check({ unless: [{ actor: ['pipeline'], source: ['lab'], mfa: [true] }] }) } },
  ],
  ['the lock is not said again', { checks: { admin: unlocked() } }],
  ['the same set again', { sets: { addresses: { office: { cidrs: ['198.51.100.0/25', '198.51.100.128/25'] } } } }],
  ['sets that it does not name', { sets: { ports: { free: ['tcp/8080'] } } }],
  ['a raise of its own', { adjust: { mine: { when: { mfa: [false] }, by: 1 } } }],
  ['a raise that raises more', { adjust: { guest: { when: { actor: ['guests'] }, by: 2 } } }],
];

const weakened: readonly (readonly [string, Plain, Path, string])[] = [
  [
    'a severity that falls',
    { checks: { admin: check({ severity: { prod: 'high', else: 'critical' } }) } },
    ['checks', 'admin', 'severity', 'prod'],
    'in prod severity falls from critical to high',
  ],
  [
    'a severity that falls in a new environment',
    { checks: { admin: check({ severity: { prod: 'critical', dev: 'low', else: 'medium' } }) } },
    ['checks', 'admin', 'severity', 'dev'],
    'in dev severity falls from medium to low',
  ],
  [
    'an environment that is left out',
    { checks: { admin: check({ severity: { else: 'high' } }) } },
    ['checks', 'admin', 'severity'],
    'in prod severity falls',
  ],
  [
    'a response that falls',
    { checks: { admin: check({ respond: { else: ['ask'] } }) } },
    ['checks', 'admin', 'respond'],
    'in prod `respond` falls from revert to ask',
  ],
  [
    'a narrower place',
    { checks: { admin: check({ where: { environment: ['prod'] } }) } },
    ['checks', 'admin', 'where'],
    'every group that the locked one holds',
  ],
  [
    'one more condition on the place',
    { checks: { admin: check({ where: { environment: ['prod', 'stage'], name: ['*'] } }) } },
    ['checks', 'admin', 'where'],
    'every group',
  ],
  [
    'fewer ports',
    { checks: { admin: check({ when: gained({ ports: ['ssh'] }) }) } },
    ['checks', 'admin', 'when'],
    'all that the locked one asks',
  ],
  [
    'a number to exceed',
    { checks: { admin: check({ when: gained({ more_than: 9 }) }) } },
    ['checks', 'admin', 'when'],
    'all that the locked one asks',
  ],
  [
    'the whole instead of any part',
    { checks: { admin: check({ when: gained({ covers: true }) }) } },
    ['checks', 'admin', 'when'],
    'all that the locked one asks',
  ],
  [
    'fewer kinds of change',
    { checks: { admin: check({ when: gained({ change: ['rules-added'] }) }) } },
    ['checks', 'admin', 'when'],
    'all that the locked one asks',
  ],
  [
    'a new excuse',
    { checks: { admin: check({ unless: [{ actor: ['pipeline'] }] }) } },
    ['checks', 'admin', 'unless', 0],
    'excuses what the locked one does not',
  ],
  [
    'the lock taken off',
    { checks: { admin: check({ locked: false }) } },
    ['checks', 'admin', 'locked'],
    'it stays locked',
  ],
  [
    'a wider set of exceptions',
    { sets: { addresses: { office: { cidrs: ['198.51.100.0/24', '203.0.113.0/24'] } } } },
    ['sets', 'addresses', 'office'],
    '`office`: check `admin`, locked by organisation.yaml:',
  ],
  [
    'another port set',
    { sets: { ports: { admin: ['tcp/22'] } } },
    ['sets', 'ports', 'admin'],
    '`admin`: check `admin`',
  ],
  [
    'another pipeline',
    { sets: { actors: { pipeline: { roles: ['arn:aws:iam::*:role/mine'] } } } },
    ['sets', 'actors', 'pipeline'],
    '`pipeline`: check `admin`',
  ],
  [
    'fewer guests to be stricter with',
    { sets: { actors: { guests: { users: [] } } } },
    ['sets', 'actors', 'guests'],
    '`guests`: check `admin`',
  ],
  [
    'another environment',
    { contexts: { environment: { from: [{ tag: 'stage' }], else: 'dev' } } },
    ['contexts', 'environment'],
    '`environment`: check `admin`',
  ],
  [
    'accounts of other environments',
    { directory: { accounts: 'more.csv' } },
    ['directory', 'accounts'],
    '`accounts`: check `admin`',
  ],
  [
    'a raise that is taken back',
    { adjust: { guest: { when: { actor: ['guests'] }, by: -1 } } },
    ['adjust', 'guest'],
    'this raises less than before',
  ],
  [
    'a raise that holds less often',
    { adjust: { guest: { when: { actor: ['guests'], mfa: [false] }, by: 1 } } },
    ['adjust', 'guest'],
    'this raises less than before',
  ],
  [
    'an exception from it',
    {
      exceptions: {
        ex: {
          check: 'admin',
          group: 'sg-1',
          peers: ['2002:c000:209::/128'],
          ports: ['tcp/22'],
          until: '2026-12-01T00:00:00Z',
          owner: 'a',
          reason: 'b',
        },
      },
    },
    ['exceptions', 'ex', 'check'],
    'so only files up to that one may except from it',
  ],
];

describe('locked checks', () => {
  for (const [what, team] of tightened) {
    it(`R55: a later file may tighten one: ${what}`, () => {
      const { policy, problems } = readBoth(team);
      expect(problems.filter(({ level }) => level === 'error')).toEqual([]);
      expect(policy!.checks.find(({ id }) => id === 'admin')).toMatchObject({ locked: true, layer: 0 });
    });
  }

  for (const [what, team, path, says] of weakened) {
    it(`R55: a later file may not weaken one: ${what}`, () => {
      const { policy, problems } = readBoth(team);
      const told = problems.filter(({ level }) => level === 'error');
      expect(policy).toBeNull();
      expect(told).toMatchObject([{ layer: 1, path }]);
      expect(told[0]!.message).toContain(says);
      expect(told[0]!.message).toContain('organisation.yaml:');
    });
  }

  it('an approved plan of a later file is warned not to permit what a locked check objects to', () => {
    const plan = JSON.stringify({
      SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'web', IpPermissions: [], IpPermissionsEgress: [] }],
    });
    const exceptions = { ex: { declared: 'plan.json', until: '2026-12-01T00:00:00Z', owner: 'a', reason: 'b' } };
    const layers = [
      policyLayer(organisation, files, 'organisation.yaml'),
      policyLayer({ version: 1, exceptions }, { 'plan.json': plan }, 'team.yaml'),
    ];
    const { policy, problems } = readPolicy(layers);
    expect(problems.map(({ level, message }) => [level, message.includes('does not permit what that check')])).toEqual([
      ['warning', true],
    ]);
    expect(policy!.exceptions[0]).toMatchObject({ check: null, layer: 1 });
  });

  it('what a tightened check rests on is locked by the file that tightened it', () => {
    const team = {
      version: 1,
      sets: { ports: { more: ['tcp/23'] } },
      checks: { admin: check({ when: gained({ ports: ['admin', 'more'] }) }) },
    };
    const other = { version: 1, sets: { ports: { more: ['tcp/80'] } } };
    const layers = [
      policyLayer(organisation, files, 'a.yaml'),
      policyLayer(team, {}, 'b.yaml'),
      policyLayer(other, {}, 'c.yaml'),
    ];
    expect(readPolicy(layers.slice(0, 2)).policy).not.toBeNull();
    expect(readPolicy(layers).problems).toMatchObject([{ layer: 2, path: ['sets', 'ports', 'more'] }]);
  });
});
