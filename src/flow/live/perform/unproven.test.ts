import { describe, expect, test } from 'vitest';
import { opened } from '../../../../test/flow/perform-stage.ts';
import { site } from '../../../../test/flow/watch-stage.ts';
import type { DrillRow } from '../../drill/drill-row.ts';
import { defaultLiveSettings, type LiveParts } from '../live-parts.ts';
import { undo } from '../orders/undo.ts';
import { confirmChannel } from '../post/deliver-confirm.ts';
import { rowName } from '../tables.ts';

const day = 86_400_000;

type Scene = Awaited<ReturnType<typeof opened>>;

function proving({ stage }: Scene): Partial<LiveParts> {
  return { settings: { ...stage.parts().settings, proving: { within: 7 * day } } };
}

async function passes({ stage }: Scene, at: number | null, group = 'sg-0canary'): Promise<void> {
  const row: DrillRow = { running: null, last: null, passedAt: at };
  const rows = [{ ...rowName('drill', site.account, site.region, group), value: JSON.stringify(row) }];
  await stage.store.append(0, 'any', [], { rows });
}

const carol = { person: 'carol', reason: 'it arrived', key: 'k' };

describe('enforcing', () => {
  test('R156: nothing is done before a drill has passed and somebody is known to be reached', async () => {
    const scene = await opened();
    await scene.stage.run(600_000, proving(scene));
    expect(scene.stage.calls).toEqual([]);
    expect(await scene.stage.endings()).toEqual([
      'refused: only the canary is acted upon so far: no drill has passed yet, and nobody has confirmed that a channel reaches them (`drill`, `notify confirm`)',
    ]);
  });

  test('R156: a drill alone is not enough, nor is one of long ago', async () => {
    const scene = await opened();
    await passes(scene, scene.stage.at - day);
    await scene.stage.run(600_000, proving(scene));
    expect(await scene.stage.endings()).toEqual([expect.stringContaining('nobody has confirmed')]);
    const other = await opened();
    await confirmChannel(other.stage.parts(), 'slack.secops', carol);
    await passes(other, other.stage.at - 8 * day);
    await other.stage.run(600_000, proving(other));
    expect(await other.stage.endings()).toEqual([expect.stringContaining('no drill has passed within 7 days')]);
  });

  test('R156: with both it acts as ever', async () => {
    const scene = await opened();
    await confirmChannel(scene.stage.parts(), 'slack.secops', carol);
    await passes(scene, scene.stage.at - day);
    await scene.stage.run(600_000, proving(scene));
    expect(await scene.stage.endings()).toEqual(['verified']);
  });

  test('R156: of several canaries the drill that passed last counts, in whatever order they are named', async () => {
    for (const [one, other] of [
      [1, 30],
      [30, 1],
    ] as const) {
      const scene = await opened();
      await confirmChannel(scene.stage.parts(), 'slack.secops', carol);
      await passes(scene, scene.stage.at - one * day, 'sg-0canary1');
      await passes(scene, scene.stage.at - other * day, 'sg-0canary2');
      await scene.stage.run(600_000, proving(scene));
      expect(await scene.stage.endings()).toEqual(['verified']);
    }
  });

  test('R156: a canary on which no drill has passed yet proves nothing, and is told as that', async () => {
    const scene = await opened();
    await confirmChannel(scene.stage.parts(), 'slack.secops', carol);
    await passes(scene, null);
    await scene.stage.run(600_000, proving(scene));
    expect(await scene.stage.endings()).toEqual([expect.stringContaining('no drill has passed yet (')]);
    const other = await opened();
    await confirmChannel(other.stage.parts(), 'slack.secops', carol);
    await passes(other, null);
    await passes(other, other.stage.at - day, 'sg-0canary2');
    await other.stage.run(600_000, proving(other));
    expect(await other.stage.endings()).toEqual(['verified']);
  });

  test('R156: the canary may be acted upon, else no drill could pass', async () => {
    const scene = await opened();
    const row: DrillRow = { running: null, last: null, passedAt: null };
    const name = rowName('drill', site.account, site.region, scene.group);
    await scene.stage.store.append(0, 'any', [], { rows: [{ ...name, value: JSON.stringify(row) }] });
    await scene.stage.run(600_000, proving(scene));
    expect(await scene.stage.endings()).toEqual(['verified']);
  });

  test('R103, R156: what a person orders back needs no proof; nobody asks for one unless settings do', async () => {
    expect(defaultLiveSettings.proving).toBeUndefined();
    const scene = await opened();
    await scene.stage.run();
    expect(await scene.stage.endings()).toEqual(['verified']);
    const [action] = await scene.stage.actions();
    const order = { ...carol, action: action!.intent.action, until: scene.stage.at + 600_000 };
    expect((await undo(scene.stage.parts(), order)).kind).not.toBe('unavailable');
    await scene.stage.run(600_000, proving(scene));
    expect((await scene.stage.endings()).join()).not.toContain('only the canary');
  });
});
