import { describe, expect, test } from 'vitest';
import { startBeats } from './beats.ts';

describe('beats', () => {
  test('tell which loops have not come further for too long; one that is over is none of them', () => {
    const time = { now: 0 };
    const beats = startBeats(() => time.now);
    beats.expect('source', 100);
    beats.expect('sweeps', 1_000);
    beats.expect('stdin', 100);
    time.now = 90;
    beats.beat('source');
    beats.beat('nobody');
    beats.over('stdin');
    time.now = 190;
    expect(beats.stuck()).toEqual([]);
    time.now = 191;
    expect(beats.stuck()).toEqual([{ loop: 'source', for: 101 }]);
    beats.beat('source');
    expect(beats.stuck()).toEqual([]);
  });
});
