import { describe, expect, it } from 'vitest';
import { actorWith as actor } from '../../../../test/builders/actor.ts';
import { actors, policyWith } from '../../../../test/builders/policy.ts';
import type { Rule } from '../../../core/group/rule.ts';
import type { Aim } from '../../../core/plan/act/intent.ts';
import type { Grant } from '../tables.ts';
import { aimTuples } from './aim-tuples.ts';
import { capsOf, mayHaveActed } from './caps-held.ts';
import { grantFor, isInForce } from './granted.ts';
import { isTrusted } from './trusted.ts';

const account = '111122223333';
const ssh: Rule = {
  ...{ id: 'sgr-1', direction: 'ingress', protocol: 'tcp', ports: [22, 22], description: null },
  peer: { kind: 'ipv4', value: '0.0.0.0/0' },
};
const web: Rule = { ...ssh, id: 'sgr-2', ports: [443, 443] };
const grant: Grant = {
  ...{ id: 'grt_1', site: { account, region: 'eu-west-1' }, group: 'sg-1', rules: [{ ...ssh, id: null }] },
  ...{ from: 1000, until: 2000, by: 'carol', reason: 'N-1', ended: null, version: 1 },
};

describe('a grant', () => {
  it.each([
    [999, null, false],
    [1000, null, true],
    [1999, null, true],
    [2000, null, false],
    [1499, 1500, true],
    [1500, 1500, false],
  ])('at %s, ended early at %s: in force %s', (now, ended, expected) => {
    expect(isInForce({ ...grant, ended }, now)).toBe(expected);
  });

  it('permits what would be taken away under whatever id, and nothing else; what is put back needs none', () => {
    const close: Aim = { kind: 'close', rule: ssh };
    expect(grantFor(close, [grant], 1500)).toBe(grant);
    expect(grantFor(close, [grant], 2000)).toBeNull();
    expect(grantFor({ kind: 'close', rule: web }, [grant], 1500)).toBeNull();
    expect(grantFor({ kind: 'open', rule: ssh }, [grant], 1500)).toBeNull();
    expect(grantFor({ kind: 'rewrite', id: 'sgr-1', from: ssh, to: web }, [grant], 1500)).toBe(grant);
    expect(grantFor({ kind: 'rewrite', id: 'sgr-1', from: web, to: ssh }, [grant], 1500)).toBeNull();
  });
});

describe('what the breaker counts by', () => {
  it('is what rules permit, never their ids; entries, groups and tags by name', () => {
    const aims: Aim[] = [
      { kind: 'close', rule: ssh },
      { kind: 'close', rule: { ...ssh, id: 'sgr-9' } },
      { kind: 'rewrite', id: 'sgr-2', from: web, to: ssh },
      { kind: 'entries', version: 1, add: [{ cidr: '10.0.0.0/8', description: null }], remove: ['192.0.2.0/24'] },
      { kind: 'groups', add: ['sg-1'], remove: ['sg-2'] },
      { kind: 'tag', key: 'env', from: 'dev', to: 'prod' },
      { kind: 'tag', key: 'x', from: '1', to: null },
    ];
    expect(aimTuples(aims)).toEqual([
      'entry 10.0.0.0/8',
      'entry 192.0.2.0/24',
      'group sg-1',
      'group sg-2',
      'ingress tcp/22 0.0.0.0/0',
      'ingress tcp/443 0.0.0.0/0',
      'no tag x',
      'tag env=prod',
    ]);
    expect(aimTuples([{ kind: 'open', rule: ssh }])).toEqual(['ingress tcp/22 0.0.0.0/0']);
  });
});

describe('who is trusted', () => {
  const user = (name: string) => `arn:aws:iam::${account}:user/${name}`;
  const alice = actor({ type: 'IAMUser', principal: user('alice'), identity: 'asserted' });
  const unless = policyWith({
    checks: {
      a: {
        when: { kind: 'attempts', moreThan: 1, within: 1 },
        unless: [{ actor: [actors('ci', { users: [user('alice')] })] }],
      },
    },
  });
  const setters = policyWith({
    safety: {
      ...policyWith().safety,
      neverTouch: { groups: [], tags: {}, setBy: [actors('bg', { users: [user('alice')] })] },
    },
  });

  it('is an AWS service, and whom the policy names by what AWS asserts', () => {
    expect(isTrusted(actor({ type: 'AWSService' }), policyWith(), account)).toBe(true);
    expect(isTrusted(alice, policyWith(), account)).toBe(false);
    expect(isTrusted(alice, unless, account)).toBe(true);
    expect(isTrusted(alice, setters, account)).toBe(true);
    expect(isTrusted(actor({ type: 'IAMUser', principal: user('eve') }), unless, account)).toBe(false);
    expect(isTrusted(null, unless, account)).toBe(false);
  });
});

describe('caps of an action', () => {
  it('are free again only where no call can have reached EC2', () => {
    const order = { call: 'revoke' } as never;
    expect(mayHaveActed({ pending: null })).toBe(false);
    expect(mayHaveActed({ pending: order })).toBe(true);
    expect(mayHaveActed({ pending: null, last: order })).toBe(true);
  });

  it('are named as they were taken', () => {
    const intent = {
      action: 'act_1',
      do: 'revert',
      site: { account, region: 'eu-west-1' },
      on: { kind: 'group', id: 'sg-1' },
      actor: null,
      severity: 'high',
    };
    const parts = { policy: () => ({ policy: policyWith(), engine: '0' }), clock: { now: () => 0 } };
    expect(capsOf({ parts, row: { intent } } as never)).toEqual([
      { name: `group:${account}/eu-west-1/sg-1`, by: 'act_1' },
      { name: `account:${account}`, by: 'act_1' },
    ]);
  });
});
