import { describe, expect, test } from 'vitest';
import { noTally } from '../../../core/ledger/rollup.ts';
import { createMemoryStore } from '../../../store/memory-store.ts';
import { endGap, noteGap } from '../gap.ts';
import { defaultLiveSettings } from '../live-parts.ts';
import { sweepAfterGap } from './sweep-after-gap.ts';
import { sweepsDue } from './sweeps-due.ts';

const hour = 3_600_000;
const [ireland, frankfurt] = ['eu-west-1', 'eu-central-1'].map((region) => ({ account: '111122223333', region })) as [
  { account: string; region: string },
  { account: string; region: string },
];

function staged() {
  const store = createMemoryStore(1);
  const time = { now: Date.UTC(2026, 0, 31, 9) };
  const clock = { now: () => time.now, monotonic: () => 0, sleep: async () => {} };
  const settings = { ...defaultLiveSettings, sites: [ireland, frankfurt], ownRoles: [], sweepEvery: hour };
  const row = (table: string, key: string, value: unknown) =>
    store.append(0, 'any', [], { rows: [{ table, key, value: JSON.stringify(value) }] });
  const swept = ({ account, region }: typeof ireland, ago: number) =>
    row('swept', `${account}/${region}`, { started: time.now - ago, ended: time.now - ago });
  return { parts: { store, clock, settings }, time, row, swept };
}

describe('sweeps by need', () => {
  test('what was never read is due, and what nobody changed is due again after the long span', async () => {
    const { parts, swept } = staged();
    expect(await sweepsDue(parts, 12 * hour)).toEqual([ireland, frankfurt]);
    await swept(ireland, 11 * hour);
    await swept(frankfurt, 12 * hour);
    expect(await sweepsDue(parts, 12 * hour)).toEqual([frankfurt]);
  });

  test('where something was changed since, it is due after the short span', async () => {
    const { parts, row, swept } = staged();
    await swept(ireland, hour);
    await swept(frankfurt, hour);
    await row('tally', `2026-01-31/${ireland.account}/${ireland.region}/0`, { ...noTally, changes: 1 });
    await row('tally', `2026-01-31/${frankfurt.account}/${frankfurt.region}/records`, { ...noTally, records: 9 });
    expect(await sweepsDue(parts, 12 * hour)).toEqual([ireland]);
    await swept(ireland, hour - 1);
    expect(await sweepsDue(parts, 12 * hour)).toEqual([]);
  });

  test('a change of the day before counts for a sweep of that day, not for a later one', async () => {
    const { parts, row, swept } = staged();
    await row('tally', `2026-01-30/${ireland.account}/${ireland.region}/0`, { ...noTally, changes: 1 });
    await swept(frankfurt, 0);
    await swept(ireland, 8 * hour);
    expect(await sweepsDue(parts, 12 * hour)).toEqual([]);
    await swept(ireland, 10 * hour);
    expect(await sweepsDue(parts, 12 * hour)).toEqual([ireland]);
  });

  test('once a source is there again everything is read at once, however lately it was read', async () => {
    const { parts, time } = staged();
    const gap = { source: 'queue', why: 'lost', from: time.now, said: 'no answer' } as const;
    let known: ReadonlySet<string> = await sweepAfterGap(parts, new Set());
    await noteGap(parts, gap);
    known = await sweepAfterGap(parts, known);
    expect([...known]).toEqual([`queue@${time.now}`]);
    expect((await parts.store.waiting!(time.now)).map(({ kind }) => kind)).toEqual(['tell']);
    await endGap(parts, 'queue', time.now);
    const [one, other] = [await sweepAfterGap(parts, known), await sweepAfterGap(parts, known)];
    expect([one.size, other.size]).toEqual([0, 0]);
    expect(await parts.store.waiting!(time.now)).toMatchObject([{ kind: 'sweep', open: 2 }, { kind: 'tell' }]);
  });

  test('the gap of sweeps themselves ends by a sweep and asks for no other', async () => {
    const { parts, time } = staged();
    await noteGap(parts, { source: `sweep/111122223333/eu-west-1`, why: 'lost', from: time.now, said: 'denied' });
    expect((await sweepAfterGap(parts, new Set())).size).toBe(0);
  });
});
