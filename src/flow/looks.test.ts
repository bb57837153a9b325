import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyHistory } from '../../test/builders/any-history.ts';
import { gained, judgingBy, lost } from '../../test/builders/policy.ts';
import { tell } from '../../test/builders/read-records.ts';
import { snapshotOf } from '../../test/builders/snapshot-of.ts';
import { World } from '../../test/builders/world.ts';
import type { Perimeter } from '../core/group/group.ts';
import { firstFound, type Looks, looksAt, noLooks } from './looks.ts';

/** The looks at each thing that a snapshot shows. */
function apart({ takenAt, groups, lists, interfaces }: Perimeter): Looks {
  return {
    groups: looksAt(groups, takenAt, new Map()),
    lists: looksAt(lists, takenAt, new Map()),
    interfaces: looksAt(interfaces, takenAt, new Map()),
    swept: null,
  };
}

const judging = judgingBy({ checks: { internet: { when: gained() }, losses: { when: lost() } } });

test('R99: looks at each thing tell what a snapshot of all of them tells', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyHistory({ eras: [2014, 2021, 2026], lists: true }),
      fc.nat(99),
      fc.boolean(),
      async (made, at, net) => {
        const { world, at: time } = made[at % made.length]!;
        const snapshot = snapshotOf(world, time);
        // A snapshot that shows some groups also tells that others are gone.
        const deleted = made.some(({ call }) => call.do === 'delete-group');
        if (deleted || world.groups.size < made.at(-1)!.world.groups.size) return;
        const records = made.map((each) => each.record);
        const whole = await tell(records, { snapshot, net, judging });
        const pieces = await tell(records, { looks: apart(snapshot), net, judging });
        expect(pieces.decisions).toEqual(whole.decisions);
      },
    ),
    { numRuns: 80, seed: 20_261_121 },
  );
});

test('of several looks at a group each corrects what follows, and the first tells what was before', async () => {
  const world = new World();
  const web = world.olderGroup('web');
  web.opens('tcp', 22, '10.0.0.0/8');
  world.wait(60);
  const first = world.look();
  // Somebody else opens and closes, and no record comes.
  const unseen = world.records.length;
  web.opens('tcp', 443, '0.0.0.0/0');
  world.records.length = unseen;
  world.wait(60);
  const second = world.look();
  world.wait(60);
  web.opens('tcp', 443, '10.0.0.0/8');
  const looks = (...shown: readonly Perimeter[]): Looks => ({
    ...noLooks,
    groups: new Map([[web.id, shown.map(({ takenAt, groups }) => ({ at: takenAt, found: groups[0]! }))]]),
  });
  const effects = async (...shown: readonly Perimeter[]) =>
    (await tell(world.records, { looks: looks(...shown) })).decisions.map(({ effects: [row], basis }) => [
      basis,
      row!.gained.flatMap((each) => each.peers),
      row!.latent?.length ?? 0,
    ]);
  expect(await effects()).toEqual([
    ['bounds', ['10.0.0.0/8'], 0],
    ['bounds', ['10.0.0.0/8'], 0],
  ]);
  expect(await effects(first)).toEqual([
    ['exact', ['10.0.0.0/8'], 0],
    ['exact', ['10.0.0.0/8'], 0],
  ]);
  expect(await effects(first, second)).toEqual([
    ['exact', ['10.0.0.0/8'], 0],
    ['exact', [], 1],
  ]);
});

test('a look at nothing is no first sight of it', () => {
  expect(firstFound([{ at: 1, found: null }])).toBeNull();
  expect(firstFound(undefined)).toBeNull();
  expect(
    firstFound([
      { at: 1, found: null },
      { at: 2, found: 'web' },
      { at: 3, found: 'db' },
    ]),
  ).toEqual({ at: 2, found: 'web' });
});

test('looks of a snapshot stand among others in order of time', () => {
  const at = (time: number) => [{ at: time, found: { id: 'a' } }];
  const shown = [{ id: 'a' }];
  expect(
    looksAt(shown, 5, new Map([['a', at(9)]]))
      .get('a')!
      .map((each) => each.at),
  ).toEqual([5, 9]);
  expect(
    looksAt(shown, 5, new Map([['a', at(2)]]))
      .get('a')!
      .map((each) => each.at),
  ).toEqual([2, 5]);
  expect([...looksAt(undefined, undefined, new Map([['a', at(2)]])).keys()]).toEqual(['a']);
});
