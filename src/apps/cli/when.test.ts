import { describe, expect, it } from 'vitest';
import { readWhen, sayTime, sayWhen, whenOf } from './when.ts';

const now = Date.parse('2026-03-09T12:00:00Z');
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

describe('times', () => {
  it('are read as ISO 8601 in UTC, as dates and as ages', () => {
    expect(iso(readWhen('2026-01-31T09:14Z', now))).toBe('2026-01-31T09:14:00.000Z');
    expect(iso(readWhen('2026-01-31', now))).toBe('2026-01-31T00:00:00.000Z');
    expect(iso(readWhen('7d', now))).toBe('2026-03-02T12:00:00.000Z');
    expect(iso(readWhen('90m', now))).toBe('2026-03-09T10:30:00.000Z');
    expect(readWhen('yesterday', now)).toBeNull();
    expect(readWhen('2026-02-30', now)).toBeNull();
  });

  it('a date as an end means the end of that day', () => {
    expect(iso(readWhen('2026-01-31', now, 'last'))).toBe('2026-01-31T23:59:59.999Z');
  });

  it('what is no time is refused with what was expected, what came and where', () => {
    expect(() => whenOf('--since', 'soon', now)).toThrow(
      'expected a time such as 2026-01-31T09:14:07Z, 2026-01-31 or 7d at `--since`, got `soon`',
    );
  });

  it('are printed in UTC, short in columns', () => {
    expect(sayWhen('2026-01-31T09:14:07Z', false)).toBe('Jan 31 09:14');
    expect(sayWhen('2026-01-31T09:14:07Z', true)).toBe('2026-01-31 09:14');
    expect(sayTime('2026-01-31T09:14:07.120Z')).toBe('2026-01-31 09:14:07');
  });
});
