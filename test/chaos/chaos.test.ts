import { describe, expect, test } from 'vitest';
import { keyed, runChaos } from './run-chaos.ts';

describe('R60, R65, R70, R174: every channel fails 30 % of the time, and whoever tells is killed', () => {
  test('every due message arrives, and twice only where a service can neither merge nor be asked', async () => {
    const report = await runChaos({ decisions: 120, groups: 24, kills: 3, fail: 30, seed: 7, life: 1_500 });
    const { dead, killed, messages, missing, pending, services, waiting, wrong } = report;
    expect(wrong).toEqual([]);
    expect({ dead, killed, missing, pending, waiting }).toEqual({
      ...{ dead: 0, killed: 3, missing: [], pending: 0, waiting: 0 },
    });
    expect(messages.length).toBeGreaterThan(50);
    expect(report.due).toBe(report.sent + report.suppressed);
    expect(Object.values(services).reduce((sum, { failed }) => sum + failed, 0)).toBeGreaterThan(0);
    for (const [name, { asked, complaints, failed, lost, twice }] of Object.entries(services)) {
      expect(complaints, name).toEqual([]);
      if (asked >= 40) expect(failed, name).toBeGreaterThan(0);
      expect(twice, name).toBeLessThanOrEqual(keyed.includes(name) ? 0 : killed + lost);
    }
  }, 300_000);
});
