import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SeenRule, Tuple } from '../group/rule.ts';
import { covers, equals } from './algebra.ts';
import { everything, reachOf } from './reach.ts';
import { boundsOfSeen, reachOfSeen } from './seen-bounds.ts';

const anyRule: fc.Arbitrary<SeenRule> = fc.record({
  id: fc.constant(null),
  direction: fc.constantFrom('ingress', 'egress', null),
  protocol: fc.constantFrom('tcp', 'udp', '-1', '47', null),
  ports: fc.constantFrom(null, [22, 22] as const, [0, 65535] as const),
  peer: fc.constantFrom(null, { kind: 'ipv4', value: '10.0.0.0/8' } as const, { kind: 'list', value: 'pl-1' } as const),
  description: fc.constant(null),
});

test('what is certain is held, and what is held is possible, whatever is told of the rules', () => {
  fc.assert(
    fc.property(fc.array(anyRule, { maxLength: 6 }), fc.boolean(), (rules, complete) => {
      const { certain, held, possible } = boundsOfSeen(rules, complete);
      expect(covers(held, certain) && covers(possible, held)).toBe(true);
      expect(equals(possible, complete ? held : everything)).toBe(true);
    }),
  );
});

test('whatever an untold member turns out to be, the rule was held possible', () => {
  const tuple: Tuple = {
    ...{ direction: 'ingress', protocol: 'tcp', ports: [22, 22] },
    peer: { kind: 'ipv4', value: '192.0.2.0/24' },
  };
  const full = reachOf([tuple]);
  fc.assert(
    fc.property(fc.subarray(['direction', 'protocol', 'ports', 'peer']), (untold) => {
      const rule: SeenRule = { ...tuple, id: null, description: null };
      const seen = { ...rule, ...Object.fromEntries(untold.map((key) => [key, null])) };
      expect(covers(reachOfSeen([seen]), full)).toBe(true);
      expect(equals(boundsOfSeen([seen], true).certain, full)).toBe(untold.length === 0);
    }),
  );
});
