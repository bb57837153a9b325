import { expect, test } from 'vitest';
import { World } from '../../../test/builders/world.ts';
import type { Attached } from '../change/change.ts';
import { readChanges } from '../change/read.ts';
import { readRecord } from '../trail/read.ts';
import { readAttachments } from './attachments.ts';

const groups = (...ids: string[]) => ({ items: ids.map((groupId) => ({ groupId })) });
const place = { file: 'records.json', number: 1 };

function attachmentsIn(world: World, ...looks: readonly { at: number; groups: readonly string[] }[]) {
  const changes = world.records.flatMap((json) => {
    const record = readRecord(json, place);
    return record.kind === 'unreadable' ? [] : readChanges(record, place).changes;
  });
  const told = changes.map((change, at) => ({ id: `chg_${at}`, change: change as Attached }));
  return readAttachments([...told].reverse(), looks).map(({ before, after }) => ({ before, after }));
}

const make = (world: World, ...ids: string[]) =>
  world.call('CreateNetworkInterface', {
    response: { networkInterface: { networkInterfaceId: 'eni-1', vpcId: 'vpc-1', groupSet: groups(...ids) } },
  });
const replace = (world: World, ids: readonly string[], error?: string) =>
  world.call('ModifyNetworkInterfaceAttribute', {
    request: { networkInterfaceId: 'eni-1', groupSet: groups(...ids) },
    ...(error === undefined ? {} : { error }),
  });

test('what is made had no group before; later sets follow each other in order of time', () => {
  const world = new World();
  make(world, 'sg-1');
  replace(world, ['sg-1', 'sg-2']);
  replace(world, ['sg-2']);
  expect(attachmentsIn(world)).toEqual([
    { before: [], after: ['sg-1'] },
    { before: ['sg-1'], after: ['sg-1', 'sg-2'] },
    { before: ['sg-1', 'sg-2'], after: ['sg-2'] },
  ]);
});

test('what stood before the first record is not known', () => {
  const world = new World();
  replace(world, ['sg-1']);
  expect(attachmentsIn(world)).toEqual([{ before: null, after: ['sg-1'] }]);
});

test('a refused call changes nothing for the next one', () => {
  const world = new World();
  make(world, 'sg-1');
  replace(world, ['sg-2'], 'Client.UnauthorizedOperation');
  replace(world, ['sg-3']);
  expect(attachmentsIn(world).at(-1)).toEqual({ before: ['sg-1'], after: ['sg-3'] });
});

test('groups that are added to an endpoint come to those it had, or to nobody knows what', () => {
  const edit = (world: World) =>
    world.call('ModifyVpcEndpoint', {
      request: {
        ModifyVpcEndpointRequest: { VpcEndpointId: 'vpce-1', AddSecurityGroupId: { content: 'sg-2', tag: 1 } },
      },
    });
  const world = new World();
  world.call('CreateVpcEndpoint', {
    response: {
      CreateVpcEndpointResponse: { vpcEndpoint: { vpcEndpointId: 'vpce-1', groupSet: { item: { groupId: 'sg-1' } } } },
    },
  });
  edit(world);
  expect(attachmentsIn(world).at(-1)).toEqual({ before: ['sg-1'], after: ['sg-1', 'sg-2'] });
  const older = new World();
  edit(older);
  edit(older);
  expect(attachmentsIn(older)).toEqual([
    { before: null, after: ['sg-2'] },
    { before: null, after: ['sg-2'] },
  ]);
});

test('no group named is the default group of the VPC', () => {
  const world = new World();
  make(world);
  expect(attachmentsIn(world)).toEqual([{ before: [], after: ['111122223333/eu-west-1/vpc-1/default'] }]);
});

test('a live look tells what was on it for the changes after it, and for none before', () => {
  const world = new World();
  replace(world, ['sg-1']);
  const at = world.at;
  world.wait(60);
  replace(world, ['sg-2']);
  expect(attachmentsIn(world, { at, groups: ['sg-1', 'sg-9'] })).toEqual([
    { before: null, after: ['sg-1'] },
    { before: ['sg-1', 'sg-9'], after: ['sg-2'] },
  ]);
});

test('of several live looks the last one before a change tells what was on it', () => {
  const world = new World();
  const first = { at: world.at, groups: ['sg-1'] };
  world.wait(60);
  const second = { at: world.at, groups: ['sg-2'] };
  world.wait(60);
  replace(world, ['sg-3']);
  const third = { at: world.at, groups: ['sg-3', 'sg-4'] };
  world.wait(60);
  replace(world, ['sg-5']);
  expect(attachmentsIn(world, first, second, third)).toEqual([
    { before: ['sg-2'], after: ['sg-3'] },
    { before: ['sg-3', 'sg-4'], after: ['sg-5'] },
  ]);
});
