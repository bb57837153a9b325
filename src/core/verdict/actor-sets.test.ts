import { describe, expect, test } from 'vitest';
import { actorWith } from '../../../test/builders/actor.ts';
import { actors } from '../../../test/builders/policy.ts';
import type { ActorSet, Directory } from '../policy/policy.ts';
import type { Actor } from '../trail/actor.ts';
import { actorIn } from './actor-sets.ts';

const ours = { id: '222233334444', name: null, ou: null, owner: null, environment: null };
const directory: Directory = { accounts: new Map([[ours.id, ours]]), people: [] };
const own = { group: { account: '111122223333' }, directory };
const is = (actor: Partial<Actor>, set: Partial<Omit<ActorSet, 'id'>>) =>
  actorIn(actorWith(actor), actors('trusted', set), own).is;
const session = (principal: string, more: Partial<Actor> = {}): Partial<Actor> => ({
  type: 'AssumedRole',
  principal,
  ...more,
});
const role = (account: string, path: string) => `arn:aws:iam::${account}:role/${path}`;

describe('roles', () => {
  const pipeline = { roles: ['arn:aws:iam::*:role/ci/tf-deploy'] };

  test('R50: the issuing role with its path, in one of our own accounts, never in any other', () => {
    expect(is(session(role('111122223333', 'ci/tf-deploy')), pipeline)).toBe('yes');
    expect(is(session(role('222233334444', 'ci/tf-deploy')), pipeline)).toBe('yes');
    expect(is(session(role('999988887777', 'ci/tf-deploy')), pipeline)).toBe('no');
    expect(is(session(role('999988887777', 'ci/tf-deploy')), { roles: [role('999988887777', 'ci/tf-deploy')] })).toBe(
      'yes',
    );
  });

  test('a role of the same name elsewhere, a longer name or another case is another role', () => {
    for (const path of ['tf-deploy', 'other/tf-deploy', 'ci/tf-deploy-2', 'CI/tf-deploy', 'x/ci/tf-deploy']) {
      expect(is(session(role('111122223333', path)), pipeline)).toBe('no');
    }
  });

  test('a path with colons does not carry a stranger over the account', () => {
    expect(is(session('arn:aws:iam::999988887777:role/x:role/ci/tf-deploy'), pipeline)).toBe('no');
  });

  test('scenario 18: session name, user agent and channel are chosen by the caller and count for nothing', () => {
    const disguised = session(role('111122223333', 'Developer'), {
      session: 'tf-deploy',
      person: 'tf-deploy',
      userAgent: 'Terraform/1.11',
      via: { value: 'terraform', basis: 'claimed' },
    });
    expect(is(disguised, { ...pipeline, users: ['*'], sourceIdentities: ['tf-deploy'], permissionSets: ['*'] })).toBe(
      'no',
    );
  });

  test('a user is not a role, and a session ARN is no role ARN', () => {
    expect(is({ type: 'IAMUser', principal: role('111122223333', 'ci/tf-deploy') }, pipeline)).toBe('no');
    expect(
      is(session('arn:aws:sts::111122223333:assumed-role/tf-deploy/x'), { roles: ['*', 'arn:aws:sts::*:*'] }),
    ).toBe('no');
  });
});

test('users are meant by ARN', () => {
  const set = { users: ['arn:aws:iam::*:user/robots/*'] };
  expect(is({ principal: 'arn:aws:iam::111122223333:user/robots/one' }, set)).toBe('yes');
  expect(is({ principal: 'arn:aws:iam::999988887777:user/robots/one' }, set)).toBe('no');
  expect(is({ principal: 'arn:aws:iam::111122223333:user/one' }, set)).toBe('no');
});

test('R50: SourceIdentity counts where it was set, and not a user or session of the same name', () => {
  const set = { sourceIdentities: ['alice@*'] };
  const from = (account: string) => session(role(account, 'Developer'), { sourceIdentity: 'alice@example.com' });
  expect(is(from('111122223333'), set)).toBe('yes');
  expect(is(from('999988887777'), set)).toBe('no');
  expect(is({ person: 'alice@example.com', identity: 'asserted' }, set)).toBe('no');
});

test('permission sets are reserved roles of Identity Center', () => {
  const set = { permissionSets: ['NetworkAdmin'] };
  const path = 'aws-reserved/sso.amazonaws.com';
  const name = 'AWSReservedSSO_NetworkAdmin_0123456789abcdef';
  expect(is(session(role('111122223333', `${path}/${name}`)), set)).toBe('yes');
  expect(is(session(role('111122223333', `${path}/eu-west-1/${name}`)), set)).toBe('yes');
  expect(is(session(role('999988887777', `${path}/${name}`)), set)).toBe('no');
  expect(is(session(role('111122223333', name)), set)).toBe('no');
  expect(is(session(role('111122223333', `${path}/AWSReservedSSO_NetworkAdmin2_0123456789abcdef`)), set)).toBe('no');
});

test('services act by themselves: as AWS, or by a role that only they can assume', () => {
  const set = { services: ['autoscaling.amazonaws.com'] };
  const invokedBy = 'autoscaling.amazonaws.com';
  expect(is({ type: 'AWSService', principal: invokedBy, invokedBy }, set)).toBe('yes');
  const linked = 'aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling';
  expect(is(session(role('111122223333', linked)), set)).toBe('yes');
  expect(is(session(role('111122223333', 'aws-service-role/elb.amazonaws.com/x')), set)).toBe('no');
  expect(is({ invokedBy }, set)).toBe('no');
});

test('where it is not known whose account it is, it may be', () => {
  const set = actors('trusted', { roles: ['arn:aws:iam::*:role/x'] });
  const found = actorIn(actorWith(session(role('333344445555', 'x'))), set, { group: { account: null }, directory });
  expect(found.is).toBe('maybe');
});

test('an empty set trusts nobody', () => {
  expect(is({}, {})).toBe('no');
});
