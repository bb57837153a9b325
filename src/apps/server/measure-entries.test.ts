import { describe, expect, test } from 'vitest';
import type { EntryBody, ToldBody } from '../../core/ledger/entry-body.ts';
import { EntryMeasures } from './measure-entries.ts';

const at = Date.parse('2026-03-02T09:00:00Z');

function decided(id: string, odd: object = {}): EntryBody {
  const decision = {
    ...{ id, at: '2026-03-02T09:00:00Z', call: { result: 'applied' }, verdict: { ruling: 'breach' } },
    records: [{ receivedAt: '2026-03-02T09:00:12Z' }],
    ...odd,
  };
  return { kind: 'decided', decision, facts: {}, basis: {} } as unknown as EntryBody;
}

function told(odd: Partial<ToldBody> = {}): ToldBody {
  return {
    ...{ kind: 'told', message: 'msg_1', channel: 'slack', what: 'first', of: 'incident', outcome: 'done' },
    ...{ at: at + 15_000, attempts: 1, why: null, severity: 'high', decisions: ['chg_1'], incidents: ['inc_1'] },
    ...odd,
  };
}

const follows = (...violations: readonly object[]) =>
  ({
    kind: 'observed',
    follows: { violations, incidents: [{ id: 'inc_1', closedAt: at + 75_000 }] },
  }) as unknown as EntryBody;

describe('what a server measures of the entries that it writes', () => {
  test('R107: detect is up to the first message that came, once, in AWS’s part and ours', () => {
    const measures = new EntryMeasures();
    measures.hear(decided('chg_1'));
    measures.hear(told({ outcome: 'refused', at: at + 13_000 }));
    measures.hear(told());
    measures.hear(told({ what: 'again', at: at + 90_000 }));
    expect([...measures.detect].map(([part, { count, sum }]) => [part, count, sum])).toEqual([
      ['all', 1, 15],
      ['aws', 1, 12],
      ['ours', 1, 3],
    ]);
    expect([...measures.toldBy]).toEqual([
      ['slack/incident/refused', 1],
      ['slack/incident/done', 2],
    ]);
  });

  test('what AWS refused, what is our own, inside policy or without a time of arrival is not measured', () => {
    const measures = new EntryMeasures();
    const odds = [
      { call: { result: 'failed' } },
      { own: 'act_1' },
      { verdict: { ruling: 'clear' } },
      { records: [] },
      { call: undefined },
    ];
    for (const odd of odds) {
      measures.hear(decided('chg_1', odd));
      measures.hear(told({ of: 'digest' }));
      measures.hear(told());
    }
    expect(measures.detect.size).toBe(0);
  });

  test('R110, R113: an incident counts from its first message to its end, an opening for as long as it stood', () => {
    const measures = new EntryMeasures();
    measures.hear(told());
    measures.hear(told({ channel: 'mail', at: at + 60_000 }));
    const opening = { state: 'gone', openedAt: at, closedAt: at + 75_000 };
    measures.hear(follows(opening, { ...opening, state: 'withdrawn' }, { ...opening, state: 'open', closedAt: null }));
    measures.hear(follows());
    expect([measures.remediate.count, measures.remediate.sum, measures.exposure]).toEqual([1, 60, 75]);
  });

  test('what is never told does not grow without bounds', () => {
    const measures = new EntryMeasures();
    for (let n = 0; n < 10_002; n++) measures.hear(decided(`chg_${n}`));
    measures.hear(told({ decisions: ['chg_0', 'chg_1', 'chg_2'] }));
    expect(measures.detect.get('all')?.count).toBe(1);
  });
});
