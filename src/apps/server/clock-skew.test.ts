import { describe, expect, test } from 'vitest';
import { clockSkew } from './clock-skew.ts';
import { type Happened, startNews } from './news.ts';

function skewed() {
  const [news, told] = [startNews(), [] as Happened[]];
  news.listen((happened) => void told.push(happened));
  const time = { now: Date.UTC(2026, 0, 31), monotonic: 0 };
  const skew = clockSkew({ now: () => time.now, monotonic: () => time.monotonic }, news);
  const passes = (millis: number): void => {
    time.now += millis;
    time.monotonic += millis;
  };
  return { skew, told, time, passes };
}

describe('our clock', () => {
  test('is not judged before AWS has answered, nor by what is no date', () => {
    const { skew } = skewed();
    skew.heard('soon');
    expect([skew.ahead(), skew.isOff()]).toEqual([null, false]);
  });

  test('that is ten minutes off holds things back, told once, until it is set right, before the next answer already', () => {
    const { skew, told, time, passes } = skewed();
    skew.heard(new Date(time.now - 600_000).toUTCString());
    expect([skew.ahead(), skew.isOff()]).toEqual([600_000, true]);
    passes(60_000);
    expect([skew.ahead(), skew.isOff(), told.length]).toEqual([600_000, true, 1]);
    time.now -= 600_000;
    expect([skew.ahead(), skew.isOff()]).toEqual([0, false]);
    expect(told).toEqual([
      { kind: 'clock', off: 600_000 },
      { kind: 'clock', off: null },
    ]);
  });

  test('that jumps while nobody asks AWS is noticed', () => {
    const { skew, time } = skewed();
    skew.heard(new Date(time.now).toUTCString());
    time.now -= 3_600_000;
    expect(skew.isOff()).toBe(true);
  });

  test('that is some minutes off is as AWS itself lets pass', () => {
    const { skew, time } = skewed();
    skew.heard(new Date(time.now + 240_000).toUTCString());
    expect(skew.isOff()).toBe(false);
  });
});
