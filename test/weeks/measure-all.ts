import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSnapshot } from '../../src/core/group/read/describe.ts';
import type { Json, JsonObject } from '../../src/core/leaf/canonical.ts';
import { backtest } from '../../src/flow/backtest.ts';
import { readLabels } from '../../src/flow/read-labels.ts';
import { readPolicyFiles } from '../../src/settings/policy-file.ts';
import { openSpill } from '../../src/store/spill.ts';
import { spillOf } from '../builders/read-records.ts';
import { distinctRecords, examples, readWeek } from '../examples/read-week.ts';
import { buildWeek } from './build-week.ts';
import { measureWeek, type Noise, noiseOf, policyNames } from './measure-noise.ts';
import type { NoiseLine } from './noise-table.ts';

/** Measures the example week, and the weeks of these seeds. */
export async function measureAll(first: number, last: number): Promise<readonly NoiseLine[]> {
  const weeks: Awaited<ReturnType<typeof measureWeek>>[] = [];
  for (let seed = first; seed <= last; seed++) weeks.push(await measureWeek(buildWeek(seed)));
  const says = {
    packs: 'the packs, and what an organisation adds on its first day',
    'tell-all': 'a policy that tells all',
    'do-nothing': 'a policy that judges nothing',
  };
  return [
    { say: 'the example week: its own policy', weeks: [await measureExample()] },
    ...policyNames.map((name) => ({
      say: `${last - first + 1} seeded weeks: ${says[name]}`,
      weeks: weeks.map((each) => each[name]),
    })),
  ];
}

async function measureExample(): Promise<Noise> {
  const read = (name: string): string => readFileSync(join(examples, name), 'utf8');
  const { policy, errors } = readPolicyFiles([join(examples, 'portcullis.yaml')], join(examples, '../policies'));
  const labels = readLabels(read('labels.csv'));
  if (policy === null || 'misread' in labels) throw new Error(errors.join('\n'));
  const records = distinctRecords(readWeek(examples)) as unknown as readonly JsonObject[];
  const { spill, tally } = await spillOf(records);
  const kept = openSpill();
  const { perimeter: snapshot } = readSnapshot(JSON.parse(read('snapshot.json')) as Json);
  const result = backtest(spill, kept, { judging: { policy, engine: '0.0.0' }, snapshot, net: true, labels });
  kept.close();
  spill.close();
  return noiseOf(result, tally.changes);
}
