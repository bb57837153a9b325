import { expect, test } from 'vitest';
import { rule } from '../../../test/oracle/universe.ts';
import { exactly, unknown } from './bounds.ts';
import { boundsOfInterface } from './interface.ts';
import { everything, nothing, reachOf } from './reach.ts';

const lower = reachOf([rule('tcp', 22, '0.0.0.0/1')]);
const upper = reachOf([rule('tcp', 22, '128.0.0.0/1')]);

test('scenario 1: two halves in two groups on one interface are the whole IPv4 Internet', () => {
  const whole = exactly(reachOf([rule('tcp', 22, '0.0.0.0/0')]));
  expect(boundsOfInterface([exactly(lower), exactly(upper)])).toEqual(whole);
  expect(boundsOfInterface([])).toEqual(exactly(nothing));
});

test('an interface is known as far as all its groups are known', () => {
  expect(boundsOfInterface([exactly(lower), unknown])).toEqual({ certain: lower, possible: everything });
});
