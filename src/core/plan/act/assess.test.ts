import { describe, expect, test } from 'vitest';
import { close, intentOf, liveGroup, open, rewrite, ruleOf } from '../../../../test/builders/acting.ts';
import type { Rule } from '../../group/rule.ts';
import { assess } from './assess.ts';
import type { Aim } from './intent.ts';
import { rulesOf } from './next-order.ts';

const [ssh, web, dns] = ['tcp/22', 'tcp/80', 'udp/53'].map((service) => ruleOf(`ingress ${service} 0.0.0.0/0`)) as [
  Rule,
  Rule,
  Rule,
];
const as = (rule: Rule, id: string): Rule => ({ ...rule, id });
const first = (aims: readonly Aim[], rules: readonly Rule[], image: readonly Rule[] = []) =>
  assess(intentOf(aims), liveGroup(rules), { image })[0];

describe('the content that a rewrite is to bring back and that stands under another id', () => {
  const back = rewrite('sgr-1', web, ssh);
  const live = [as(web, 'sgr-1'), as(ssh, 'sgr-2')];
  const image = [as(ssh, 'sgr-1'), as(web, 'sgr-2')];

  test('BM-7: makes way where that rule is given back its own content by the same action', () => {
    expect(first([back, rewrite('sgr-2', ssh, web)], live, image)).toEqual({ kind: 'rewrite', rule: as(ssh, 'sgr-1') });
  });

  test('BM-7: stays where nothing else is meant by the action, or it means another rule or another content', () => {
    const revoked = { kind: 'revoke', rule: as(web, 'sgr-1') };
    for (const other of [
      [],
      [close(as(ssh, 'sgr-2'))],
      [open(as(ssh, 'sgr-2'))],
      [rewrite('sgr-3', ssh, dns)],
      [rewrite('sgr-2', dns, web)],
    ])
      expect(first([back, ...other], live, image)).toEqual(revoked);
  });
});

describe('a rule that was rewritten and is gone since', () => {
  const image = [as(ssh, 'sgr-1')];
  const back = { kind: 'rewrite', id: 'sgr-1', from: web, to: as(ssh, 'sgr-1') } as const;
  const then = (aim: Aim, rules: readonly Rule[], does: 'revert' | 'restore' = 'revert') =>
    assess(intentOf([aim], { do: does }), liveGroup(rules), { image })[0];

  test('R92: comes back where a check misses what it said, whoever has the new content stand anew', () => {
    for (const rules of [[], [as(web, 'sgr-2')]]) {
      expect(then({ ...back, lost: true }, rules)).toEqual({ kind: 'authorize', rule: as(ssh, 'sgr-1') });
      expect(then(back, rules, 'restore')).toEqual({ kind: 'authorize', rule: as(ssh, 'sgr-1') });
      expect(then(back, rules)!.kind).toBe('superseded');
    }
    expect(then({ ...back, lost: true }, [as(ssh, 'sgr-2')])).toEqual({ kind: 'met' });
    const again = assess(intentOf([{ ...back, lost: true }]), liveGroup([]), { image, rewritten: new Set(['sgr-1']) });
    expect(again[0]!.kind).toBe('superseded');
  });
});

describe('what is put back', () => {
  test('R83: is what stood with just this content, whatever else stood, under which id it ever did', () => {
    const told = { ...ssh, description: 'vendor' };
    expect(first([open(as(ssh, 'sgr-1'))], [], [as(web, 'sgr-1'), as(told, 'sgr-7')])).toEqual({
      ...{ kind: 'authorize', rule: as(told, 'sgr-7') },
    });
    expect(first([open(as(ssh, 'sgr-1'))], [], [as(web, 'sgr-1')])).toMatchObject({ kind: 'refused' });
  });
});

describe('the rules of a read', () => {
  test('are none where the group is gone, or it is no group', () => {
    expect(rulesOf(liveGroup([ssh]))).toEqual([ssh]);
    expect(rulesOf({ kind: 'group', group: null })).toEqual([]);
    expect(rulesOf({ kind: 'list', list: null })).toEqual([]);
    expect(rulesOf({ kind: 'interface', interface: null })).toEqual([]);
  });
});
