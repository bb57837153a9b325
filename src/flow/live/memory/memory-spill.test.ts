import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyHistory } from '../../../../test/builders/any-history.ts';
import { spillOf } from '../../../../test/builders/read-records.ts';
import type { Spill, SpilledRecord } from '../../../contracts/spill.ts';
import { changeKinds } from '../../../core/change/change-kinds.ts';
import { openSpill } from '../../../store/spill.ts';
import { decideAll } from '../../decide-all.ts';
import { openMemorySpill } from './memory-spill.ts';

/** All that a spill answers. */
function asked(spill: Spill) {
  const plain = (each: { id: string; at: number; text: string }) => [each.id, each.at, each.text];
  const subjects = ['group', 'list', 'interface', 'vpc'].map((on) => spill.subjects(on));
  return {
    subjects,
    since: spill.since(),
    changes: subjects.flat().map((subject) => spill.changesOf(subject).map(plain)),
    kinds: [...spill.changesOfKind(changeKinds)].map(plain),
    refused: [...spill.refused()].map(plain),
    worst: [...spill.decisions('worst')].map(plain),
    time: [...spill.decisions('time')].map(plain),
    named: spill.decisionsNamed('chg_').map(plain),
    none: spill.decisionsNamed('chg_!'),
  };
}

test('a spill in memory answers as the one on disk', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory({ eras: [2014, 2021, 2026], lists: true }), async (made) => {
      const { spill } = await spillOf(made.map((each) => each.record));
      const memory = openMemorySpill();
      for (const each of spill.changesOfKind(changeKinds))
        memory.keepRecord({ key: each.id, preferred: '0', content: '', changes: [each] });
      for (const each of [spill, memory]) decideAll(each, { snapshot: null, net: true });
      expect(asked(memory)).toEqual(asked(spill));
      spill.close();
      memory.close();
    }),
    { numRuns: 25, seed: 20_261_121 },
  );
});

const change = { subject: 'sg-1', on: 'group', kind: 'rules-added', refused: false, text: '{}' };
const record = (preferred: string, content: string, id: string, at = 5): SpilledRecord => ({
  ...{ key: 'r', preferred, content },
  changes: [{ ...change, id, at }],
});

test.each([
  ['in memory', openMemorySpill],
  ['on disk', openSpill],
])('%s one record is kept once: the preferred copy, and another content of it is handed back', (_where, open) => {
  const spill = open();
  expect(spill.keepRecord(record('b', 'x', 'chg_1'))).toBe('new');
  expect(spill.keepRecord(record('b', 'x', 'chg_2'))).toBe('copy');
  expect(spill.changesOf('sg-1').map((each) => each.id)).toEqual(['chg_1']);
  expect(spill.keepRecord(record('a', 'y', 'chg_3'))).toBe('copy');
  expect(spill.changesOf('sg-1').map((each) => each.id)).toEqual(['chg_3']);
  expect(spill.keepRecord(record('b', 'z', 'chg_4'))).toBe('copy');
  expect(spill.keepRecord(record('a', 'z', 'chg_4'))).toMatchObject({ preferred: 'a', content: 'y' });
  spill.replaceRecord(record('a', 'z', 'chg_4'));
  expect(spill.changesOf('sg-1').map((each) => each.id)).toEqual(['chg_4']);
  spill.close();
});

test('refused calls elsewhere count as attempts, but nothing is known of their subjects', () => {
  const begun = { ...change, id: 'chg_2', at: 9, refused: true };
  const elsewhere = { ...change, subject: '', id: 'chg_1', at: 3, refused: true };
  const spill = openMemorySpill({ changes: [begun], elsewhere: [elsewhere], since: null });
  expect([...spill.refused()].map((each) => each.id)).toEqual(['chg_1', 'chg_2']);
  expect([...spill.changesOfKind(['rules-added'])].map((each) => each.id)).toEqual(['chg_2']);
  expect(spill.subjects('group')).toEqual(['sg-1']);
  expect(spill.since()).toBe(9);
});

test.each([
  [4, 4],
  [20, 9],
])('the past is known from the first change, or from further back where that is told (%i)', (since, first) => {
  const begun = { changes: [{ ...change, id: 'chg_1', at: 9 }], elsewhere: [], since };
  expect(openMemorySpill(begun).since()).toBe(first);
});
