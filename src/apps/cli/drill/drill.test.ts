import { describe, expect, it } from 'vitest';
import { portcullis } from '../../../../test/end-to-end/small-archive.ts';

describe('drill', () => {
  it('R151, R153: on the model prints every hop with its latency', async () => {
    const { code, out } = await portcullis(['drill', '--model']);
    expect(code).toBe(0);
    const hops = out.split('\n').flatMap((line) => /^✓ (\w+) /.exec(line)?.[1] ?? []);
    expect(hops).toEqual([
      ...['ready', 'made', 'recorded', 'decided', 'told', 'told', 'reverted', 'verified', 'kept', 'cleaned', 'written'],
    ]);
    expect(out).toMatch(/✓ verified +\d+\.\d s {2}reading again showed that/);
    expect(out).toMatch(/Passed {2}every link held, in \d+\.\d s {2}drl_/);
  });

  it('R157: as JSON tells each link, when it held and how long after the call', async () => {
    const { out } = await portcullis(['drill', '--model', '--json']);
    const told = JSON.parse(out) as {
      passed: boolean;
      failed: null;
      links: { hop: string; after: number | null; at: string }[];
    };
    expect(told).toMatchObject({ $schema: 'portcullis:drill:1', passed: true, failed: null });
    expect(told.links.map(({ hop }) => hop)).toContain('recorded');
    expect(told.links.every(({ at }) => /^2026-03-02T09:/.test(at))).toBe(true);
  });

  it('wants settings or a ledger, or the model', async () => {
    const { code, err } = await portcullis(['drill']);
    expect([code, err]).toEqual([1, expect.stringContaining('expected the settings of a server')]);
  });
});
