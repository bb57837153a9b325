import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { close, intentOf, liveGroup, open, perform, rewrite, someRules } from '../../../../test/builders/acting.ts';
import type { Rule, Tuple } from '../../group/rule.ts';
import { compareAnswer } from './compare-answer.ts';
import type { Aim, Intent } from './intent.ts';
import { nextOrder } from './next-order.ts';
import { standsAsMeant } from './stands-as-meant.ts';
import { sameTuple, tupleText } from './tuple-text.ts';
import { mayUndo, undoIntent } from './undo.ts';

const texts = (rules: readonly Rule[]) => rules.map(tupleText).sort();
const dos: readonly Intent['do'][] = ['revert', 'restore', 'undo', 'expire'];

/** A group, and what is wanted of it: some of its rules gone, some back, some as they were; some of it wrong by now. */
const anyCase = fc
  .record({
    before: someRules('sgr-b', 10),
    added: someRules('sgr-n', 6),
    fate: fc.array(fc.nat(5), { minLength: 16, maxLength: 16 }),
    how: fc.constantFrom(...dos),
  })
  .map(({ before, added, fate, how }) => {
    const news = added.filter((rule) => !before.some((other) => sameTuple(rule, other)));
    const spare = [...news];
    const aims: Aim[] = [];
    const live: Rule[] = [];
    before.forEach((rule, at) => {
      const to = fate[at];
      if (to === 0) aims.push(open(rule));
      else if (to === 1) {
        const place = spare.findIndex(
          ({ peer, direction }) => peer.kind === rule.peer.kind && direction === rule.direction,
        );
        const [now] = place < 0 ? [] : spare.splice(place, 1);
        live.push(now === undefined ? rule : { ...now, id: rule.id });
        if (now !== undefined) aims.push(rewrite(rule.id!, now, rule));
      } else live.push(rule);
    });
    spare.forEach((rule, at) => {
      live.push(rule);
      if (fate[at]! < 4) aims.push(close(rule));
    });
    return { before, live, intent: intentOf(aims, { do: how }) };
  });

function run(intent: Intent, start: readonly Rule[], image: readonly Rule[]) {
  const lineage: Record<string, string> = {};
  let rules = start;
  for (let step = 0; step < 60; step++) {
    const next = nextOrder(intent, liveGroup(rules), { image });
    if (next.kind !== 'order') return { end: next, rules, lineage, steps: step };
    const done = perform(next.order, rules, ({ id }) => `${id}.${step}`);
    if (done === null) throw new Error(`EC2 refuses ${JSON.stringify(next.order)}`);
    const compared = compareAnswer(next.order, intent, done.answer);
    if (compared.kind === 'differs') throw new Error(compared.why);
    Object.assign(lineage, compared.lineage);
    rules = done.rules;
  }
  throw new Error('no end');
}

describe('laws of acting', () => {
  test('R81: call by call an action reaches what it meant, in finitely many steps', () => {
    fc.assert(
      fc.property(anyCase, ({ before, live, intent }) => {
        const { end, rules } = run(intent, live, before);
        expect(end).toEqual({ kind: 'holds' });
        expect(standsAsMeant(intent, liveGroup(rules))).toEqual({ met: true, left: [] });
      }),
    );
  });

  test('R83 BM-3: no call touches a rule that is not among the aims, whatever stands by then', () => {
    fc.assert(
      fc.property(anyCase, someRules('sgr-x', 6), fc.nat(3), ({ before, live, intent }, others, keep) => {
        const now = [...live.filter((_, at) => at % 4 !== keep), ...others].filter(
          (rule, at, all) => all.findIndex((other) => sameTuple(rule, other)) === at,
        );
        const next = nextOrder(intent, liveGroup(now), { image: before });
        if (next.kind !== 'order') return;
        const { order } = next;
        const meant = intent.aims.flatMap((aim): readonly (Tuple & Pick<Rule, 'id'>)[] => {
          if (aim.kind === 'close') return [aim.rule];
          return aim.kind === 'rewrite' ? [{ ...aim.from, id: aim.id }] : [];
        });
        const touched =
          order.call === 'revoke' ? order.ids : order.call === 'rewrite' ? order.rules.map(({ id }) => id) : [];
        for (const id of touched) {
          const rule = now.find((each) => each.id === id)!;
          expect(meant.some((each) => each.id === id && sameTuple(each, rule))).toBe(true);
        }
      }),
    );
  });

  test('R92 BM-14: nothing is ever written that did not stand in the before-image', () => {
    fc.assert(
      fc.property(anyCase, fc.nat(4), ({ before, live, intent }, forget) => {
        const image = before.filter((_, at) => at % 5 !== forget);
        const next = nextOrder(intent, liveGroup(live), { image });
        if (next.kind !== 'order' || (next.order.call !== 'authorize' && next.order.call !== 'rewrite')) return;
        expect(next.order.image).toEqual(image);
        for (const rule of next.order.rules) {
          const stood = image.find((each) => sameTuple(each, rule));
          expect([rule.description, rule.tags]).toEqual([stood?.description, stood?.tags]);
        }
      }),
    );
  });

  test('an undo of an action gives the group back, and its own inverse leaves it as the action did', () => {
    fc.assert(
      fc.property(anyCase, ({ before, live, intent }) => {
        fc.pre(intent.do !== 'undo' && intent.aims.length > 0);
        const acted = run(intent, live, before);
        const done = { intent, state: 'verified', attempt: 1, found: live, left: acted.rules, lineage: acted.lineage };
        expect(mayUndo(done, liveGroup(acted.rules))).toBeNull();
        const undo = undoIntent(done, liveGroup(acted.rules), { order: 'ord_1', policy: 'sha256:0' });
        const undone = run(undo.intent, acted.rules, undo.image);
        expect(undone.end).toEqual({ kind: 'holds' });
        expect(texts(undone.rules)).toEqual(texts(live));
        const again = {
          ...done,
          intent: { ...undo.intent, do: 'revert' as const },
          found: acted.rules,
          left: undone.rules,
          lineage: undone.lineage,
        };
        const redo = undoIntent(again, liveGroup(undone.rules), { order: 'ord_2', policy: 'sha256:0' });
        expect(texts(run(redo.intent, undone.rules, redo.image).rules)).toEqual(texts(acted.rules));
      }),
    );
  });
});
