import { describe, expect, test } from 'vitest';
import { close, intentOf, open, rewrite, ruleOf, site } from '../../../../test/builders/acting.ts';
import type { Rule } from '../../group/rule.ts';
import { type Answered, compareAnswer } from './compare-answer.ts';
import type { Ec2Order } from './ec2-order.ts';

const ssh = ruleOf('ingress tcp/22 0.0.0.0/0', 'sgr-1');
const other = ruleOf('ingress tcp/22 192.0.2.0/24', 'sgr-1', { description: 'office' });
const head = { action: 'act_1', site, group: 'sg-web' } as const;
const revoke: Ec2Order = { ...head, call: 'revoke', role: 'revoke', direction: 'ingress', ids: ['sgr-1'] };
const authorize = (rules: readonly Rule[]): Ec2Order => ({
  ...head,
  ...{ call: 'authorize', role: 'restore', direction: 'ingress', rules, image: rules },
});
const said = (parts: Partial<Answered>): Answered => ({ revoked: null, made: null, ...parts });
const expected = (lineage = {}) => ({ kind: 'as-expected', lineage });

describe('the answer of a revoke', () => {
  const intent = intentOf([close(ssh)]);

  test('race 6: a rule that was rewritten between read and call is given back at once, just as it went', () => {
    expect(compareAnswer(revoke, intent, said({ revoked: [other] }))).toEqual({
      kind: 'differs',
      why: 'took away `ingress tcp/22 192.0.2.0/24`, which was not judged',
      back: authorize([other]),
    });
  });

  test('what went as judged is as expected; so is an answer that tells nothing', () => {
    expect(compareAnswer(revoke, intent, said({ revoked: [ssh] }))).toEqual(expected());
    expect(compareAnswer(revoke, intent, said({ revoked: [{ ...ssh, description: 'x' }] }))).toEqual(expected());
    expect(compareAnswer(revoke, intent, said({ revoked: [] }))).toEqual(expected());
    expect(compareAnswer(revoke, intent, said({}))).toEqual(expected());
  });

  test('what the action was to put back is nothing that it may take away', () => {
    const [nameless, restores] = [{ ...other, id: null }, intentOf([open(other), close(ssh)])];
    expect(compareAnswer(revoke, restores, said({ revoked: [nameless] }))).toMatchObject({ kind: 'differs' });
  });

  test('the content counts under its own id; where an id is not told, the content alone', () => {
    const twin = { ...ssh, id: 'sgr-9' };
    expect(compareAnswer(revoke, intent, said({ revoked: [twin] }))).toMatchObject({
      kind: 'differs',
      back: { rules: [twin] },
    });
    expect(compareAnswer(revoke, intent, said({ revoked: [{ ...ssh, id: null }] }))).toEqual(expected());
    expect(compareAnswer(revoke, intentOf([close({ ...ssh, id: null })]), said({ revoked: [twin] }))).toEqual(
      expected(),
    );
    expect(compareAnswer(revoke, intent, said({ revoked: [{ ...other, id: null }] }))).toMatchObject({
      kind: 'differs',
    });
  });

  test('of several only what was not judged is given back', () => {
    const more = ruleOf('ingress udp/53 ::/0', 'sgr-2');
    const answer = said({ revoked: [ssh, more, other] });
    expect(compareAnswer(revoke, intent, answer)).toMatchObject({
      why: 'took away `ingress udp/53 ::/0`, `ingress tcp/22 192.0.2.0/24`, which was not judged',
      back: { rules: [more, other] },
    });
  });

  test('nothing is given back in the wrong direction', () => {
    const out = ruleOf('egress tcp/22 0.0.0.0/0', 'sgr-1');
    expect(compareAnswer(revoke, intent, said({ revoked: [out] }))).toMatchObject({ kind: 'differs', back: null });
  });

  test('a rule that was to be rewritten may be taken away with the content it was judged for', () => {
    const rewriting = intentOf([rewrite('sgr-1', ssh, other), open(other)]);
    expect(compareAnswer(revoke, rewriting, said({ revoked: [ssh] }))).toEqual(expected());
    expect(compareAnswer(revoke, rewriting, said({ revoked: [other] }))).toMatchObject({ kind: 'differs' });
    expect(compareAnswer(revoke, rewriting, said({ revoked: [{ ...ssh, id: 'sgr-2' }] }))).toMatchObject({
      kind: 'differs',
    });
  });
});

describe('the answer of an authorize', () => {
  const made = { ...ssh, id: 'sgr-new' };

  test('scenario 24: the new id is kept beside the old one', () => {
    expect(compareAnswer(authorize([ssh]), intentOf([]), said({ made: [made] }))).toEqual(
      expected({ 'sgr-1': 'sgr-new' }),
    );
    expect(compareAnswer(authorize([{ ...ssh, id: null }]), intentOf([]), said({ made: [made] }))).toEqual(expected());
    expect(compareAnswer(authorize([ssh]), intentOf([]), said({ made: [{ ...ssh, id: null }] }))).toEqual(expected());
    expect(compareAnswer(authorize([ssh, other]), intentOf([]), said({ made: [] }))).toEqual(expected());
    expect(compareAnswer(authorize([ssh]), intentOf([]), said({}))).toEqual(expected());
  });

  test('what was made without being asked for is taken away at once, by its id', () => {
    const more = ruleOf('ingress udp/53 ::/0', 'sgr-2');
    expect(compareAnswer(authorize([ssh]), intentOf([]), said({ made: [made, more] }))).toEqual({
      kind: 'differs',
      why: 'made `ingress udp/53 ::/0`, which was not asked for',
      back: { ...revoke, ids: ['sgr-2'] },
    });
    expect(compareAnswer(authorize([ssh]), intentOf([]), said({ made: [{ ...more, id: null }] }))).toMatchObject({
      kind: 'differs',
      back: null,
    });
  });
});

test.each<Ec2Order>([
  { ...head, call: 'rewrite', role: 'restore', rules: [ssh], image: [ssh] },
  { action: 'act_1', site, call: 'edit-list', role: 'restore', list: 'pl-1', version: 1, add: [], remove: [] },
  { action: 'act_1', site, call: 'set-groups', role: 'restore', interface: 'eni-1', groups: ['sg-a'] },
  { action: 'act_1', site, call: 'set-tags', role: 'restore', resource: 'sg-web', set: {}, remove: ['env'] },
])('the answer of $call tells nothing: only the next read does', (order) => {
  expect(compareAnswer(order, intentOf([]), said({ revoked: [other], made: [ssh] }))).toEqual(expected());
});
