import { Counter, Gauge, Registry } from 'prom-client';
import type { MetricName } from './metric-list.ts';
import { metricList } from './metric-list.ts';

/** A value of a metric, under its labels. */
export interface Reading {
  readonly name: MetricName;
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Writes readings in the text format of Prometheus. Counters are given as they stand. */
export async function writeMetrics(
  readings: Iterable<Reading> | AsyncIterable<Reading>,
): Promise<{ readonly type: string; readonly text: string }> {
  const registry = new Registry();
  const metrics = new Map(
    metricList.map(({ name, type, help, labels }) => {
      const how = { name, help, labelNames: [...labels], registers: [registry] };
      return [name, type === 'counter' ? new Counter(how) : new Gauge(how)] as const;
    }),
  );
  // What nothing is known of is left out: 0 would be an answer.
  for (const [name, metric] of metrics) if (!isCounterWithoutLabels(name)) metric.remove({});
  for await (const { name, value, labels = {} } of readings) {
    if (!Number.isFinite(value)) continue;
    const metric = metrics.get(name)!;
    if (metric instanceof Gauge) metric.set(labels, value);
    else metric.inc(labels, Math.max(0, value));
  }
  return { type: registry.contentType, text: await registry.metrics() };
}

function isCounterWithoutLabels(name: MetricName): boolean {
  const { type, labels } = metricList.find((each) => each.name === name)!;
  return type === 'counter' && labels.length === 0;
}
