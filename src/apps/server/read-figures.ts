import type { Store } from '../../contracts/store.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import type { Judging } from '../../core/verdict/matter.ts';
import { pagesUnder } from '../../flow/live/pages-under.ts';
import { readRow, rowName } from '../../flow/live/tables.ts';
import type { Delays } from '../../sources/delay/start-delays.ts';
import type { LiveSource } from '../../sources/live/live-source.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { CallCount } from './count-calls.ts';
import type { Figures } from './figures.ts';
import type { Reading } from './metrics.ts';

/** Where the figures of a server are. */
export interface FiguresFrom {
  readonly store: Store;
  readonly sources: readonly LiveSource[];
  readonly figures: Figures;
  readonly delays: Delays;
  readonly calls: CallCount;
  readonly skew: ClockSkew;
  readonly policy: () => Judging;
  readonly sites: readonly Site[];
  readonly acting: boolean;
  readonly isReady: () => boolean;
  readonly beaten: ReadonlyMap<string, number>;
  readonly now: () => number;
  readonly startedAt: number;
}

/** Everything that is measured, as it stands now. A store that is away leaves out what stands in it. */
export async function* readFigures(from: FiguresFrom): AsyncIterable<Reading> {
  const { acting, beaten, calls, delays, figures, isReady, now, policy, skew, sources, startedAt } = from;
  const { engine, policy: inForce } = policy();
  yield { name: 'portcullis_build_info', value: 1, labels: { version: engine } };
  yield { name: 'portcullis_ready', value: isReady() ? 1 : 0 };
  yield { name: 'portcullis_acting', value: acting ? 1 : 0 };
  yield { name: 'portcullis_policy_info', value: 1, labels: { digest: inForce.digest } };
  yield { name: 'portcullis_policies_refused_total', value: figures.policiesRefused };
  yield { name: 'portcullis_faults_total', value: figures.faults };
  const ahead = skew.ahead();
  if (ahead !== null) yield { name: 'portcullis_clock_ahead_seconds', value: ahead / 1000 };
  for (const [source, value] of figures.records) yield { name: 'portcullis_records_total', value, labels: { source } };
  for (const [source, value] of figures.unreadable)
    yield { name: 'portcullis_unreadable_total', value, labels: { source } };
  for (const [outcome, value] of figures.actions)
    yield { name: 'portcullis_actions_total', value, labels: { outcome } };
  for (const [why, value] of figures.told) yield { name: 'portcullis_told_total', value, labels: { why } };
  for (const [of, value] of figures.decisions) {
    const [ruling = '', severity = ''] = of.split('/');
    yield { name: 'portcullis_decisions_total', value, labels: { ruling, severity } };
  }
  yield* ofMeasures(figures);
  for (const { action, result, count } of calls.figures())
    yield { name: 'portcullis_api_calls_total', value: count, labels: { action, result } };
  for (const [of, value] of beaten) {
    const [to = '', result = ''] = of.split('/');
    yield { name: 'portcullis_heartbeats_total', value, labels: { to, result } };
  }
  for (const source of sources) yield* ofSource(source);
  for (const { source, account, region, p50, p95, p99 } of delays.figures())
    for (const [quantile, millis] of [
      ['0.5', p50],
      ['0.95', p95],
      ['0.99', p99],
    ] as const)
      yield {
        name: 'portcullis_delivery_delay_seconds',
        value: millis / 1000,
        labels: { source, account, region, quantile },
      };
  const memory = process.memoryUsage();
  yield { name: 'process_resident_memory_bytes', value: memory.rss };
  yield { name: 'process_heap_bytes', value: memory.heapUsed };
  yield { name: 'process_start_time_seconds', value: startedAt / 1000 };
  try {
    yield* ofStore(from, now());
    yield { name: 'portcullis_store_up', value: 1 };
  } catch {
    yield { name: 'portcullis_store_up', value: 0 };
  }
}

function* ofMeasures({ measures: { detect, exposure, remediate, toldBy } }: Figures): Iterable<Reading> {
  for (const [of, value] of toldBy) {
    // The name of a channel may hold a slash.
    const [, channel = '', kind = '', outcome = ''] = /^(.*)\/([^/]*)\/([^/]*)$/s.exec(of) ?? [];
    yield { name: 'portcullis_messages_total', value, labels: { channel, kind, outcome } };
  }
  for (const [part, value] of detect) yield { name: 'portcullis_detect_seconds', value, labels: { part } };
  yield { name: 'portcullis_remediate_seconds', value: remediate };
  yield { name: 'portcullis_exposure_seconds_total', value: exposure };
}

function* ofSource(source: LiveSource): Iterable<Reading> {
  const { again, inHand, lastTaken, poison, trouble, waiting } = source.figures();
  const labels = { source: source.name };
  yield { name: 'portcullis_source_up', value: trouble === null ? 1 : 0, labels };
  yield { name: 'portcullis_source_waiting', value: waiting, labels };
  yield { name: 'portcullis_source_in_hand', value: inHand, labels };
  yield { name: 'portcullis_source_again_total', value: again, labels };
  yield { name: 'portcullis_source_poison_total', value: poison, labels };
  if (lastTaken !== null)
    yield { name: 'portcullis_source_last_taken_timestamp_seconds', value: lastTaken / 1000, labels };
}

async function* ofStore({ sites, store }: FiguresFrom, now: number): AsyncIterable<Reading> {
  const heads = await store.heads();
  yield { name: 'portcullis_ledger_entries', value: heads.reduce((sum, { n }) => sum + n + 1, 0) };
  const stopped = readRow('switch', await store.row(rowName('switch', 'stop')));
  yield { name: 'portcullis_stopped', value: stopped === null ? 0 : 1 };
  for (const row of await pagesUnder(store, rowName('gap', ''))) {
    const gap = readRow('gap', row)!;
    const labels = { source: row.key, why: gap.why ?? 'lost' };
    yield { name: 'portcullis_source_gap_seconds', value: (now - gap.from) / 1000, labels };
  }
  for (const { account, region } of sites) {
    const swept = readRow('swept', await store.row(rowName('swept', account, region)));
    if (swept !== null)
      yield { name: 'portcullis_sweep_age_seconds', value: (now - swept.started) / 1000, labels: { account, region } };
  }
  for (const { kind, open, due, first } of (await store.waiting?.(now)) ?? []) {
    yield { name: 'portcullis_tasks_open', value: open, labels: { kind } };
    yield { name: 'portcullis_tasks_due', value: due, labels: { kind } };
    yield { name: 'portcullis_task_lag_seconds', value: Math.max(0, now - first) / 1000, labels: { kind } };
    const channel = kind.startsWith(delivering) ? kind.slice(delivering.length) : null;
    if (channel !== null) yield { name: 'portcullis_messages_pending', value: open, labels: { channel } };
  }
  const dead = new Map<string, number>();
  for (const row of await pagesUnder(store, rowName('dead', ''))) {
    const channel = readRow('dead', row)?.channel;
    if (channel !== undefined) dead.set(channel, (dead.get(channel) ?? 0) + 1);
  }
  for (const [channel, value] of dead) yield { name: 'portcullis_messages_dead', value, labels: { channel } };
}

/** Tasks that bring messages to a channel: one kind for each. */
const delivering = 'deliver/';
