import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyHistory, type Kind } from '../../test/builders/any-history.ts';
import { spillOf, tell } from '../../test/builders/read-records.ts';
import { snapshotOf } from '../../test/builders/snapshot-of.ts';
import { World } from '../../test/builders/world.ts';
import type { JsonObject } from '../core/leaf/canonical.ts';
import { decideAll } from './decide-all.ts';

const runs = { numRuns: 60, seed: 20_260_131 };
const ages: Kind = { eras: [2014, 2021, 2026], lists: true };

/** Records in some other order, some of them twice, in batches of some size. */
function redelivered<T>(records: readonly T[], keys: readonly number[]): readonly T[] {
  const twice = records.filter((_, at) => (keys[at % keys.length]! & 3) === 0);
  const all = [...records, ...twice].map((record, at) => ({ record, key: keys[(at * 7) % keys.length]! ^ (at * 31) }));
  return all.sort((a, b) => a.key - b.key).map((each) => each.record);
}

test('R99: BM-10: scenario 14: records shuffled, doubled, late and in any batches give the same decisions', async () => {
  const keys = fc.array(fc.nat(100_000), { minLength: 5, maxLength: 50 });
  await fc.assert(
    fc.asyncProperty(
      anyHistory(ages),
      keys,
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      async (made, order, batch, net) => {
        const records = made.map((each) => each.record);
        const look = made[order[0]! % made.length]!;
        const snapshot = order.length % 2 === 0 ? null : snapshotOf(look.world, look.at);
        const straight = await tell(records, { net, snapshot });
        const other = await tell(redelivered(records, order), { net, snapshot, batch });
        expect(other.decisions).toEqual(straight.decisions);
        expect({ ...other.tally, copies: 0 }).toEqual({ ...straight.tally, copies: 0 });
      },
    ),
    runs,
  );
});

test('R99: every change and every attempt is told exactly once, net or not, and the ids of net ones are those of its changes', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory(ages), async (made) => {
      const records = made.map((each) => each.record);
      const single = await tell(records);
      const net = await tell(records, { net: true });
      const ids = single.decisions.map((each) => each.id).sort();
      expect(ids).toHaveLength(made.length);
      expect(net.decisions.flatMap((each) => each.changes ?? [each.id]).sort()).toEqual(ids);
      expect(single.tally.records).toBe(made.length);
    }),
    runs,
  );
});

test('the same records give the same bytes, and JSON keeps all of a decision', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory(ages), async (made) => {
      const texts = async () => {
        const { spill } = await spillOf(made.map((each) => each.record));
        decideAll(spill, { snapshot: null, net: true });
        const found = [...spill.decisions('worst')].map((each) => each.text);
        spill.close();
        return found;
      };
      const [one, other] = [await texts(), await texts()];
      expect(one).toEqual(other);
      for (const text of one) expect(JSON.stringify(JSON.parse(text))).toBe(text);
    }),
    { ...runs, numRuns: 30 },
  );
});

test('BM-4: an attempt never changes what is told of any other call', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory({ eras: [2026] }), async (made) => {
      const all = await tell(made.map((each) => each.record));
      const applied = await tell(made.filter((each) => each.answer.error === null).map((each) => each.record));
      // What EC2 refused may prove that a rule which only might have stood did not: IPv6 egress of a new group.
      const ingress = (told: typeof all) =>
        told.decisions
          .filter((each) => each.call.result === 'applied')
          .map(({ id, effects }) => [
            id,
            effects.map(({ gained }) => gained.filter((row) => row.direction === 'ingress')),
          ]);
      expect(ingress(all)).toEqual(ingress(applied));
    }),
    runs,
  );
});

test('R12: R100: a decision names who, when, by which call and by which record, whatever was done', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory(ages), async (made) => {
      const known = new Map(made.map((each) => [each.record.eventID, each.record]));
      for (const decision of (await tell([...known.values()])).decisions) {
        const record = known.get(decision.records[0]!.eventId)!;
        expect(decision).toMatchObject({
          at: record.eventTime,
          call: { name: record.eventName },
          region: record.awsRegion,
        });
        expect(`AIDA${decision.actor.person?.toUpperCase()}`).toBe(
          (record.userIdentity as { principalId: string }).principalId,
        );
        expect(decision.say).not.toBe('');
        expect(decision.short.length).toBeLessThan(200);
      }
    }),
    { ...runs, numRuns: 30 },
  );
});

test('an edit of a prefix list parts an act, and is told by itself', async () => {
  const world = new World();
  const list = world.list('offices', '203.0.113.0/24');
  const web = world.group('web');
  world.wait(600);
  web.opens('tcp', 22, list);
  world.as('bob').do({ do: 'edit-list', list, add: ['198.51.100.0/24'], remove: [] });
  world.as('alice');
  web.opens('tcp', 443, '203.0.113.0/24');
  const { decisions } = await tell(world.records, { net: true });
  expect(decisions.slice(2).map((each) => each.kind)).toEqual(['rules-added', 'list-edited', 'rules-added']);
  expect(decisions.every((each) => each.basis !== 'unknown')).toBe(true);
});

test('a group that is not wanted is not told, but still counts for what it is put on', async () => {
  const world = new World();
  const [web, db] = [world.group('web'), world.group('db')];
  web.opens('tcp', 22, '0.0.0.0/0');
  db.opens('tcp', 5432, '10.0.0.0/8');
  const groupSet = { items: [{ groupId: web.id }] };
  world.call('CreateNetworkInterface', {
    request: { groupSet },
    response: { networkInterface: { networkInterfaceId: 'eni-1', groupSet } },
  });
  const { decisions } = await tell(world.records, { wants: (group) => group.name === 'db' });
  expect(decisions.map((each) => each.on.name ?? each.on.id)).toEqual(['db', 'db', 'eni-1']);
  expect(decisions[2]!.say).toContain('tcp 22');
});

test.each([
  ['an account', { recipientAccountId: '123456789012' }],
  ['a region', { awsRegion: 'us-east-1' }],
])('R16: a snapshot tells nothing of groups in %s that it does not show', async (_what, elsewhere) => {
  const world = new World();
  world.group('other');
  const snapshot = world.look();
  world.records.length = 0;
  world.wait(3600);
  world.olderGroup('web').opens('tcp', 22, '10.0.0.0/8');
  const before = async (more: JsonObject) => {
    const records = world.records.map((record): JsonObject => ({ ...record, ...more }));
    return (await tell(records, { snapshot })).decisions[0]!.effects[0]!.before;
  };
  expect(await before(elsewhere)).toBe('unknown');
  expect(await before({})).toBe('known');
});
