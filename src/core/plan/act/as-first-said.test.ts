import { expect, test } from 'vitest';
import { close, intentOf, open, rewrite, ruleOf, site } from '../../../../test/builders/acting.ts';
import { asFirstSaid } from './as-first-said.ts';
import type { Aim, Intent } from './intent.ts';

const went = ruleOf('ingress -1 10.0.0.0/8', 'sgr-1');
const was = ruleOf('ingress tcp/443 10.0.0.0/8', 'sgr-1');
const other = ruleOf('ingress tcp/443 10.0.0.0/8', 'sgr-2');
const left = (stored: Aim, today: Aim, how: Partial<Intent> = {}, act: Intent['do'] = 'restore') =>
  asFirstSaid(intentOf([stored], { do: act }), [intentOf([today], how)]).aims;

test('R86: a rule that was to come back as it went comes back with what it said before the same hand rewrote it', () => {
  expect(left(open(went), open(was))).toEqual([open(was)]);
  expect(left(open(was), open(was))).toEqual([open(was)]);
});

test('what is about another rule, of another thing or no restore stays as it was stored', () => {
  expect(left(open(went), open(other))).toEqual([open(went)]);
  expect(left(open({ ...went, id: null }), open({ ...was, id: null }))).toEqual([open({ ...went, id: null })]);
  expect(left(open(went), close(was))).toEqual([open(went)]);
  expect(left(close(went), open(was))).toEqual([close(went)]);
  expect(left(rewrite('sgr-1', went, was), open(was))).toEqual([rewrite('sgr-1', went, was)]);
  expect(left(open(went), open(was), { on: { kind: 'group', id: 'sg-other' } })).toEqual([open(went)]);
  expect(left(open(went), open(was), { site: { ...site, region: 'us-east-1' } })).toEqual([open(went)]);
  expect(left(open(went), open(was), { site: { ...site, account: '222233334444' } })).toEqual([open(went)]);
  expect(left(open(went), open(was), {}, 'revert')).toEqual([open(went)]);
});
