import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyTuples, modelOf, modelOfReach, without } from '../../../../test/oracle/universe.ts';
import type { Tuple } from '../../group/rule.ts';
import { covers, equals, isEmpty, meets, minus, union } from '../../reach/algebra.ts';
import { reachOf } from '../../reach/reach.ts';
import { writeRows } from '../../reach/rows.ts';
import { compareBaseline } from './compare-baseline.ts';

const tcp = (port: number, value: string, to = port): Tuple => ({
  direction: 'ingress',
  protocol: 'tcp',
  ports: [port, to],
  peer: value.startsWith('sg-') ? { kind: 'group', value } : { kind: value.includes(':') ? 'ipv6' : 'ipv4', value },
});
const drift = (wanted: readonly Tuple[], stands: readonly Tuple[]) => {
  const { extra, widened, missing } = compareBaseline(reachOf(wanted), reachOf(stands));
  const said = (reach: typeof extra) =>
    writeRows(reach).map((row) => `${row.services.join(' ')} ${row.peers.join(' ')}`);
  return { extra: said(extra), widened: said(widened), missing: said(missing) };
};
const none = { extra: [], widened: [], missing: [] };

describe('comparing with a baseline by effect', () => {
  it('R43: a rule that is apart from all that is wanted is extra', () => {
    const wanted = [tcp(443, '0.0.0.0/0'), tcp(5432, '10.0.0.0/16')];
    expect(drift(wanted, [...wanted, tcp(22, '203.0.113.9/32')])).toEqual({
      ...none,
      extra: ['tcp/22 203.0.113.9/32'],
    });
    expect(drift(wanted, [...wanted, tcp(5432, '203.0.113.9/32')])).toEqual({
      ...none,
      extra: ['tcp/5432 203.0.113.9/32'],
    });
    expect(drift(wanted, [...wanted, tcp(5432, 'sg-0123456789abcdef0')]).extra).toEqual([
      'tcp/5432 sg-0123456789abcdef0',
    ]);
  });

  it('R43: a rule that has grown in addresses or in ports is widened', () => {
    const wanted = [tcp(5432, '192.0.2.0/25')];
    expect(drift(wanted, [tcp(5432, '192.0.2.0/24')])).toEqual({ ...none, widened: ['tcp/5432 192.0.2.128/25'] });
    expect(drift(wanted, [tcp(5000, '192.0.2.0/25', 5432)])).toEqual({
      ...none,
      widened: ['tcp/5000-5431 192.0.2.0/25'],
    });
    const both = drift(wanted, [tcp(5431, '192.0.2.0/24', 5432)]);
    expect(both).toEqual({ ...none, widened: ['tcp/5431 192.0.2.0/24', 'tcp/5432 192.0.2.128/25'] });
  });

  it('R43: a wanted rule that is gone, or narrower, is missing', () => {
    expect(drift([tcp(443, '192.0.2.0/24')], [tcp(443, '192.0.2.0/25')])).toEqual({
      ...none,
      missing: ['tcp/443 192.0.2.128/25'],
    });
    expect(drift([tcp(443, '192.0.2.0/24')], []).missing).toEqual(['tcp/443 192.0.2.0/24']);
  });

  it('BM-15: neither order nor splitting of rules makes a difference', () => {
    const halves = [tcp(443, '::/0'), tcp(443, '128.0.0.0/1'), tcp(443, '0.0.0.0/1')];
    expect(drift([tcp(443, '0.0.0.0/0'), tcp(443, '::/0')], halves)).toEqual(none);
  });

  it('law: extra and widened are apart and together all that is too much; missing is all that lacks', () => {
    fc.assert(
      fc.property(anyTuples, anyTuples, (wanted, stands) => {
        const [want, stand] = [reachOf(wanted), reachOf(stands)];
        const { extra, widened, missing } = compareBaseline(want, stand);
        expect(meets(extra, widened)).toBe(false);
        expect(equals(union(extra, widened), minus(stand, want))).toBe(true);
        expect(modelOfReach(missing)).toEqual(without(modelOf(wanted), modelOf(stands)));
        expect(modelOfReach(union(extra, widened))).toEqual(without(modelOf(stands), modelOf(wanted)));
      }),
    );
  });

  it('law: a standing rule that meets what is wanted and goes beyond it is widened wholly', () => {
    fc.assert(
      fc.property(anyTuples, anyTuples, (wanted, stands) => {
        const want = reachOf(wanted);
        const { widened } = compareBaseline(want, reachOf(stands));
        for (const rule of stands) {
          const own = reachOf([rule]);
          const over = minus(own, want);
          if (meets(own, want) && !isEmpty(over)) expect(covers(widened, over)).toBe(true);
        }
      }),
    );
  });
});
