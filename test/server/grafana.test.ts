import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { metricList } from '../../src/apps/server/metric-list.ts';

const file = join(import.meta.dirname, '..', '..', 'examples/grafana/portcullis.json');
const dashboard = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly panels: readonly {
    readonly id: number;
    readonly type: string;
    readonly title: string;
    readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
    readonly targets?: readonly { readonly expr: string }[];
  }[];
  readonly templating: { readonly list: readonly { readonly definition?: string }[] };
  readonly annotations: { readonly list: readonly { readonly expr: string }[] };
};

const queries = [
  ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ...dashboard.templating.list.flatMap(({ definition }) => definition ?? []),
  ...dashboard.annotations.list.map(({ expr }) => expr),
];
/** Names that a scrape holds: of a histogram its three series. */
const told = new Map(
  metricList.flatMap((metric) =>
    metric.type === 'histogram'
      ? ['_bucket', '_sum', '_count'].map((end) => [`${metric.name}${end}`, metric] as const)
      : [[metric.name as string, metric] as const],
  ),
);

describe('the Grafana dashboard', () => {
  test('R107, R110, R113: asks only for metrics that a server tells, by labels that they have', () => {
    const asked = new Set<string>();
    for (const query of queries)
      for (const [, name = '', matchers = ''] of query.matchAll(/\b(portcullis_[a-z_]+)(?:\{([^}]*)\})?/g)) {
        asked.add(name);
        const metric = told.get(name);
        expect([name, metric === undefined]).toEqual([name, false]);
        const labels = [...matchers.matchAll(/([a-z_]+)=/g)].map(([, label]) => label);
        const known = [...metric!.labels, 'instance', 'le'];
        expect([name, labels.filter((label) => !known.includes(label!))]).toEqual([name, []]);
      }
    expect(asked.size).toBeGreaterThan(15);
    for (const name of ['detect_seconds_bucket', 'remediate_seconds_bucket', 'exposure_seconds_total', 'messages_dead'])
      expect(asked).toContain(`portcullis_${name}`);
  });

  test('groups by labels that the metric beside them has', () => {
    for (const query of queries)
      for (const [, by = '', name = ''] of query.matchAll(/\bby \(([^)]*)\)[^)]*?\b(portcullis_[a-z_]+)/g)) {
        const known = [...(told.get(name)?.labels ?? []), 'le', 'instance'];
        expect([name, by.split(', ').filter((label) => !known.includes(label))]).toEqual([name, []]);
      }
  });

  test('counters are asked for by their growth, and braces and brackets close', () => {
    for (const query of queries) {
      for (const [, before = '', name = ''] of query.matchAll(/([a-z_]*)\(?(portcullis_[a-z_]+_total)\b/g))
        expect([name, /^(increase|rate)$/.test(before)]).toEqual([name, true]);
      for (const [open, close] of ['()', '{}', '[]'])
        expect(query.split(open!).length, query).toBe(query.split(close!).length);
    }
  });

  test('panels have ids of their own and none lies over another', () => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const [at, { gridPos: a, title }] of panels.entries())
      for (const { gridPos: b } of panels.slice(at + 1)) {
        const apart = a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
        expect([title, apart]).toEqual([title, true]);
      }
  });
});
