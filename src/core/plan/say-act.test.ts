import { describe, expect, test } from 'vitest';
import { tell } from '../../../test/builders/read-records.ts';
import { rule, World } from '../../../test/builders/world.ts';

const anywhere = '0.0.0.0/0';

/** What is said of the last thing done, in full and for a table. */
async function said(act: (world: World) => unknown, net = true) {
  const world = new World();
  act(world);
  const { say, short } = (await tell(world.records, { net })).decisions.at(-1)!;
  return [say, short];
}

describe('what is said of an act', () => {
  test.each<[string, (world: World) => unknown, string, string]>([
    [
      'the effect comes first',
      (world) => world.group('web') && world.wait(600) && new Opened(world),
      'the whole IPv4 Internet can reach tcp 22 (ssh) on db',
      '+IPv4 Internet → tcp 22',
    ],
    [
      'rules without effect are said to have none, and counted',
      (world) => {
        const web = new Opened(world).group;
        world.wait(600);
        web.does('authorize', rule('tcp', 22, '10.0.0.0/8'), rule('tcp', 22, '192.0.2.0/24'));
      },
      'nothing new: already open (2 rules to add)',
      '2 rules to add',
    ],
    [
      'a refused call is told with its code and what it wanted',
      (world) => {
        const { group } = new Opened(world);
        world.refusing('Client.UnauthorizedOperation');
        group.closes('tcp', 22, anywhere);
      },
      'refused (Client.UnauthorizedOperation), nothing changed: 1 rule to remove',
      'refused: 1 rule to remove',
    ],
    [
      'a dry run is told as one',
      (world) => {
        const { group } = new Opened(world);
        world.refusing('Client.DryRunOperation');
        group.closes('tcp', 22, anywhere);
      },
      'dry run, nothing changed: 1 rule to remove',
      'dry run: 1 rule to remove',
    ],
    [
      'what was open for a while only is told as closed again',
      (world) => {
        const web = world.group('web');
        world.wait(600);
        web.opens('tcp', 22, anywhere);
        web.closes('tcp', 22, anywhere);
      },
      'for a while the whole IPv4 Internet can reach tcp 22 (ssh) on web, closed again',
      '+IPv4 Internet → tcp 22, closed again',
    ],
    [
      'tags are told by what was set',
      (world) => world.group('web').tags('environment', 'prod'),
      'tags set: environment=prod',
      'tags set: environment=prod',
    ],
    [
      'tags are told by what was removed',
      (world) => world.group('web').tags('environment', null),
      'tags removed: environment',
      'tags removed: environment',
    ],
    [
      'a list that no rule names is told by its entries',
      (world) => world.list('offices', '203.0.113.0/24'),
      'prefix list created: 1 in, 0 out',
      'prefix list created: 1 in, 0 out',
    ],
    [
      'a description is told as one',
      (world) => new Opened(world).group.does('describe', { ...rule('tcp', 22, anywhere), description: 'ssh' }),
      '1 rule description changed',
      '1 rule description changed',
    ],
  ])('%s', async (_title, act, say, short) => {
    expect(await said(act, false).then(async (single) => (say.startsWith('for a while') ? said(act) : single))).toEqual(
      [say, short],
    );
  });

  test('a group that ends, or is made, is told as that where it moves nothing', async () => {
    const [say] = await said((world) => {
      const web = world.group('web');
      web.closes('-1', null, anywhere, 'egress');
      web.closes('-1', null, '::/0', 'egress');
      world.wait(600);
      web.ends();
    });
    expect(say).toBe('group deleted');
  });
});

/** A group that lets everybody in. */
class Opened {
  readonly group;

  constructor(world: World) {
    this.group = world.group('db');
    world.wait(600);
    this.group.opens('tcp', 22, anywhere);
  }
}
