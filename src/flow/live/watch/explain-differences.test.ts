import { expect, test } from 'vitest';
import { lookAt, seenRule, told } from '../../../../test/builders/looks.ts';
import { unexplainedBy } from '../../../core/ledger/unexplained.ts';
import type { UnexplainedRow } from '../tables.ts';
import { explainDifferences } from './explain-differences.ts';

const [https, ssh] = [seenRule('sgr-1', 443), seenRule('sgr-2', 22)];
const site = { account: '111122223333', region: 'eu-west-1' };
const [appeared] = unexplainedBy([lookAt(0, [https])], lookAt(60_000, [https, ssh]));

/** A rule that a look saw come, and what was said of that since. */
function noticed(claimedBy: string | null) {
  const row: UnexplainedRow = { ...appeared!, id: 'chg_look', site, group: 'sg-1', decision: 'chg_look', claimedBy };
  return [{ row, version: 1 }];
}

const added = told('rules-added', 30_000, [ssh]);
const same = told('rules-modified', 40_000, [ssh]);
const removed = told('rules-removed', 50_000, [ssh]);

test('R30: a record explains what a look saw, and takes the place of what was decided about it', () => {
  const { claimed, instead, left, rows } = explainDifferences(noticed(null), [added], []);
  expect(claimed).toEqual(new Map([[added.id, ['chg_look']]]));
  expect(instead).toEqual(new Map([[added.id, ['chg_look']]]));
  expect(left).toEqual([]);
  expect(rows).toMatchObject([{ expect: 1, value: expect.stringContaining(`"claimedBy":"${added.id}"`) }]);
  expect(explainDifferences(noticed(null), [removed], []).left).toHaveLength(1);
});

test('R30: the call that added a rule claims it from one that left it as it was and was heard of before, and from no other', () => {
  const claimed = (by: string, known = [same]) => explainDifferences(noticed(by), [added], known).claimed.size;
  expect(claimed(same.id)).toBe(1);
  expect(claimed('act_1')).toBe(0);
  expect(claimed('chg_other')).toBe(0);
  expect(explainDifferences(noticed(added.id), [same], [added]).claimed.size).toBe(0);
  expect(explainDifferences(noticed(same.id), [removed], [same])).toMatchObject({ left: [], rows: [] });
});
