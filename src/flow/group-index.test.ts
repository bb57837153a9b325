import { expect, test } from 'vitest';
import { spillOf, tell } from '../../test/builders/read-records.ts';
import { rule, World } from '../../test/builders/world.ts';
import { indexGroups } from './group-index.ts';

const items = [{ ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }];
const byName = { request: { groupName: 'web', ipPermissions: { items } }, response: { _return: true } };

async function indexOf(world: World, snapshot: Parameters<typeof indexGroups>[1] = null) {
  const { spill } = await spillOf(world.records);
  const groups = indexGroups(spill, snapshot);
  spill.close();
  return groups;
}

test('a name is joined to the group that was made under it', async () => {
  const world = new World();
  const web = world.group('web');
  world.call('AuthorizeSecurityGroupIngress', byName);
  expect(await indexOf(world)).toEqual([
    { key: web.id, name: 'web', subjects: ['111122223333/eu-west-1/-/web', web.id] },
  ]);
});

test('a name is joined to the group that a snapshot shows under it', async () => {
  const world = new World();
  const web = world.olderGroup('web');
  world.call('AuthorizeSecurityGroupIngress', byName);
  expect((await indexOf(world, world.look())).map((each) => each.key)).toEqual([web.id]);
});

test('a name that two groups had is joined to neither', async () => {
  const world = new World();
  const web = world.group('web');
  web.ends();
  const again = world.group('web');
  world.call('AuthorizeSecurityGroupIngress', byName);
  const keys = (await indexOf(world)).map((each) => each.key);
  expect(keys).toEqual(['111122223333/eu-west-1/-/web', web.id, again.id]);
});

test('the same name in another region or account is another group', async () => {
  const world = new World();
  const web = world.group('web');
  world.call('AuthorizeSecurityGroupIngress', { ...byName, more: { awsRegion: 'us-east-1' } });
  expect((await indexOf(world)).map((each) => each.key)).toEqual(['111122223333/us-east-1/-/web', web.id]);
});

test('tags of a rule belong to the group of the rule', async () => {
  const world = new World();
  const web = world.group('web');
  const [id] = web.opens('tcp', 22, '10.0.0.0/8');
  world.call('CreateTags', {
    request: { resourcesSet: { items: [{ resourceId: id! }] }, tagSet: { items: [{ key: 'ticket', value: '7' }] } },
  });
  expect((await indexOf(world)).map((each) => each.key)).toEqual([web.id]);
  const tagged = (await tell(world.records)).decisions.at(-1)!;
  expect(tagged).toMatchObject({ kind: 'tags-changed', effects: [], tags: { set: { ticket: '7' } } });
});

test('a group that only a snapshot shows is a group with nothing on record', async () => {
  const world = new World();
  const web = world.olderGroup('web', rule('tcp', 443, '0.0.0.0/0'));
  expect(await indexOf(world, world.look())).toEqual([{ key: web.id, name: 'web', subjects: [web.id] }]);
});

test('the default group that came unasked with a VPC is joined to its id once a snapshot tells it', async () => {
  const world = new World();
  world.call('CreateVpc', { response: { vpc: { vpcId: 'vpc-1' } } });
  const made = world.olderGroup('default');
  expect((await indexOf(world, world.look())).map((each) => each.key)).toEqual([made.id]);
});
