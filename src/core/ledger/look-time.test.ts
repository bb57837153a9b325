import { describe, expect, test } from 'vitest';
import { lookAt, seenRule, told } from '../../../test/builders/looks.ts';
import { arrange, type Evidence } from './evidence.ts';
import { play } from './play.ts';

const [https, ssh] = [seenRule('sgr-1', 443), seenRule('sgr-2', 22)];
const minute = 60_000;

function order(...evidence: readonly Evidence[]): readonly string[] {
  return arrange(evidence).map((each) => (each.kind === 'change' ? each.change.kind : `look ${each.read ?? each.at}`));
}

/** What each change did: rules added and removed. */
function deltas(...evidence: readonly Evidence[]): readonly string[] {
  const found: string[] = [];
  play(evidence, ({ evidence: each, delta }) => {
    if (each.kind === 'change') found.push(`${each.change.kind} +${delta.added.length} -${delta.removed.length}`);
  });
  return found;
}

describe('the time of a look', () => {
  test('a look that shows a rule was taken after the record that made it, though it began before', () => {
    const look = lookAt(10 * minute, [https, ssh]);
    const added = told('rules-added', 10 * minute + 3000, [ssh]);
    expect(order(look, added)).toEqual(['rules-added', `look ${10 * minute}`]);
    expect(deltas(lookAt(0, [https]), look, added)).toEqual(['rules-added +1 -0']);
  });

  test('a look that no longer shows a rule was taken after the record that took it away', () => {
    const look = lookAt(10 * minute, [https]);
    const removed = told('rules-removed', 10 * minute + 3000, [ssh]);
    expect(order(lookAt(0, [https, ssh]), look, removed)).toEqual(['look 0', 'rules-removed', `look ${10 * minute}`]);
    expect(deltas(lookAt(0, [https, ssh]), look, removed)).toEqual(['rules-removed +0 -1']);
  });

  test('what a look shows as it was before a record leaves the look before it', () => {
    const added = told('rules-added', 10 * minute + 3000, [ssh]);
    expect(order(lookAt(10 * minute, [https]), added)).toEqual([`look ${10 * minute}`, 'rules-added']);
    const removed = told('rules-removed', 10 * minute + 3000, [ssh]);
    expect(order(lookAt(10 * minute, [https, ssh]), removed)).toEqual([`look ${10 * minute}`, 'rules-removed']);
  });

  test('a rule that came and went while a look was under way proves nothing of it', () => {
    const evidence = [
      lookAt(10 * minute, [https]),
      told('rules-added', 10 * minute + 1000, [ssh]),
      told('rules-removed', 10 * minute + 2000, [ssh]),
    ];
    expect(order(...evidence)).toEqual([`look ${10 * minute}`, 'rules-added', 'rules-removed']);
  });

  test('records of much later, looks without rule ids and refused calls move no look', () => {
    const late = told('rules-added', 10 * minute + 120_001, [ssh]);
    const look = lookAt(10 * minute, [ssh]);
    expect(order(look, late)).toEqual([`look ${10 * minute}`, 'rules-added']);
    expect(order(look, told('rules-added', 10 * minute + 120_000, [ssh]))).toEqual([
      'rules-added',
      `look ${10 * minute}`,
    ]);
    const soon = told('rules-added', 10 * minute + 1000, [ssh]);
    expect(order(lookAt(10 * minute, [ssh, { ...https, id: null }]), soon)[0]).toBe(`look ${10 * minute}`);
    const refused = told('rules-added', 10 * minute + 1000, [ssh], { result: 'failed' });
    expect(order(look, refused)[0]).toBe(`look ${10 * minute}`);
  });

  test('a look that was moved is no fresher than it was: what was done just before it began still stands', () => {
    const fresh = told('rules-added', 10 * minute - 20_000, [https]);
    const look = lookAt(10 * minute, [ssh]);
    const added = told('rules-added', 10 * minute + 60_000, [ssh]);
    const state = play([lookAt(0, []), fresh, look, added], () => {});
    expect([...state.rules.keys()].sort()).toEqual(['sgr-1', 'sgr-2']);
  });
});
