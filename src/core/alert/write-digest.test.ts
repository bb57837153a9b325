import { describe, expect, test } from 'vitest';
import { sealedHead } from '../../../test/alerts/sealed-head.ts';
import type { AlertRow } from './alert-parts.ts';
import type { DigestFacts } from './digest-facts.ts';
import { writeDigest } from './write-digest.ts';

const day = 86_400_000;
const hour = 3_600_000;
const to = Date.UTC(2026, 0, 31, 9);

const none = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0, permitted: 0, clear: 0, refused: 0 } as const;

const quiet: DigestFacts = {
  period: 'daily',
  from: to - day,
  to,
  verdicts: none,
  fates: { told: 0, joined: 0, collapsed: 0, digested: 0, recorded: 0 },
  worst: [],
  overdue: [],
  ending: [],
  mutes: [],
  suppressed: [],
  dead: [],
  backlog: null,
  drill: { at: to - 2 * day, passed: true, tookMs: 9800, overdue: false },
  coverage: { covered: 48, all: 50 },
  sources: [{ source: 'sqs', last: to - 41_000 }],
  gaps: [],
  heads: [sealedHead],
};

const row: AlertRow = {
  ...{ message: { id: 'msg_1', at: to, severity: 'high', decisions: [], joined: [], about: [], checks: [] } },
  ...{ key: 'portcullis:msg_1', revision: 0, notes: [], updatedAt: to, acknowledged: null, escalation: null },
};

const busy: DigestFacts = {
  ...quiet,
  verdicts: { ...none, critical: 1, high: 1, permitted: 1, clear: 1, refused: 1 },
  fates: { told: 2, joined: 1, collapsed: 0, digested: 1, recorded: 1 },
  worst: [
    {
      decision: 'chg_1',
      severity: 'critical',
      say: 'the whole IPv4 Internet can reach tcp 22 (ssh) on prod-web',
      state: 'closed',
    },
    { decision: 'chg_2', severity: 'high', say: '192.0.2.0/24 can reach tcp 5432 on stage-db', state: 'open' },
    { decision: 'chg_3', severity: 'low', say: 'a', state: null },
    { decision: 'chg_4', severity: 'low', say: 'never shown', state: null },
  ],
  overdue: [{ incident: 'inc_2', on: 'stage-db', severity: 'high', since: to - 76 * hour, within: 4 * hour }],
  ending: [
    { kind: 'exception', id: 'ex-14', about: 'no-ssh on prod-web', until: to + day, owner: 'alice@example.com' },
  ],
  mutes: [{ id: 'mut_1', owner: 'alice@example.com', reason: 'load test', until: to + day, kept: 7 }],
  suppressed: [{ channel: 'slack.secops', count: 27 }],
  dead: [{ channel: 'webhook.jira', count: 2, why: 'it answers 404' }],
  backlog: { open: 14, overdue: 2 },
  gaps: [{ source: 's3', from: to - hour, to: null }],
};

const textOf = (facts: DigestFacts): string => {
  const alert = writeDigest(row, facts)!;
  return [
    alert.headline,
    alert.status,
    ...alert.facts.flatMap(({ label, lines }) => lines.map((line) => `${label}: ${line}`)),
  ].join('\n');
};

describe('a digest', () => {
  test('R62, R76, R167: of a day tells counts, fates, the worst three, and what is open, ending, muted, kept back and given up', () => {
    expect(
      textOf(busy),
    ).toBe(`Daily digest: 4 changes, 2 broke policy, 1 open too long, messages were given up, 1 source lost
4 changes from 2026-01-30 09:00 to 2026-01-31 09:00 UTC
Verdicts: 1 critical, 1 high, 1 permitted, 1 inside policy, 1 refused
Verdicts: 2 told, 1 added to a message, 1 in digests only, 1 only recorded
Worst: critical: the whole IPv4 Internet can reach tcp 22 (ssh) on prod-web: over (chg_1)
Worst: high: 192.0.2.0/24 can reach tcp 5432 on stage-db: OPEN (chg_2)
Worst: low: a (chg_3)
Overdue: high: stage-db open for 3 d 4 h, wanted within 4 h (inc_2)
Ending: exception ex-14 (no-ssh on prod-web) ends 2026-02-01 09:00:00 UTC, owner alice@example.com
Muted: mut_1 by alice@example.com until 2026-02-01 09:00:00 UTC kept back 7: load test
Kept back: slack.secops: 27 added or collapsed
Given up: webhook.jira: 2 messages, it answers 404
Backlog: 14 open, 2 overdue
Drill: passed 2 d ago in 10 s
Coverage: 48 of 50 critical groups (96 %)
Pipeline: s3: LOST for 60 min, from 2026-01-31 08:00:00 UTC
Pipeline: sqs: last record 41 s ago
Chain: ${sealedHead}`);
  });

  test('of a day on which nothing happened is not sent', () => {
    expect(writeDigest(row, quiet)).toBeNull();
  });

  test('of a week on which nothing happened says that, and that the pipeline is healthy', () => {
    expect(textOf({ ...quiet, period: 'weekly' })).toContain(
      'Weekly digest: nothing happened; pipeline healthy, last record 41 s ago',
    );
  });

  test('of a silent week without any record does not call the pipeline healthy', () => {
    const text = textOf({ ...quiet, period: 'weekly', sources: [{ source: 'sqs', last: null }] });
    expect(text).toContain('nothing happened; no source has told anything yet');
    expect(text).not.toContain('healthy');
  });

  test.each([
    ['a gap', { gaps: [{ source: 's3', from: to - hour, to: null }] }],
    ['an overdue drill', { drill: { at: null, passed: null, tookMs: null, overdue: true } }],
    ['a failed drill', { drill: { at: to - hour, passed: false, tookMs: null, overdue: false } }],
    ['an overdue debt', { backlog: { open: 3, overdue: 1 } }],
    ['a message that was given up', { dead: [{ channel: 'a', count: 1, why: 'b' }] }],
    ['an exception that ends', { ending: busy.ending }],
    ['R115: what was kept back', { suppressed: busy.suppressed }],
  ] as const)('%s is worth a digest by itself', (_, more) => {
    expect(writeDigest(row, { ...quiet, ...more })).not.toBeNull();
  });

  test('says 100 % of all only', () => {
    expect(textOf({ ...busy, coverage: { covered: 999, all: 1000 } })).toContain('999 of 1000 critical groups (99 %)');
  });
});
