import { describe, expect, test } from 'vitest';
import { intakenOf, WatchStage } from '../../../../test/flow/watch-stage.ts';
import type { Gatherer } from '../../../contracts/live.ts';
import type { LiveParts } from '../live-parts.ts';
import { takeRecord } from './watch-step.ts';

/** A group that opens SSH is put on an interface at once; its own records are still on their way. */
function wizard() {
  const stage = new WatchStage();
  const asked: string[] = [];
  const SubnetId = [...stage.model.state.vpcs.values()][0]!.subnet;
  const web = stage.group();
  stage.opens(web, 22);
  stage.does('CreateNetworkInterface', { SubnetId, Groups: [web] });
  const { gatherer } = stage.parts();
  const counted = (how: Partial<Gatherer> = {}): Partial<LiveParts> => ({
    gatherer: {
      ...gatherer,
      group: (site, id) => {
        asked.push(id);
        return (how.group ?? gatherer.group)(site, id);
      },
    },
  });
  const take = async (which: number, more: Partial<LiveParts>) =>
    takeRecord(stage.parts(more), intakenOf(stage.records[which]!, which + 1));
  return { stage, web, asked, counted, take };
}

describe('R62: a group that is put on something before anything was heard of it', () => {
  test('is looked at, so that nobody is told of what is unknown', async () => {
    const { stage, web, asked, counted, take } = wizard();
    await take(2, counted());
    const [decision] = await stage.decisions();
    expect(decision).toMatchObject({ kind: 'attached', verdict: { ruling: 'breach', severity: 'critical' } });
    expect(decision!.say).toContain('tcp 22');
    expect(asked).toEqual([web]);
    await take(1, counted());
    await take(0, counted());
    expect((await stage.decisions()).map(({ verdict }) => verdict?.ruling)).not.toContain('unknown');
    expect(await stage.rows('unexplained')).toEqual([]);
  });

  test('is not looked at where it is known', async () => {
    const { web, asked, counted, take } = wizard();
    await take(0, counted());
    await take(1, counted());
    const before = asked.length;
    await take(2, counted());
    expect(asked.slice(before)).not.toContain(web);
  });

  test('stays unknown where it cannot be read, or is not there for a reader yet', async () => {
    const failed = { kind: 'failed', failure: 'denied', code: 'UnauthorizedOperation', message: 'no' } as never;
    const nothing = { kind: 'looked', started: 0, ended: 0, found: null } as const;
    for (const answer of [failed, nothing]) {
      const { stage, counted, take } = wizard();
      await take(2, counted({ group: () => Promise.resolve(answer) }));
      expect(await stage.decisions()).toMatchObject([{ verdict: { ruling: 'unknown' } }]);
    }
  });
});
