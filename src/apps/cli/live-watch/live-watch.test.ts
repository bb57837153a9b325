import { describe, expect, test } from 'vitest';
import { as, type Terminal } from '../screen.ts';
import { liveScreen } from './live-screen.ts';
import { statusLine } from './status-line.ts';

const now = Date.UTC(2026, 0, 31, 9);
const site = (account: string, region: string) => ({ account, region });

describe('the line at the bottom', () => {
  test('says how long ago the last record was, how late records come, and what is watched', () => {
    const line = statusLine(
      {
        figures: { lastRecord: now - 41_000, unreadable: new Map([['queue', 2]]) },
        delays: [{ p95: 12_000 }, { p95: 38_000 }],
        sites: [
          site('111122223333', 'eu-west-1'),
          site('111122223333', 'us-east-1'),
          site('444455556666', 'eu-west-1'),
        ],
        ...{ entries: 1204, trouble: null },
      },
      now,
    );
    expect(line).toBe('last record 41 s ago · delay p95 38 s · 2 accounts 3 regions · 2 unreadable · ledger 1204');
  });

  test('says what is wrong', () => {
    const figures = { lastRecord: null, unreadable: new Map() };
    const from = { figures, delays: [], sites: [], entries: null, trouble: 'the store cannot be reached' };
    expect(statusLine(from, now)).toBe('no record yet · 0 unreadable · ledger away · the store cannot be reached');
  });
});

function screened(watched: boolean) {
  const [texts, time] = [[] as string[], { now }];
  const put = (text: string): void => void texts.push(text);
  const terminal = {
    out: put,
    err: put,
    columns: 40,
    colour: false,
    watched,
    now: () => time.now,
    env: {},
    command: '',
  } satisfies Terminal;
  return { screen: liveScreen(terminal), texts, time };
}

describe('the screen of `watch`', () => {
  test('keeps its line at the bottom below what comes', async () => {
    const { screen, texts } = screened(true);
    screen.status(['all is well']);
    await screen.show([[as('red', 'CRITICAL'), ' prod-web']]);
    screen.status(['all is well\u001b[2J']);
    screen.end();
    const erase = '\r\u001b[K';
    expect(texts).toEqual([
      `${erase}all is well`,
      erase,
      'CRITICAL prod-web\n',
      'all is well',
      `${erase}all is well\\x1b[2J`,
      erase,
    ]);
  });

  test('where nobody watches prints it once a minute, and moves no cursor', async () => {
    const { screen, texts, time } = screened(false);
    screen.status(['one']);
    await screen.show([['a line']]);
    time.now += 60_000;
    screen.status(['two']);
    screen.status(['three']);
    screen.end();
    expect(texts).toEqual(['a line\n', 'two\n']);
  });
});
