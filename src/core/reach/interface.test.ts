import { expect, test } from 'vitest';
import { rule } from '../../../test/oracle/universe.ts';
import { exactly, unknown } from './bounds.ts';
import { boundsOfInterface, reachOfInterface } from './interface.ts';
import { everything, nothing, reachOf } from './reach.ts';

const lower = reachOf([rule('tcp', 22, '0.0.0.0/1')]);
const upper = reachOf([rule('tcp', 22, '128.0.0.0/1')]);

test('scenario 1: two halves in two groups on one interface are the whole IPv4 Internet', () => {
  expect(reachOfInterface([lower, upper])).toEqual(reachOf([rule('tcp', 22, '0.0.0.0/0')]));
  expect(reachOfInterface([])).toEqual(nothing);
});

test('an interface is known as far as all its groups are known', () => {
  expect(boundsOfInterface([exactly(lower), exactly(upper)])).toEqual(exactly(reachOfInterface([lower, upper])));
  expect(boundsOfInterface([exactly(lower), unknown])).toEqual({ certain: lower, possible: everything });
});
