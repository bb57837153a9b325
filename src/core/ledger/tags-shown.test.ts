import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyHistory } from '../../../test/builders/any-history.ts';
import { spillOf } from '../../../test/builders/read-records.ts';
import { snapshotOf } from '../../../test/builders/snapshot-of.ts';
import { worldAt } from '../../../test/builders/truth.ts';
import { type GroupAtWork, World } from '../../../test/builders/world.ts';
import { evidenceOf } from '../../flow/load.ts';
import type { Evidence } from './evidence.ts';
import { play } from './play.ts';

type Tags = Readonly<Record<string, string>>;

/** A look at the group as it is now, but for what it says of tags. */
function look(world: World, { id }: GroupAtWork, tags: Tags, at = world.at): Evidence {
  const group = world.look().groups.find((each) => each.id === id)!;
  return { kind: 'observed', at, group: { ...group, tags } };
}

/** The tags after each look and each record of a tag change. */
async function tagsOf(world: World, { id }: GroupAtWork, ...looks: readonly Evidence[]): Promise<readonly Tags[]> {
  const { spill } = await spillOf(world.records);
  const told: Tags[] = [];
  const evidence = [...evidenceOf(spill.changesOf(id), null, id), ...looks];
  spill.close();
  play(evidence, ({ evidence: each, state }) => {
    if (each.kind === 'observed' || each.change.kind === 'tags-changed') told.push(state.tags);
  });
  return told;
}

const prod = { env: 'prod' };
const dev = { env: 'dev' };

test('R16: a look that began within half a minute after a tag change may not show it yet: the record counts', async () => {
  const world = new World();
  const web = world.olderGroup('web');
  const first = look(world, web, prod);
  world.wait(60);
  web.tags('env', 'dev');
  world.wait(20);
  web.tags('env', 'prod');
  const stale = look(world, web, { ...dev, owner: 'shop' }, world.at - 954);
  expect(await tagsOf(world, web, first, stale)).toEqual([prod, dev, prod, { ...prod, owner: 'shop' }]);
});

test('R16: a tag that was removed just before a look stays removed, though the look still shows it', async () => {
  const world = new World();
  const web = world.olderGroup('web');
  const first = look(world, web, prod);
  world.wait(60);
  web.tags('env', null);
  expect(await tagsOf(world, web, first, look(world, web, prod, world.at + 20_000))).toEqual([prod, {}, {}]);
});

test('later than half a minute after a tag change a look tells what the tags are', async () => {
  const world = new World();
  const web = world.group('web');
  web.tags('env', 'prod');
  const late = look(world, web, dev, world.at + 31_000);
  expect(await tagsOf(world, web, late)).toEqual([prod, dev]);
});

test('R33: what a look shows of a record that is a little younger than it is told by the record, not by the look', async () => {
  const world = new World();
  const web = world.olderGroup('web');
  const first = look(world, web, prod);
  world.wait(600);
  const early = look(world, web, dev);
  world.wait(3);
  web.tags('env', 'dev');
  expect(await tagsOf(world, web, first, early)).toEqual([prod, prod, dev]);
  // Where nothing is known of the time before, the look is all there is.
  expect(await tagsOf(world, web, early)).toEqual([dev, dev]);
});

test('which of two tag changes of one second came last a look tells at once', async () => {
  const world = new World();
  const web = world.group('web');
  world.wait(60);
  world.pace = 0;
  web.tags('env', 'dev');
  web.tags('env', 'prod');
  for (const shown of [prod, dev]) expect((await tagsOf(world, web, look(world, web, shown))).at(-1)).toEqual(shown);
});

test('tags named like parts of an object are tags as any other', async () => {
  const world = new World();
  const web = world.olderGroup('web');
  const first = look(world, web, {});
  world.wait(60);
  web.tags('__proto__', 'one');
  web.tags('constructor', 'two');
  const [, , both, after] = await tagsOf(world, web, first, look(world, web, {}));
  expect(Object.entries(both!)).toEqual([
    ['__proto__', 'one'],
    ['constructor', 'two'],
  ]);
  expect(Object.entries(after!).toSorted()).toEqual(Object.entries(both!));
});

test('R16 R99: tags are those of EC2 at every moment, with looks up to half a minute behind or just ahead', async () => {
  const lag = fc.oneof(fc.integer({ min: -3000, max: -1 }), fc.integer({ min: 0, max: 29_000 }));
  const times = fc.array(fc.record({ call: fc.nat(1000), lag }), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(anyHistory({ eras: [2026], bursts: false }), times, async (made, lagging) => {
      const { spill } = await spillOf(made.map((each) => each.record));
      for (const subject of spill.subjects('group')) {
        const looks = lagging.map(({ call, lag }): Evidence => {
          const at = made[call % made.length]!.at;
          const { groups } = snapshotOf(worldAt(made, at - lag, 'after') ?? made[0]!.world, at);
          return { kind: 'observed', at, group: groups.find(({ id }) => id === subject) ?? null };
        });
        const ends = new Map<number, Tags>();
        play([...evidenceOf(spill.changesOf(subject), null, subject), ...looks], ({ evidence: { at }, state }) => {
          if (state.exists === 'yes') ends.set(at, state.tags);
        });
        for (const [at, tags] of ends) {
          const group = worldAt(made, at, 'after')?.groups.get(subject);
          if (group !== undefined) expect(tags).toEqual(Object.fromEntries(Object.entries(group.tags)));
        }
      }
      spill.close();
    }),
    { numRuns: Number(process.env.RUNS ?? 100), seed: 20_260_131 },
  );
});
