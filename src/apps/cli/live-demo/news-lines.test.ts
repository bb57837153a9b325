import { expect, test } from 'vitest';
import { newsLines, type Telling } from './news-lines.ts';

const telling: Telling = {
  columns: 120,
  nameOf: (id) => (id === 'sg-0a1b' ? 'prod-web' : id),
  decision: () => null,
  answer: (plan, word) => `${word} ${plan}`,
};

const reminderOf = (detail: Readonly<Record<string, string>>): string =>
  newsLines({ kind: 'told', at: Date.UTC(2026, 2, 2), about: 'inc_1', group: null, why: 'reminder', detail }, telling)
    .flat()
    .map((piece) => (typeof piece === 'string' ? piece : piece.text))
    .join('');

test('R13: a reminder is a line that names the group, what is open, for how long, and who it was', () => {
  const about = { group: 'sg-0a1b', severity: 'high', since: '2026-03-01T20:00:00Z', open: '4 hours', checks: 'ssh' };
  const line = reminderOf({ ...about, what: 'ingress tcp/22 0.0.0.0/0', by: 'alice' });
  expect(line).toBe('00:00:00  still open  prod-web: ingress tcp/22 0.0.0.0/0  for 4 hours, by alice');
  expect(reminderOf(about)).toBe('00:00:00  still open  prod-web: ssh  for 4 hours');
});
