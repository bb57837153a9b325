import { describe, expect, test } from 'vitest';
import { openLog } from './open-log.ts';
import { redactor } from './redact.ts';

const planted = {
  token: 'planted-token-8d0d',
  store: 'postgres://watcher:planted-password@db.example.com/portcullis',
  quoted: 'planted"quote\\with',
  webhook: 'https://beat.example.com/ping/planted-path-7f3a?key=planted-query-11',
};

function logged({ pretty = false } = {}) {
  const lines: string[] = [];
  const log = openLog({
    ...{ level: 'info', pretty, colour: false, now: () => Date.UTC(2026, 0, 31, 9, 14, 7) },
    ...{ redact: redactor(Object.values(planted)), out: (text: string) => void lines.push(text) },
  });
  return { log, lines };
}

describe('the log of a server', () => {
  test('R102: is JSON Lines with time, level, event and ids', () => {
    const { log, lines } = logged();
    log.write({
      level: 'warn',
      event: 'decision',
      message: 'prod-web: open',
      fields: { decision: 'chg_1', checks: ['ssh'] },
    });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toEqual({
      ...{ level: 'warn', time: '2026-01-31T09:14:07.000Z', pid: process.pid, event: 'decision' },
      ...{ decision: 'chg_1', checks: ['ssh'], message: 'prod-web: open' },
    });
  });

  test.each([false, true])(
    'no planted secret is in it, wherever it stands and however it is written (pretty: %s)',
    (pretty) => {
      const { log, lines } = logged({ pretty });
      const texts = [
        `connect ${planted.store} failed`,
        `password planted-password`,
        JSON.stringify({ token: planted.token, quoted: planted.quoted }),
        `GET ${planted.webhook}`,
        'path planted-path-7f3a',
        `Authorization: Bearer abcdef.ghijkl-unplanted`,
        'https://bucket.example.com/key?X-Amz-Credential=unplanted-one&X-Amz-Signature=unplanted-two',
        `{"SecretAccessKey": "unplanted-three", "sessionToken":"unplanted-four"}`,
        'https://hooks.slack.com/services/T00/B00/unplanted-five',
        encodeURIComponent(planted.store),
      ];
      for (const text of texts)
        log.write({
          level: 'error',
          event: 'fault',
          message: text,
          fields: { where: text, who: text, detail: { text } },
        });
      log.hear({ kind: 'fault', where: 'store', why: texts.join(' ') });
      log.hear({ kind: 'policy-refused', errors: texts });
      expect(lines.length).toBeGreaterThan(10);
      expect(lines.join('')).not.toMatch(/planted-|unplanted|planted"quote|planted\\"quote/);
    },
  );

  test('a text of others is data: it begins no line of its own and a terminal obeys nothing in it', () => {
    for (const pretty of [false, true]) {
      const { log, lines } = logged({ pretty });
      const hostile = 'x\u001b]0;owned\u0007\u202e\u009b31m\r\n{"level":"info","event":"forged"}';
      log.write({ level: 'info', event: 'decision', message: hostile, fields: { who: hostile, source: hostile } });
      const text = lines.join('');
      expect(text.slice(0, -1).replaceAll('\n    ', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/);
      if (!pretty) expect(text.trimEnd().split('\n')).toHaveLength(1);
    }
  });

  test('what is below its level is left out', () => {
    const { log, lines } = logged({ pretty: true });
    log.write({ level: 'debug', event: 'sealed', message: 'sealed 1 shards', fields: {} });
    expect(lines).toEqual([]);
  });
});
