import { describe, expect, it } from 'vitest';
import { opened, PerformStage } from '../../../../test/flow/perform-stage.ts';
import type { Gatherer, Reverter } from '../../../contracts/live.ts';

const hour = 3_600_000;
const office = '443,443 10.0.0.0/8';

describe('reads after and before a call', () => {
  it('15: a replica that has not heard of the opening proves nothing', async () => {
    const stage = new PerformStage();
    const group = stage.group();
    const { gatherer } = stage.parts();
    const site = stage.parts().settings.sites[0]!;
    const before = await gatherer.group(site, group);
    stage.opens(group, 22);
    const opening = stage.at;
    await stage.hears();
    const stale: Gatherer = {
      ...gatherer,
      group: async (...asked) => {
        const looked = await gatherer.group(...asked);
        const isStale = stage.at < opening + 25_000 && looked.kind === 'looked' && before.kind === 'looked';
        return isStale ? { ...looked, found: before.found } : looked;
      },
    };
    await stage.run(600_000, { gatherer: stale });
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.standing(group)).toEqual([]);
  });

  it('15: a replica that has not heard of the group proves nothing either', async () => {
    const { stage, group } = await opened();
    const { gatherer } = stage.parts();
    const until = stage.at + 25_000;
    const stale: Gatherer = {
      ...gatherer,
      group: async (...asked) => {
        const looked = await gatherer.group(...asked);
        return stage.at < until && looked.kind === 'looked' ? { ...looked, found: null } : looked;
      },
    };
    await stage.run(600_000, { gatherer: stale });
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.standing(group)).toEqual([office]);
  });

  it('15: a replica that has not heard of our call is read again, before the call is made again', async () => {
    const { stage, group } = await opened();
    const { gatherer } = stage.parts();
    const site = stage.parts().settings.sites[0]!;
    const before = await gatherer.group(site, group);
    const until = stage.at + 10_000;
    const stale: Gatherer = {
      ...gatherer,
      group: async (...asked) => {
        const looked = await gatherer.group(...asked);
        return stage.at < until && looked.kind === 'looked' && before.kind === 'looked'
          ? { ...looked, found: before.found }
          : looked;
      },
    };
    await stage.run(600_000, { gatherer: stale });
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.calls).toEqual(['revoke']);
  });

  it('what stays open after all reads is closed again, by another call', async () => {
    const { stage, group } = await opened();
    const { reverter } = stage.parts();
    let call = 0;
    const lazy: Reverter = {
      session: reverter.session,
      perform: async (order, how) =>
        call++ === 0 ? { kind: 'done', answer: { revoked: [], made: null, unknown: 0 } } : reverter.perform(order, how),
    };
    await stage.run(600_000, { reverter: lazy });
    expect(stage.calls).toEqual(['revoke', 'revoke']);
    expect(await stage.endings()).toEqual(['verified']);
    expect(stage.standing(group)).toEqual([office]);
  });

  it('what no number of calls brings about is a person’s, with what is left of it', async () => {
    const { stage } = await opened();
    const { reverter } = stage.parts();
    const idle: Reverter = {
      session: reverter.session,
      perform: async () => ({ kind: 'done', answer: { revoked: [], made: null, unknown: 0 } }),
    };
    await stage.run(24 * hour, { reverter: idle });
    expect(await stage.endings()).toEqual(['partly: not brought about by 20 calls']);
    expect(stage.calls.length).toBe(20);
  });
});
