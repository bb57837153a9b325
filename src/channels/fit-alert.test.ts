import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyAlert } from '../../test/channels/any-alert.ts';
import { longestAlert, openAlert } from '../../test/channels/sample-alerts.ts';
import { type FittedAlert, fitAlert } from './fit-alert.ts';

const sizeOf = ({ alert }: FittedAlert) => Buffer.byteLength(JSON.stringify(alert));

describe('fitting an alert', () => {
  it('leaves alone what fits', () => {
    expect(fitAlert(openAlert, 20_000, sizeOf)).toEqual({ alert: openAlert, cut: false });
  });

  it('keeps the newest notes, the first lines, and every fact', () => {
    const { alert, cut } = fitAlert(longestAlert, 20_000, sizeOf);
    expect(cut).toBe(true);
    expect(alert.facts.map(({ label }) => label)).toEqual(longestAlert.facts.map(({ label }) => label));
    expect(alert.facts[0]!.lines[0]).toContain('What 0');
    expect(alert.history.at(-1)!.at).toBe(longestAlert.history.at(-1)!.at);
    expect(alert.history.length).toBeLessThan(longestAlert.history.length);
  });

  it('says of each list of lines how many are gone', () => {
    const facts = [{ label: 'What', lines: Array.from({ length: 41 }, (_, n) => `line ${n}`) }];
    const { alert, cut } = fitAlert({ ...openAlert, facts }, 1_000_000, sizeOf);
    expect([alert.facts[0]!.lines.length, alert.facts[0]!.lines.at(-1), cut]).toEqual([41, '… and 1 more line', true]);
  });

  it('any alert fits 20,000 bytes, and what is not marked as cut has lost no line', () => {
    fc.assert(
      fc.property(anyAlert, fc.integer({ min: 20_000, max: 60_000 }), (alert, most) => {
        const fitted = fitAlert(alert, most, sizeOf);
        expect(sizeOf(fitted)).toBeLessThanOrEqual(most);
        expect(fitted.alert).toMatchObject({ kind: alert.kind, revision: alert.revision, state: alert.state });
        if (!fitted.cut)
          expect(fitted.alert.facts.map(({ lines }) => lines.length)).toEqual(
            alert.facts.map(({ lines }) => lines.length),
          );
      }),
      { numRuns: 100 },
    );
  });

  it('is the same for the same alert', () => {
    fc.assert(
      fc.property(anyAlert, (alert) => {
        expect(fitAlert(alert, 5000, sizeOf)).toEqual(fitAlert(alert, 5000, sizeOf));
      }),
      { numRuns: 30 },
    );
  });
});
