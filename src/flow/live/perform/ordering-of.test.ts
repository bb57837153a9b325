import { expect, it } from 'vitest';
import { ruleOf, site } from '../../../../test/builders/acting.ts';
import type { Ec2Order } from '../../../core/plan/act/ec2-order.ts';
import { orderingOf } from './ordering-of.ts';

const was = ruleOf('ingress tcp/443 10.0.0.0/8', 'sgr-1');
const on = { action: 'act_1', site, group: 'sg-web', role: 'restore', rules: [was], image: [was] } as const;
const rewrites: Ec2Order = { ...on, call: 'rewrite' };
const puts: Ec2Order = { ...on, call: 'authorize', direction: 'ingress' };

it('R86: rules that the last call rewrote say again what they said; what was only asked for does not', () => {
  expect(orderingOf({ image: [was], last: rewrites })).toEqual({ image: [was], rewritten: new Set(['sgr-1']) });
  expect(orderingOf({ image: [was], last: puts, untagged: true })).toEqual({ image: [was], untagged: true });
  expect(orderingOf({ image: [was] })).toEqual({ image: [was] });
});
