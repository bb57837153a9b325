import { describe, expect, test } from 'vitest';
import { metricList } from './metric-list.ts';
import { writeMetrics } from './metrics.ts';
import { addSpan, noSpans, spanBounds } from './span-counts.ts';

describe('metrics', () => {
  test('names follow the conventions: units at the end, counters with `_total`, one of a kind', () => {
    for (const { name, type, help } of metricList) {
      expect(name).toMatch(/^(portcullis|process)_[a-z]+(_[a-z]+)*$/);
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
      expect(name).not.toMatch(/millis|minutes|hours|_ms\b|kilo|mega/);
      expect(help.length).toBeGreaterThan(10);
    }
    expect(new Set(metricList.map(({ name }) => name)).size).toBe(metricList.length);
  });

  test('are written as they stand, with hostile labels as data; what is not known is left out', async () => {
    const { type, text } = await writeMetrics([
      { name: 'portcullis_records_total', value: 7, labels: { source: 'folder:a"\n# HELP x\\' } },
      { name: 'portcullis_clock_ahead_seconds', value: Number.NaN },
      { name: 'portcullis_ready', value: 1 },
    ]);
    expect(type).toMatch(/^text\/plain/);
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('# '));
    expect(lines).toEqual([
      'portcullis_ready 1',
      'portcullis_policies_refused_total 0',
      'portcullis_records_total{source="folder:a\\"\\n# HELP x\\\\"} 7',
      'portcullis_exposure_seconds_total 0',
      'portcullis_faults_total 0',
    ]);
    for (const { name, type } of metricList) expect(text).toContain(`# TYPE ${name} ${type}`);
  });

  test('R107: a histogram tells how many took at most so long, all of them, and their sum', async () => {
    const value = [1500, 40_000, -5, 10_000_000_000].reduce(addSpan, noSpans);
    const { text } = await writeMetrics([
      { name: 'portcullis_detect_seconds', value, labels: { part: 'a"\n\\' } },
      { name: 'portcullis_remediate_seconds', value: noSpans },
    ]);
    const lines = text.split('\n').filter((line) => /^portcullis_(detect|remediate)/.test(line));
    expect(lines).toHaveLength(2 * (spanBounds.length + 3));
    const part = 'part="a\\"\\n\\\\"';
    for (const line of [
      `portcullis_detect_seconds_bucket{${part},le="1"} 1`,
      `portcullis_detect_seconds_bucket{${part},le="2"} 2`,
      `portcullis_detect_seconds_bucket{${part},le="60"} 3`,
      `portcullis_detect_seconds_bucket{${part},le="+Inf"} 4`,
      `portcullis_detect_seconds_sum{${part}} 10000041.5`,
      `portcullis_detect_seconds_count{${part}} 4`,
      'portcullis_remediate_seconds_bucket{le="+Inf"} 0',
      'portcullis_remediate_seconds_count 0',
    ])
      expect(lines).toContain(line);
    expect(text).toContain('# TYPE portcullis_detect_seconds histogram');
  });
});
