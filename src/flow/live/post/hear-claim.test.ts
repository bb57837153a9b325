import { describe, expect, test } from 'vitest';
import { routeOf } from '../../../../test/builders/told-decision.ts';
import { HearStage } from '../../../../test/flow/hear-stage.ts';

const [minute, hour] = [60_000, 3_600_000];

describe('R62: what a sweep saw before its record came', () => {
  test('is one message: who did it is added to it, and interrupts nobody', async () => {
    const stage = new HearStage().tells('critical', routeOf({ groupFor: null }));
    await stage.listens();
    const web = stage.group();
    await stage.hears();
    await stage.sweeps();
    stage.at += minute;
    stage.opens(web, 22);
    await stage.sweeps();
    await stage.lasts(minute);
    const [seen] = await stage.messages();
    expect(seen).toMatchObject({ interrupts: 1, message: { severity: 'critical', joined: [] } });
    await stage.hears();
    await stage.lasts(minute);
    const [told, ...others] = await stage.messages();
    expect(others).toEqual([]);
    expect(told!.notes.map(({ say }) => say)).toEqual(['its record came: alice did it']);
    expect(told).toMatchObject({ interrupts: 1, message: { joined: [expect.stringMatching(/^chg_/)] } });
  });

  test('is told once where it waited to be told when its record came', async () => {
    const stage = new HearStage().tells('critical', routeOf({ min: 'low', groupFor: 5 * minute }));
    stage.tells('high', routeOf({ groupFor: 30 * minute }));
    await stage.listens();
    const web = stage.group();
    await stage.hears();
    await stage.sweeps();
    stage.at += minute;
    stage.opens(web, 22);
    await stage.sweeps();
    await stage.lasts(20 * minute);
    expect(await stage.messages()).toEqual([]);
    await stage.hears();
    await stage.lasts(hour);
    expect(await stage.messages()).toMatchObject([{ message: { decisions: [expect.any(String)] } }]);
  });
});
