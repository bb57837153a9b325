import { describe, expect, it } from 'vitest';
import { spillOf } from '../../../test/builders/read-records.ts';
import { World } from '../../../test/builders/world.ts';
import { indexGroups } from '../../flow/group-index.ts';
import { historyOf, tracesOf } from '../../flow/history.ts';
import type { JsonObject } from '../leaf/canonical.ts';
import { writeRows } from '../reach/rows.ts';

const role = 'arn:aws:iam::111122223333:role/PortcullisRestore';

/** A session of a role as CloudTrail tells it. */
function session(name: string): JsonObject {
  const issuer = { type: 'Role', principalId: 'AROAEXAMPLE', arn: role, accountId: '111122223333' };
  return {
    ...{ type: 'AssumedRole', principalId: `AROAEXAMPLE:${name}`, accountId: '111122223333' },
    arn: `arn:aws:sts::111122223333:assumed-role/PortcullisRestore/${name}`,
    sessionContext: { sessionIssuer: issuer },
  };
}

/** What each of two rewrites of one rule in one second is taken to have closed, by who made it. */
async function lost(first: string | JsonObject, second: string | JsonObject, noise: number) {
  const world = new World();
  for (let n = 0; n < noise; n++) world.call('DescribeVpcs', {});
  const web = world.group('web');
  const [id] = web.opens('tcp', 80, '192.0.2.0/24');
  world.pace = 0;
  world.as(first);
  web.rewrites(id!, 'tcp', 443, '192.0.2.0/24');
  world.as(second);
  web.rewrites(id!, 'tcp', 8443, '192.0.2.0/24');
  const { spill } = await spillOf(world.records);
  const { evidence, lists, ...rest } = historyOf(spill, null, indexGroups(spill, null)[0]!);
  const rewrites = tracesOf({ evidence, lists, ...rest }).filter(({ change }) => change?.kind === 'rules-modified');
  spill.close();
  return Object.fromEntries(
    rewrites.map(({ change, effect }) => [
      change!.record.actor.session ?? change!.record.actor.person,
      writeRows(effect.lost.atMost).flatMap(({ services }) => services),
    ]),
  );
}

describe('two rewrites of one rule in one second', () => {
  it('what may have been lost by the call that is not ours is charged to that one, whatever their ids', async () => {
    const ours = session('portcullis-act_a');
    for (let noise = 0; noise < 6; noise++) {
      expect((await lost(ours, 'mallory', noise)).mallory).toEqual(['tcp/443']);
      expect((await lost('mallory', ours, noise)).mallory).toEqual(['tcp/8443']);
    }
  });

  it('of others come in one order, by their ids, so that it is always the same', async () => {
    const charged = new Set<string>();
    for (let noise = 0; noise < 6; noise++) charged.add(JSON.stringify(await lost('mallory', session('ci'), noise)));
    expect(charged.size).toBe(2);
  });
});

/** What somebody else lost whose call, in the second of ours, took a rule that was hidden by the one that we took. */
async function lostBeside(ours: JsonObject, isFirst: boolean, noise: number): Promise<readonly string[]> {
  const world = new World();
  for (let n = 0; n < noise; n++) world.call('DescribeVpcs', {});
  const web = world.group('web');
  web.opens('tcp', 443, '192.0.2.0/24');
  web.opens('tcp', [0, 65_535], '0.0.0.0/0');
  world.pace = 0;
  const takes = () => {
    world.as('mallory');
    web.closes('tcp', 443, '192.0.2.0/24');
  };
  if (!isFirst) takes();
  world.as(ours);
  web.closes('tcp', [0, 65_535], '0.0.0.0/0');
  if (isFirst) takes();
  const { spill } = await spillOf(world.records);
  const traces = tracesOf(historyOf(spill, null, indexGroups(spill, null)[0]!));
  spill.close();
  const theirs = traces.find(({ change }) => change?.record.actor.person === 'mallory')!;
  return writeRows(theirs.effect.lost.atLeast).flatMap(({ services }) => services);
}

it('a rule that we take away in the same second makes up for nothing that another takes, whatever their ids', async () => {
  for (let noise = 0; noise < 6; noise++)
    for (const isFirst of [true, false])
      expect(await lostBeside(session('portcullis-act_a'), isFirst, noise)).toEqual(['tcp/443']);
});
