import { describe, expect, it } from 'vitest';
import { startProgressLine } from './progress-line.ts';
import type { Terminal } from './screen.ts';

const at = { kind: 'progress', files: 40, filesDone: 10, skipped: 0, bytes: 20_000_000, records: 1234 } as const;

function play(watched: boolean, times: readonly number[]): string {
  let [err, now] = ['', 0];
  const terminal: Terminal = {
    out: () => {},
    err: (text) => {
      err += text;
    },
    ...{ columns: 80, colour: false, watched, env: {}, command: 'portcullis' },
    now: () => now,
  };
  const line = startProgressLine(terminal);
  for (const time of times) {
    now = time;
    line.tell(at);
  }
  line.clear();
  return err;
}

describe('the progress line', () => {
  it('is silent when nobody watches, and when it is soon over', () => {
    expect(play(false, [0, 500, 1000])).toBe('');
    expect(play(true, [0, 100, 399])).toBe('');
  });

  it('says files, speed and records, at most ten times a second, and goes away at the end', () => {
    const shown = play(true, [400, 430, 460, 1000]);
    expect(shown.match(/reading/g)).toHaveLength(2);
    expect(shown).toContain('reading [#####...............] 10/40 files  20 MB/s  1234 records');
    expect(shown.endsWith('\r\u001b[K')).toBe(true);
  });
});
