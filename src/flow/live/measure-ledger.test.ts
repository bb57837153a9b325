import { describe, expect, test } from 'vitest';
import { generatedLedger } from '../../../test/kpi/generated-ledger.ts';
import { type SqlAsked, sqlFigures } from '../../../test/kpi/sql-figures.ts';
import { scriptOf } from '../../../test/simulation/actors/script.ts';
import { runHistory } from '../../../test/simulation/history.ts';
import { subjectOf } from '../../../test/simulation/subject-of.ts';
import type { Store } from '../../contracts/store.ts';
import type { KpiPart } from '../../core/ledger/measure/kpi-fold.ts';
import { exportLines } from '../../store/backup-lines.ts';
import { measureLedger } from './measure-ledger.ts';

const now = Date.parse('2026-05-01T00:00:00Z');
const all = { since: 0, until: now, now };

/** Figures as a flat list of what is not 0, named as in SQL. */
function flat(parts: readonly KpiPart[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const add = (part: string, name: string, value: unknown): void => {
    if (typeof value === 'number' && value !== 0) found.set(`${part} ${name}`, value);
    if (typeof value === 'object' && value !== null)
      for (const [key, each] of Object.entries(value)) add(part, name === '' ? key : `${name}.${key}`, each);
  };
  for (const { of, figures } of parts) {
    const { hours, longest: _, openHours, ...exposure } = figures.exposure;
    const closedMillis = Math.round(hours * 3_600_000);
    const openMillis = Math.round(openHours * 3_600_000);
    add(JSON.stringify(of), '', { ...figures, exposure: { ...exposure, closedMillis, openMillis } });
  }
  return found;
}

async function bySql(store: Store, asked: SqlAsked): Promise<Record<string, number>> {
  const lines: string[] = [];
  for await (const line of exportLines(store)) lines.push(line);
  const found = sqlFigures(lines, asked);
  // What was told is no figure by itself: it is the rest of what is measured.
  return sorted([...found].filter(([name]) => !name.endsWith('detect.told')));
}

async function byUs(store: Store, { by, now: then, since, until }: SqlAsked): Promise<Record<string, number>> {
  const { parts } = await measureLedger(
    () => store.backup(),
    () => ({ since, until, now: then, by: [by] }),
  );
  return sorted([...flat(parts[0]!)]);
}

function sorted(all: readonly (readonly [string, number])[]): Record<string, number> {
  return Object.fromEntries(
    all.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, Number(value.toFixed(6))]),
  );
}

describe('the figures of a ledger', () => {
  test.each([1, 2, 3, 4, 5, 6])(
    'R107, R108, R110, R112, R113, R115: are those of SQL over its exported lines (ledger %i)',
    async (seed) => {
      const store = await generatedLedger(seed, 700);
      const [ours, theirs] = [await byUs(store, { ...all, by: [] }), await bySql(store, { ...all, by: [] })];
      expect(ours).toEqual(theirs);
      expect(Object.keys(ours).length).toBeGreaterThan(70);
    },
  );

  test.each([
    { by: ['account', 'month'] },
    { by: ['team', 'environment'] },
    { by: ['region', 'week'] },
    { by: ['actor'] },
    { by: ['day'] },
  ] satisfies readonly Pick<SqlAsked, 'by'>[])('R111, R116: and so are those of its parts, by $by', async ({ by }) => {
    const store = await generatedLedger(7, 500);
    const asked = { ...all, by };
    expect(await byUs(store, asked)).toEqual(await bySql(store, asked));
  });

  test('R116: and those of a span of time', async () => {
    const store = await generatedLedger(8, 500);
    const asked = {
      since: Date.parse('2026-03-01T00:00:00Z'),
      until: Date.parse('2026-03-06T00:00:00Z') - 1,
      now,
      by: ['environment'],
    } as const;
    const ours = await byUs(store, asked);
    expect(ours).toEqual(await bySql(store, asked));
    expect(ours).not.toEqual(await byUs(store, { ...asked, until: now }));
  });

  test('R107, R110, R113: and those of what the live loop wrote in a simulated history', async () => {
    const { store } = await runHistory(scriptOf(5), subjectOf(null), new Set());
    const asked = { since: 0, until: 9e15, now: 9e12, by: ['environment', 'actor'] } as const;
    const ours = await byUs(store, asked);
    expect(ours).toEqual(await bySql(store, asked));
    expect(Object.keys(ours).filter((name) => name.includes('detect.all.p95'))).not.toEqual([]);
    await store.close();
  });
});
