import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyHistory } from '../../../test/builders/any-history.ts';
import { foldGroups } from '../../../test/builders/fold-groups.ts';
import { spillOf, tell } from '../../../test/builders/read-records.ts';
import { rule, World } from '../../../test/builders/world.ts';
import { equals, minus, unionOf } from '../reach/algebra.ts';
import { settle } from '../reach/bounds.ts';
import { nothing } from '../reach/reach.ts';
import { collapse } from './collapse.ts';
import { netOf } from './net.ts';
import type { Trace } from './trace.ts';

async function tracesOf(made: readonly { readonly record: World['records'][number] }[]) {
  const { spill } = await spillOf(made.map((each) => each.record));
  const groups = [...foldGroups(spill, null).values()];
  spill.close();
  return groups;
}

const isKnown = ({ certain, possible }: Trace['before']) => equals(certain, possible);
const told = async (world: World) =>
  (await tell(world.records, { net: true })).decisions.filter((each) => each.kind !== 'group-created');

describe('the net effect of any stretch of a group whose rules are known', () => {
  const stretch = (says: (traces: readonly Trace[]) => void) =>
    fc.assert(
      fc.asyncProperty(
        anyHistory({ eras: [2026], lists: true }),
        fc.nat(50),
        fc.nat(50),
        async (made, from, length) => {
          for (const traces of await tracesOf(made)) {
            const part = traces.slice(from % traces.length, (from % traces.length) + 1 + (length % traces.length));
            if (isKnown(part[0]!.before) && isKnown(part.at(-1)!.after)) says(part);
          }
        },
      ),
      { numRuns: 80, seed: 20_260_131 },
    );

  test('R9: what is gained is the reach after less the reach before, what is lost the converse', async () => {
    await stretch((part) => {
      const [before, after] = [part[0]!.before.certain, part.at(-1)!.after.certain];
      const { effect } = netOf(part);
      expect(effect.gained.atMost).toEqual(settle(minus(after, before), before).gained);
      expect(effect.gained.atLeast).toEqual(effect.gained.atMost);
      expect(effect.lost.atMost).toEqual(minus(before, after));
    });
  });

  test('what is passing is exactly what was open in between and neither before nor after', async () => {
    await stretch((part) => {
      if (!part.every((each) => isKnown(each.after))) return;
      const [before, after] = [part[0]!.before.certain, part.at(-1)!.after.certain];
      const between = unionOf(part.slice(0, -1).map((each) => each.after.certain));
      const open = settle(minus(minus(between, before), after), before).gained;
      expect(netOf(part).passing?.gained ?? nothing).toEqual(open);
    });
  });
});

