import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildExample } from '../../examples/generate/build-example.ts';
import { readSnapshot } from '../../src/core/group/read/describe.ts';
import type { Json, JsonObject } from '../../src/core/leaf/canonical.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { type Backtest, backtest } from '../../src/flow/backtest.ts';
import { onceEach } from '../../src/flow/figures.ts';
import { type Label, readLabels } from '../../src/flow/read-labels.ts';
import { readPolicyFiles } from '../../src/settings/policy-file.ts';
import { openSpill } from '../../src/store/spill.ts';
import { spillOf } from '../builders/read-records.ts';
import { inspectTelling } from '../chaos/inspect-telling.ts';
import { distinctRecords, examples, readWeek } from '../examples/read-week.ts';
import { buildWeek } from './build-week.ts';
import { LiveStage } from './live-stage.ts';
import { type Story, storiesOf, type ToldLive, toldLive } from './live-stories.ts';
import { Truth } from './live-truth.ts';
import { organisationPolicy } from './organisation-policy.ts';

/** What became of one week in the live loop, and beside it what an archive of it would have told. */
export interface LiveNoise extends Omit<ToldLive, 'stories'> {
  readonly week: string;
  readonly changes: number;
  /** Interrupting messages of the archive; the same to several channels is one. */
  readonly archive: number;
  readonly archiveMissed: readonly string[];
  /** What is told on one side, of which no record is told on the other. */
  readonly onlyLive: readonly string[];
  readonly onlyArchive: readonly string[];
  /** Of all channels together, when the week was over. */
  readonly due: number;
  readonly sent: number;
  readonly pending: number;
  readonly suppressed: number;
  /** What does not add up, at the end of any day. */
  readonly wrong: readonly string[];
  /** Calls of ours that would have changed something: these policies want none. */
  readonly writes: number;
}

interface Measured {
  readonly name: string;
  readonly records: readonly JsonObject[];
  readonly truth: Truth;
  readonly policy: Policy;
  readonly before: Json;
  readonly labels: readonly Label[];
}

/** Lets a seeded week pass in the live loop. */
export function measureLiveWeek(seed: number): Promise<LiveNoise> {
  const truth = new Truth();
  const week = buildWeek(seed, (cloud, at) => truth.sees(cloud, at));
  const labels = week.incidents.map(
    ({ kind, title, ids, expect }): Label => ({ incident: kind, title, eventIds: ids, expect }),
  );
  const { before, records } = week;
  return measure({ name: `week ${seed}`, records, truth, before, labels, policy: organisationPolicy(week.shop) });
}

/** Lets the example week pass in the live loop, by its own policy. */
export function measureLiveExample(): Promise<LiveNoise> {
  const truth = new Truth();
  buildExample('portcullis', (cloud, at) => truth.sees(cloud, at));
  const read = (name: string): string => readFileSync(join(examples, name), 'utf8');
  const { policy, errors } = readPolicyFiles([join(examples, 'portcullis.yaml')], join(examples, '../policies'));
  const labels = readLabels(read('labels.csv'));
  if (policy === null || 'misread' in labels) throw new Error(errors.join('\n'));
  const records = distinctRecords(readWeek(examples)) as unknown as readonly JsonObject[];
  const before = JSON.parse(read('snapshot.json')) as Json;
  return measure({ name: 'example', records, truth, before, labels, policy });
}

async function measure({ name, records, truth, policy, before, labels }: Measured): Promise<LiveNoise> {
  const archive = await inArchive(records, { policy, before, labels });
  const stage = new LiveStage({ seed: name, records, truth, policy, pagers: ['pagerduty.oncall'] });
  const wrong = new Set<string>();
  await stage.passes(async () => {
    for (const each of (await inspectTelling(stage.store)).wrong) wrong.add(each);
  });
  const { due, sent, waiting: pending, suppressed, pending: undelivered, dead } = await inspectTelling(stage.store);
  if (undelivered + dead > 0) wrong.add(`${undelivered} messages are not delivered, ${dead} given up`);
  const { stories, ...told } = await toldLive(stage, labels);
  return {
    ...{ week: name, changes: archive.changes, archive: archive.stories.length, ...told },
    archiveMissed: archive.result.incidents.filter(({ caught }) => !caught).map(({ incident }) => incident),
    onlyLive: unlike(stories, archive.stories),
    onlyArchive: unlike(archive.stories, stories),
    ...{ due, sent, pending, suppressed, wrong: [...wrong], writes: stage.writes.length },
  };
}

async function inArchive(
  records: readonly JsonObject[],
  { policy, before, labels }: Pick<Measured, 'policy' | 'before' | 'labels'>,
): Promise<{ readonly changes: number; readonly result: Backtest; readonly stories: readonly Story[] }> {
  const { spill, tally } = await spillOf(records);
  const kept = openSpill();
  const judging = { policy, engine: '0.0.0' };
  const result = backtest(spill, kept, { judging, snapshot: readSnapshot(before).perimeter, net: true, labels });
  const decisions = [...kept.decisions('time')].map(({ text }) => JSON.parse(text));
  spill.close();
  kept.close();
  const alerts = result.messages.filter(({ kind }) => kind !== 'digest');
  const stories = storiesOf(alerts, new Map(decisions.map((each) => [each.id, each])));
  // The same to several channels counts once, as it does in the figures of an archive.
  const once = new Set(onceEach(alerts).map(({ id }) => id));
  return { changes: tally.changes, result, stories: stories.filter(({ id }) => once.has(id)) };
}

/** The stories of one side of whose records none is in a story of the other. */
function unlike(stories: readonly Story[], others: readonly Story[]): readonly string[] {
  const known = new Set(others.flatMap(({ records }) => records));
  return stories.filter(({ records }) => !records.some((each) => known.has(each))).map(({ say }) => say);
}
