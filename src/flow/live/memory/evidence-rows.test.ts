import { expect, test } from 'vitest';
import { evidenceIn, site } from '../../../../test/builders/remembered.ts';
import { World } from '../../../../test/builders/world.ts';
import type { Group } from '../../../core/group/group.ts';
import { actorDigest } from './actor-digest.ts';
import { evidenceRows } from './evidence-rows.ts';
import type { SubjectEvidence } from './subject-evidence.ts';

const prefix = '111122223333/eu-west-1';

/** Keys of the rows of a table. */
function keysOf(table: string, subject: string, ...evidence: readonly SubjectEvidence[]): readonly string[] {
  return evidenceRows(site, subject, evidence)
    .filter((row) => row.table === table)
    .map((row) => row.key);
}

const pieces = (world: World) => world.records.flatMap(evidenceIn).map(({ evidence }) => evidence);

const shown: Group = {
  ...{ id: 'sg-1', name: 'web', vpc: 'vpc-1', ...site, tags: {} },
  rules: [
    {
      ...{ id: 'sgr-1', direction: 'ingress', protocol: 'tcp', ports: [22, 22], description: 'ssh', tags: { a: 'b' } },
      peer: { kind: 'list', value: 'pl-1' },
    },
  ],
};

test('evidence is kept whole, by time, and the same again is the same row', () => {
  const look: SubjectEvidence = { kind: 'observed', at: 1_700_000_000_123, group: shown };
  const [row, ...others] = evidenceRows(site, 'sg-1', [look, look]).filter((each) => each.table === 'evidence');
  expect(others).toEqual([]);
  expect(row!.key).toBe(`${prefix}/sg-1/001700000000123/observed 1700000000123`);
  expect(JSON.parse(row!.value!)).toEqual(look);
  const world = new World();
  world.group('web');
  const [made] = pieces(world) as [Extract<SubjectEvidence, { kind: 'change' }>];
  expect(keysOf('evidence', 'sg-1', made)).toEqual([`${prefix}/sg-1/00${made.at}/${made.id}`]);
});

test('lists are found by the groups whose rules name them, in records and in looks', () => {
  expect(keysOf('naming', 'sg-1', { kind: 'observed', at: 1, group: shown })).toEqual([`${prefix}/pl-1/sg-1`]);
  const world = new World();
  const list = world.list('one', '10.0.0.0/8');
  const web = world.group('web');
  web.opens('tcp', 22, list);
  expect(keysOf('naming', web.id, ...pieces(world))).toEqual([`${prefix}/${list}/${web.id}`]);
});

test('things are found by the groups on them, in records and in looks', () => {
  const seen = { id: 'eni-1', vpc: null, groups: ['sg-1', 'sg-2'], owner: null, publicAddress: null };
  const keys = [`${prefix}/sg-1/eni-1`, `${prefix}/sg-2/eni-1`];
  expect(keysOf('wearing', 'eni-1', { kind: 'observed-interface', at: 1, interface: seen })).toEqual(keys);
  expect(keysOf('wearing', 'eni-1', { kind: 'observed-interface', at: 1, interface: null })).toEqual([]);
  const world = new World();
  const groupSet = { items: [{ groupId: 'sg-1' }, { groupId: 'sg-2' }] };
  world.call('ModifyNetworkInterfaceAttribute', { request: { networkInterfaceId: 'eni-1', groupSet } });
  expect(keysOf('wearing', 'eni-1', ...pieces(world))).toEqual(keys);
});

test('a group is found by its name, within its VPC and without', () => {
  const keys = [`${prefix}/vpc-1/web/sg-1`, `${prefix}/-/web/sg-1`];
  expect(keysOf('named', 'sg-1', { kind: 'observed', at: 1, group: shown })).toEqual(keys);
  expect(keysOf('named', 'sg-1', { kind: 'observed', at: 1, group: { ...shown, name: null } })).toEqual([]);
  expect(keysOf('named', 'sg-1', { kind: 'observed', at: 1, group: null })).toEqual([]);
  const world = new World();
  const web = world.group('web');
  world.refusing('Client.UnauthorizedOperation').do({ do: 'create-group', name: 'no', vpc: 'vpc-1', dualStack: false });
  web.opens('tcp', 22, '10.0.0.0/8');
  expect(keysOf('named', web.id, ...pieces(world))).toEqual([
    `${prefix}/vpc-1/web/${web.id}`,
    `${prefix}/-/web/${web.id}`,
  ]);
});

test('a refused call is found by its actor, once for each record', () => {
  const world = new World();
  const web = world.group('web');
  world.refusing('Client.UnauthorizedOperation');
  web.opens('tcp', 22, '0.0.0.0/0');
  web.opens('tcp', 23, '0.0.0.0/0');
  const told = pieces(world) as Extract<SubjectEvidence, { kind: 'change' }>[];
  const { record } = told[1]!.change;
  const key = `${actorDigest(record)}/00${record.at}/${prefix}/${record.eventId}`;
  expect(keysOf('attempt', web.id, ...told)).toEqual([key]);
});

test('the beginning of the known past moves only back, and looks do not move it', () => {
  const world = new World();
  world.group('web');
  const [made] = pieces(world) as [SubjectEvidence];
  const since = (before: number | null, ...evidence: readonly SubjectEvidence[]) =>
    evidenceRows(site, 'sg-1', evidence, before)
      .filter((each) => each.table === 'since')
      .map((each) => each.value);
  expect(since(null, made)).toEqual([JSON.stringify({ at: made.at })]);
  expect(since(made.at + 1, made)).toEqual([JSON.stringify({ at: made.at })]);
  expect(since(made.at, made)).toEqual([]);
  expect(since(null, { kind: 'observed', at: 1, group: shown })).toEqual([]);
});