describe('acts', () => {
  test('BM-13: a replace-all of 40 rules that adds one comes to that one', async () => {
    const world = new World();
    const ports = Array.from({ length: 40 }, (_, n) => rule('tcp', 8000 + n, '203.0.113.0/24'));
    const web = world.group('web');
    web.does('authorize', ...ports);
    world.wait(3600);
    for (const each of ports) web.does('revoke', each);
    for (const each of [...ports, rule('tcp', 9000, '0.0.0.0/0')]) web.does('authorize', each);
    const [, act] = await told(world);
    expect(act).toMatchObject({ kind: 'net', basis: 'exact' });
    expect(act!.changes).toHaveLength(81);
    expect(act!.rules.map(({ op, ports: range }) => `${op} ${range![0]}`)).toEqual(['add 9000']);
    expect(act!.effects[0]).toMatchObject({ gained: [{ services: ['tcp/9000'] }], lost: [] });
    expect(act!.effects[0]!.passing).toBeUndefined();
    expect(act!.say).toBe('the whole IPv4 Internet can reach tcp 9000 on web');
  });

  test('BM-13: the same in one second, revoked and authorized in two calls as Terraform does', async () => {
    const world = new World();
    const ports = Array.from({ length: 40 }, (_, n) => rule('tcp', 8000 + n, '203.0.113.0/24'));
    const web = world.group('web');
    web.does('authorize', ...ports);
    world.wait(3600).pace = 0;
    web.does('revoke', ...ports);
    web.does('authorize', ...ports, rule('tcp', 9000, '0.0.0.0/0'));
    const [, act] = await told(world);
    expect(act!.rules.map(({ op, ports: range }) => `${op} ${range![0]}`)).toEqual(['add 9000']);
    expect(act!.say).toBe('the whole IPv4 Internet can reach tcp 9000 on web');
  });

  test('a console save that is a Modify, a Revoke and an Authorize of one second is one act', async () => {
    const world = new World();
    const web = world.group('web');
    const [id] = web.opens('tcp', 22, '10.0.0.0/8');
    web.opens('tcp', 80, '0.0.0.0/0');
    world.wait(3600).pace = 0;
    web.rewrites(id!, 'tcp', 22, '203.0.113.0/24');
    web.closes('tcp', 80, '0.0.0.0/0');
    web.opens('tcp', 443, '0.0.0.0/0');
    const act = (await told(world)).at(-1)!;
    expect(act).toMatchObject({ kind: 'net', basis: 'exact' });
    expect(act.call.name.split(', ').sort()).toEqual([
      'AuthorizeSecurityGroupIngress',
      'ModifySecurityGroupRules',
      'RevokeSecurityGroupIngress',
    ]);
    expect(act.rules.map(({ op, ports }) => `${op} ${ports![0]}`).sort()).toEqual([
      'add 443',
      'after 22',
      'before 22',
      'remove 80',
    ]);
  });

  test('somebody else’s change in between makes two acts; an attempt, a tag or a description does not', async () => {
    const world = new World();
    const web = world.group('web');
    world.wait(3600);
    web.opens('tcp', 1, '10.0.0.0/8');
    world.as('mallory').refusing('Client.UnauthorizedOperation');
    web.opens('tcp', 22, '0.0.0.0/0');
    web.tags('environment', 'prod');
    world.as('alice');
    web.opens('tcp', 2, '10.0.0.0/8');
    world.as('bob');
    web.opens('tcp', 3, '10.0.0.0/8');
    world.as('alice');
    web.opens('tcp', 4, '10.0.0.0/8');
    const acts = await told(world);
    expect(acts.map((each) => [each.actor.person, each.kind, each.changes?.length ?? 1]).sort()).toEqual([
      ['alice', 'net', 2],
      ['alice', 'rules-added', 1],
      ['bob', 'rules-added', 1],
      ['mallory', 'rules-added', 1],
      ['mallory', 'tags-changed', 1],
    ]);
    expect(acts.find((each) => each.actor.person === 'mallory' && each.kind === 'rules-added')).toMatchObject({
      effects: [],
    });
  });

  test('more than a minute between two changes makes two acts', async () => {
    const world = new World();
    const web = world.group('web');
    world.wait(60);
    web.opens('tcp', 1, '10.0.0.0/8');
    world.wait(59);
    web.opens('tcp', 2, '10.0.0.0/8');
    world.wait(60);
    web.opens('tcp', 3, '10.0.0.0/8');
    expect((await told(world)).map((each) => each.changes?.length ?? 1)).toEqual([2, 1]);
  });

  test('what a group gained while all addresses could already reach it is news once those are closed in the same act', async () => {
    const world = new World();
    const [web, app] = [world.group('web'), world.group('app')];
    world.wait(3600);
    web.does('authorize', rule('tcp', 22, '0.0.0.0/0'), rule('tcp', 22, '::/0'));
    web.opens('tcp', 22, app.id);
    web.does('revoke', rule('tcp', 22, '0.0.0.0/0'), rule('tcp', 22, '::/0'));
    const act = (await told(world)).at(-1)!;
    expect(act.effects[0]!.gained).toMatchObject([{ services: ['tcp/22'], peers: [app.id] }]);
    expect(act.effects[0]!.passing!.gained).toMatchObject([{ peers: ['0.0.0.0/0', '::/0'] }]);
  });

  test('the acts of any history hold every step once, and no attempt together with anything', async () => {
    await fc.assert(
      fc.asyncProperty(anyHistory({ eras: [2014, 2026] }), async (made) => {
        for (const traces of await tracesOf(made)) {
          const acts = collapse(traces);
          expect(acts.flat().sort(byPlace(traces))).toEqual(traces);
          for (const act of acts.filter((each) => each.length > 1)) {
            expect(act.every((each) => each.change!.record.result === 'applied')).toBe(true);
            expect(new Set(act.map((each) => each.change!.record.actor.principal)).size).toBe(1);
          }
        }
      }),
      { numRuns: 60, seed: 20_260_131 },
    );
  });
});

function byPlace(traces: readonly Trace[]) {
  return (a: Trace, b: Trace) => traces.indexOf(a) - traces.indexOf(b);
}

test('an act of a group whose other rules nobody knows still says what it opened and closed again', async () => {
  const world = new World();
  const web = world.olderGroup('web');
  web.opens('tcp', 22, '0.0.0.0/0');
  web.closes('tcp', 22, '0.0.0.0/0');
  const [act] = await told(world);
  expect(act!.effects[0]).toMatchObject({
    before: 'unknown',
    gained: [],
    passing: { gained: [{ services: ['tcp/22'] }], seconds: 1 },
  });
});
