import { describe, expect, test } from 'vitest';
import { partOf } from '../../../test/builders/matter.ts';
import { rule } from '../../../test/oracle/universe.ts';
import type { SeenRule, Tuple } from '../group/rule.ts';
import { noEffect, unknown } from '../reach/bounds.ts';
import { reachOf } from '../reach/reach.ts';
import { mayBeLost } from './may-be-lost.ts';

const web = rule('tcp', 443, '203.0.113.0/28');
const ssh = rule('tcp', 22, '198.51.100.9/32');
const all = rule('-1', null, '0.0.0.0/0');
const list = rule('tcp', 443, 'pl-1');

/** What lets in these rules, of which nothing else is told. */
function letting(...rules: readonly Tuple[]) {
  const seen = rules.map((each): SeenRule => ({ id: null, description: null, ...each }));
  return { rules: seen, reach: reachOf(rules) };
}

describe('what a permission to let in permits to be lost', () => {
  test('is what its own rule let in, which stood and went', () => {
    expect(mayBeLost(letting(web), partOf({ before: [web], removed: [web] }))).toEqual(reachOf([web]));
    expect(mayBeLost(letting(all), partOf({ before: [web, all], removed: [web, all] }))).toEqual(reachOf([all]));
  });

  test('is nothing of what another rule let in, where its own, however wide, did not stand', () => {
    expect(mayBeLost(letting(all), partOf({ before: [web], removed: [web] }))).toEqual(reachOf([]));
    expect(mayBeLost(letting(all, web), partOf({ before: [web], removed: [web] }))).toEqual(reachOf([web]));
    expect(mayBeLost(letting(ssh, web), partOf({ before: [web], removed: [web] }))).toEqual(reachOf([web]));
  });

  test('is all where nobody tells whether it stood', () => {
    const part = partOf({ before: null, removed: [web] });
    expect(mayBeLost(letting(all), part)).toEqual(reachOf([all]));
    const lost = { ...noEffect.lost, unknown: true };
    const untold = { ...partOf({ before: [web], removed: [web] }), effect: { ...noEffect, lost } };
    expect(mayBeLost(letting(all), untold)).toEqual(reachOf([all]));
    expect(mayBeLost(letting(all), { ...untold, effect: noEffect, after: unknown })).toEqual(reachOf([all]));
  });

  test('a list, which may be known by its entries, and a rule that is not told count as having stood', () => {
    const part = partOf({ before: [web], removed: [web] });
    expect(mayBeLost(letting(list), part)).toEqual(reachOf([list]));
    const { rules, reach } = letting(all);
    expect(mayBeLost({ rules: rules.map((each) => ({ ...each, protocol: null })), reach }, part)).toEqual(reach);
  });
});
