import { describe, expect, test } from 'vitest';
import { hostileTexts } from '../../../test/hostile/texts.ts';
import { severities } from '../policy/scale.ts';
import type { AlertRow } from './alert-parts.ts';
import { noticeSeverity, writeNotice } from './write-notice.ts';

const start = Date.UTC(2026, 0, 31, 9, 14, 7);

function rowOf(more: Partial<AlertRow> = {}): AlertRow {
  const message = {
    id: 'msg_1',
    at: start,
    severity: 'high',
    decisions: [],
    joined: [],
    about: [],
    checks: [],
  } as const;
  const usual = { key: 'portcullis:gap/sqs', revision: 0, notes: [], updatedAt: start };
  return { ...usual, message, acknowledged: null, escalation: null, ...more };
}

const whys = [
  ...['gap', 'gap-over', 'unreadable', 'conflict', 'impostor', 'fault', 'channel', 'dead', 'unconfirmed'],
  ...['drill-failed', 'drill-overdue', 'latent', 'test', 'something else'],
];

describe('a notice of our own work', () => {
  test('a gap tells which source, since when, and that what happens meanwhile is not lost', () => {
    const facts = { why: 'gap', about: 'gap/sqs', detail: { source: 'sqs', said: 'it does not answer' } };
    const alert = writeNotice(rowOf(), facts, start + 600_000);
    expect(alert).toMatchObject({ kind: 'notice', state: 'open', status: 'OPEN for 10 min', severity: 'high' });
    expect(alert.headline).toBe('Records may be missing: sqs is lost or late');
    expect(alert.facts[0]!.lines).toContain('sqs: it does not answer');
  });

  test('the same message is closed when the source is back', () => {
    const alert = writeNotice(
      rowOf({ revision: 1 }),
      { why: 'gap-over', about: 'gap/sqs', detail: { source: 'sqs' } },
      start,
    );
    expect(alert).toMatchObject({ key: 'portcullis:gap/sqs', revision: 1, state: 'closed' });
  });

  test('a call with our role that we did not make is critical, suspicious, and says what to do', () => {
    const facts = { why: 'impostor', about: 'chg_1', detail: { severity: 'critical' } };
    expect(noticeSeverity(facts)).toBe('critical');
    const alert = writeNotice(rowOf(), facts, start);
    expect(alert.suspicious).toBe(true);
    expect(alert.facts.find(({ label }) => label === 'Do')!.lines.join()).toContain('portcullis stop');
  });

  test('R9: a rule that opens nothing new is told lightly: in which group, and what it breaks once it does', () => {
    const what = 'ingress tcp/22 0.0.0.0/1 opens nothing new; it breaks ssh as soon as what permits the same goes';
    const facts = { why: 'latent', about: 'chg_1', detail: { severity: 'low', group: 'web', what } };
    expect(noticeSeverity({ why: 'latent' })).toBe('low');
    const alert = writeNotice(rowOf(), facts, start);
    expect(alert.headline).toBe('A rule was added to web whose effect is open already');
    expect(alert.facts[0]!.lines.slice(0, 2)).toEqual([what, 'chg_1']);
    expect(alert.status).toContain('opens nothing now');
    expect(alert.facts.map(({ label }) => label)).toEqual(['What']);
  });

  test('R80: a recipient that has not confirmed is told as reaching nobody', () => {
    const alert = writeNotice(rowOf(), { why: 'unconfirmed', about: 'sns.ops', detail: { channel: 'sns.ops' } }, start);
    expect(alert.headline).toBe('sns.ops reaches nobody yet: no recipient has confirmed');
  });

  test('a test message is marked as one and never a reason to act', () => {
    const alert = writeNotice(
      rowOf(),
      { why: 'test', about: 'test', detail: { by: 'alice', channel: 'slack.secops' } },
      start,
    );
    expect(alert).toMatchObject({
      kind: 'test',
      state: 'told',
      status: 'Nothing is to be done',
      offers: [],
      people: [],
    });
    expect(alert.headline).toMatch(/^TEST/);
  });

  test.each(whys)('%s: has a headline, a severity and harmless text, whatever it is told of', (why) => {
    expect(severities).toContain(noticeSeverity({ why }));
    for (const text of Object.values(hostileTexts)) {
      const detail = {
        source: text,
        said: text,
        reason: text,
        channel: text,
        say: text,
        link: text,
        by: text,
        fault: text,
        group: text,
        what: text,
      };
      const alert = writeNotice(rowOf(), { why, about: text, detail }, start);
      const texts = [alert.headline, alert.status, alert.short, ...alert.facts.flatMap(({ lines }) => lines)];
      expect(alert.headline.length).toBeGreaterThan(5);
      for (const each of texts) {
        expect(each).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u200b]/);
        expect(each.length).toBeLessThanOrEqual(300);
      }
    }
    const bare = writeNotice(rowOf(), { why, about: 'x' }, start);
    expect(bare.facts[0]!.lines.length).toBeGreaterThan(0);
  });
});
