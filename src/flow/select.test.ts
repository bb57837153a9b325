import { expect, test } from 'vitest';
import { tell } from '../../test/builders/read-records.ts';
import { World } from '../../test/builders/world.ts';
import { readInstant } from '../core/leaf/instant.ts';
import { type Filter, selects } from './select.ts';

const world = new World();
const list = world.list('offices', '203.0.113.0/24');
const web = world.group('web');
web.opens('tcp', 22, list);
world.wait(3600).as('Mallory');
world.do({ do: 'edit-list', list, add: ['0.0.0.0/0'], remove: [] });
const { decisions } = await tell(world.records);
const found = (filter: Filter) => decisions.filter((each) => selects(filter, each)).map((each) => each.call.name);

test.each<[string, Filter, readonly string[]]>([
  [
    'nothing asked is everything',
    {},
    ['CreateManagedPrefixList', 'CreateSecurityGroup', 'AuthorizeSecurityGroupIngress', 'ModifyManagedPrefixList'],
  ],
  [
    'both ends of a time belong to it',
    { since: readInstant('2026-01-31T09:00:01Z')!, until: readInstant('2026-01-31T09:00:01Z')! },
    ['CreateSecurityGroup'],
  ],
  ['an account is named whole', { account: '11112222' }, []],
  ['a region is named whole', { region: 'eu-west-1', call: 'CreateSecurityGroup' }, ['CreateSecurityGroup']],
  [
    'a group is named by the beginning of its id, and an edit of a list is about the groups that it moved',
    { group: web.id.slice(0, 12) },
    ['CreateSecurityGroup', 'AuthorizeSecurityGroupIngress', 'ModifyManagedPrefixList'],
  ],
  [
    'a group is named by its name',
    { group: 'web' },
    ['CreateSecurityGroup', 'AuthorizeSecurityGroupIngress', 'ModifyManagedPrefixList'],
  ],
  ['an actor is named by a part of the name, in any case', { actor: 'mALL' }, ['ModifyManagedPrefixList']],
  ['an actor is named by address', { actor: '198.51.100.7', call: 'CreateSecurityGroup' }, ['CreateSecurityGroup']],
  ['all conditions must hold', { actor: 'mallory', call: 'CreateSecurityGroup' }, []],
])('%s', (_title, filter, calls) => {
  expect(found(filter)).toEqual(calls);
});

test('a net decision is found by each of its calls', async () => {
  const many = new World();
  const db = many.group('db');
  db.opens('tcp', 22, '10.0.0.0/8');
  db.closes('tcp', 22, '10.0.0.0/8');
  const [act] = (await tell(many.records, { net: true })).decisions;
  expect(selects({ call: 'RevokeSecurityGroupIngress' }, act!)).toBe(true);
  expect(selects({ call: 'RevokeSecurityGroup' }, act!)).toBe(false);
});
