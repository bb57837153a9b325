import { expect, test } from 'vitest';
import type { SpilledChange } from '../contracts/spill.ts';
import { openSpill } from './spill.ts';

const change = (id: string, more: Partial<SpilledChange> = {}): SpilledChange => ({
  ...{ id, subject: 'sg-1', on: 'group', kind: 'rules-added', at: 1000, refused: false, text: `{"id":"${id}"}` },
  ...more,
});
const record = (key: string, content: string, changes: readonly SpilledChange[], preferred = '1') => ({
  key,
  preferred,
  content,
  changes,
});

test('BM-10: a record is kept once, whatever copies come', () => {
  const spill = openSpill();
  expect(spill.keepRecord(record('a', 'x', [change('1')]))).toBe('new');
  expect(spill.keepRecord(record('a', 'x', [change('1')]))).toBe('copy');
  expect(spill.changesOf('sg-1').map((each) => each.id)).toEqual(['1']);
  spill.close();
});

test('another content under one key is answered with what was kept, and changes nothing by itself', () => {
  const spill = openSpill();
  spill.keepRecord(record('a', 'x', [change('1'), change('2')]));
  expect(spill.keepRecord(record('a', 'y', [change('3')]))).toEqual(record('a', 'x', [change('1'), change('2')]));
  expect(spill.changesOf('sg-1').map((each) => each.id)).toEqual(['1', '2']);
  spill.replaceRecord(record('a', 'y', [change('3')]));
  expect(spill.changesOf('sg-1').map((each) => each.id)).toEqual(['3']);
  spill.close();
});

test('of two records with one key the preferred one stays, whichever comes first', () => {
  const [best, other] = [record('a', 'x', [change('1')], '0'), record('a', 'y', [change('2')], '1')];
  for (const order of [
    [best, other],
    [other, best],
  ]) {
    const spill = openSpill();
    expect(order.map((each) => spill.keepRecord(each))).toEqual(['new', 'copy']);
    expect(spill.changesOf('sg-1').map((each) => each.id)).toEqual(['1']);
    spill.close();
  }
});

test('changes are found by subject and by kind, in order of time and then of id', () => {
  const spill = openSpill();
  spill.keepRecord(record('b', 'x', [change('2', { at: 5 }), change('1', { at: 5 })]));
  spill.keepRecord(record('a', 'x', [change('3', { at: 1, kind: 'list-edited', on: 'list', subject: 'pl-1' })]));
  expect(spill.changesOf('sg-1').map((each) => each.id)).toEqual(['1', '2']);
  expect([...spill.changesOfKind(['list-edited', 'rules-added'])].map((each) => each.id)).toEqual(['3', '1', '2']);
  expect([...spill.subjects('group')]).toEqual(['sg-1']);
  expect([...spill.subjects('list')]).toEqual(['pl-1']);
  spill.close();
});

test('refused calls are found in order of time, whatever their subject, and so is the beginning of it all', () => {
  const spill = openSpill();
  expect(spill.since()).toBe(null);
  const refused = { refused: true };
  spill.keepRecord(record('b', 'x', [change('2', { at: 9, ...refused }), change('1', { at: 9, ...refused })]));
  spill.keepRecord(record('a', 'x', [change('3', { at: 7, ...refused, subject: 'sg-2' }), change('4', { at: 5 })]));
  expect([...spill.refused()].map(({ id, refused }) => [id, refused])).toEqual([
    ['3', true],
    ['1', true],
    ['2', true],
  ]);
  expect(spill.changesOf('sg-1').map(({ id, refused }) => [id, refused])).toContainEqual(['4', false]);
  expect(spill.since()).toBe(5);
  spill.close();
});

test('R33: decisions come back worst verdict first, and of equal ones the most exposed', () => {
  const spill = openSpill();
  const keep = (id: string, severity: number, exposure: number) =>
    spill.keepDecision({ id, ids: [id], severity, exposure, at: 1, text: id });
  keep('chg_a', 0, 90);
  keep('chg_b', 3, 10);
  keep('chg_c', 3, 20);
  keep('chg_d', 4, 0);
  expect([...spill.decisions('worst')].map((each) => each.text)).toEqual(['chg_d', 'chg_c', 'chg_b', 'chg_a']);
  expect([...spill.decisions('worst')][0]).toMatchObject({ severity: 4, exposure: 0 });
  spill.close();
});

test('decisions come back worst first or by time, and by the beginning of any of their ids', () => {
  const spill = openSpill();
  const keep = (id: string, exposure: number, at: number, ids = [id]) =>
    spill.keepDecision({ id, ids, severity: 0, exposure, at, text: id });
  keep('chg_a', 1, 10);
  keep('chg_b', 9, 20, ['chg_b', 'chg_c']);
  keep('chg_d', 1, 5);
  const texts = (found: Iterable<{ readonly text: string }>) => [...found].map((each) => each.text);
  expect(texts(spill.decisions('worst'))).toEqual(['chg_b', 'chg_d', 'chg_a']);
  expect(texts(spill.decisions('time'))).toEqual(['chg_d', 'chg_a', 'chg_b']);
  expect(texts(spill.decisionsNamed('chg_c'))).toEqual(['chg_b']);
  expect(texts(spill.decisionsNamed('chg_'))).toEqual(['chg_d', 'chg_a', 'chg_b']);
  expect(texts(spill.decisionsNamed('chg_x'))).toEqual([]);
  spill.close();
});

test('two spills know nothing of each other', () => {
  const [one, other] = [openSpill(), openSpill()];
  one.keepRecord(record('a', 'x', [change('1')]));
  expect(other.changesOf('sg-1')).toEqual([]);
  one.close();
  other.close();
});
