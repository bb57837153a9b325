import { Counter, Gauge, Registry } from 'prom-client';
import type { MetricName } from './metric-list.ts';
import { metricList } from './metric-list.ts';
import { type SpanCounts, spanBounds } from './span-counts.ts';

/** A value of a metric, under its labels; of a histogram all its counts. */
export interface Reading {
  readonly name: MetricName;
  readonly value: number | SpanCounts;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Writes readings in the text format of Prometheus. Counters are given as they stand. */
export async function writeMetrics(
  readings: Iterable<Reading> | AsyncIterable<Reading>,
): Promise<{ readonly type: string; readonly text: string }> {
  const registry = new Registry();
  const metrics = new Map(
    metricList.flatMap(({ name, type, help, labels }) => {
      if (type === 'histogram') return [];
      const how = { name, help, labelNames: [...labels], registers: [registry] };
      return [[name, type === 'counter' ? new Counter(how) : new Gauge(how)] as const];
    }),
  );
  // What nothing is known of is left out: 0 would be an answer.
  for (const [name, metric] of metrics) if (!isCounterWithoutLabels(name)) metric.remove({});
  const spans: Spans[] = [];
  for await (const { name, value, labels = {} } of readings) {
    const metric = metrics.get(name);
    if (typeof value !== 'number') spans.push({ name, value, labels });
    if (metric === undefined || typeof value !== 'number' || !Number.isFinite(value)) continue;
    if (metric instanceof Gauge) metric.set(labels, value);
    else metric.inc(labels, Math.max(0, value));
  }
  return { type: registry.contentType, text: `${await registry.metrics()}${histograms(spans)}` };
}

interface Spans {
  readonly name: MetricName;
  readonly value: SpanCounts;
  readonly labels: Readonly<Record<string, string>>;
}

/** The library counts by itself only what it is told one by one. */
function histograms(spans: readonly Spans[]): string {
  return metricList
    .filter(({ type }) => type === 'histogram')
    .map(({ help, name }) => {
      const own = spans.filter((each) => each.name === name).flatMap(histogramLines);
      return ['', `# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...own, ''].join('\n');
    })
    .join('');
}

function histogramLines({ labels, name, value: { count, counts, sum } }: Spans): readonly string[] {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text.replaceAll(/["\\\n]/g, escaped)}"`);
  const of = (...more: readonly string[]): string => {
    const all = [...pairs, ...more];
    return all.length === 0 ? '' : `{${all.join(',')}}`;
  };
  const bounds = [...spanBounds.map(String), '+Inf'];
  return [
    ...bounds.map((bound, at) => `${name}_bucket${of(`le="${bound}"`)} ${counts[at] ?? count}`),
    `${name}_sum${of()} ${sum}`,
    `${name}_count${of()} ${count}`,
  ];
}

function escaped(character: string): string {
  return character === '\n' ? '\\n' : `\\${character}`;
}

function isCounterWithoutLabels(name: MetricName): boolean {
  const { type, labels } = metricList.find((each) => each.name === name)!;
  return type === 'counter' && labels.length === 0;
}
