import { expect, test } from 'vitest';
import { decisionOf, type Told } from '../../../test/builders/told-decision.ts';
import { rule } from '../../../test/oracle/universe.ts';
import { type Bounds, exactly } from '../reach/bounds.ts';
import type { Matrix } from '../reach/matrix.ts';
import { nothing, reachOf } from '../reach/reach.ts';
import { writeRows } from '../reach/rows.ts';
import type { EffectRow } from './decision.ts';
import { decisionMatrices, reachOfTold } from './decision-matrices.ts';

const ssh = ['0.0.0.0/0', 'tcp/22'] as const;
const open = reachOf([rule('tcp', 22, '0.0.0.0/0')]);
const closed = exactly(nothing);
const stood = { before: closed, after: exactly(open) };

function laid(
  told: Omit<Told, 'id'>,
  effect: Partial<EffectRow> = {},
  sides: { readonly before: Bounds | null; readonly after: Bounds | null } = stood,
): readonly Matrix[] {
  const decision = decisionOf({ id: 'chg_1', ...told });
  const effects = decision.effects.map((each) => ({ ...each, ...effect }));
  return decisionMatrices({ ...decision, effects }, sides, new Map());
}

/** The states of all cells on tcp 22, and whether they were open in between. */
function states(matrices: readonly Matrix[]): ReadonlySet<string> {
  const [matrix] = matrices;
  const at = matrix!.columns.findIndex(({ label }) => label.includes('22'));
  const cells = matrix!.cells.map((row) => row[at]!);
  return new Set(cells.map(({ state, passed }) => (passed ? `${state}, passed` : state)));
}

test('what was gained is laid out as opened, what was lost as lost', () => {
  expect(states(laid({ opens: ssh }))).toContain('opened');
  expect(states(laid({ closes: ssh }, {}, { before: exactly(open), after: closed }))).toContain('lost');
  expect(laid({ opens: ssh }).map(({ direction }) => direction)).toEqual(['ingress']);
});

test('there is nothing to lay out where the call failed, or moved nothing', () => {
  expect(laid({ refused: true })).toEqual([]);
  expect(laid({}, {}, { before: closed, after: closed })).toEqual([]);
  expect(decisionMatrices({ ...decisionOf({ id: 'chg_1' }), effects: [] }, stood, new Map())).toEqual([]);
  const refused = { ...decisionOf({ id: 'chg_1', opens: ssh }).call, result: 'failed' } as const;
  expect(decisionMatrices({ ...decisionOf({ id: 'chg_1', opens: ssh }), call: refused }, stood, new Map())).toEqual([]);
});

test('where nobody tells how the group stood, it may have been open before', () => {
  const untold = { gained: [], lost: [] };
  expect(states(laid({ opens: ssh }, { certain: untold }, { before: null, after: null }))).toContain('maybe');
  expect(states(laid({ opens: ssh }, { certain: null }))).not.toContain('maybe');
});

test('what is gained and lost for certain is laid out as such though more may have been', () => {
  const wide = { certain: nothing, possible: reachOf([rule('tcp', '0-65535', '0.0.0.0/0')]) };
  const rows = writeRows(open);
  const gained = laid({ opens: ssh }, { certain: { gained: rows, lost: [] } }, { before: wide, after: wide });
  expect(states(gained)).toContain('opened');
  const lost = laid({ closes: ssh }, { certain: { gained: [], lost: rows } }, { before: wide, after: wide });
  expect(states(lost)).toContain('lost');
  const unsure = { certain: { gained: [], lost: [] } };
  expect(states(laid({ opens: ssh }, unsure, { before: wide, after: wide }))).not.toContain('opened');
  expect(states(laid({ closes: ssh }, unsure, { before: wide, after: wide }))).not.toContain('lost');
});

test('what went though nobody tells what is laid out as far as it is told', () => {
  expect(states(laid({ opens: ssh }, { lost: null }))).toEqual(states(laid({ opens: ssh })));
});

test('what was open for a while only is told in its cells', () => {
  const at = '2026-01-31T09:00:00Z';
  const passing = { gained: writeRows(open), from: at, to: at, seconds: 0 };
  const passed = laid({}, { passing }, { before: closed, after: closed });
  expect(states(passed)).toContain('closed, passed');
});

test('rows that cannot be read are no reach', () => {
  expect(reachOfTold(writeRows(open))).toEqual(open);
  expect(reachOfTold([{ ...writeRows(open)[0]!, services: ['nonsense'] }])).toEqual(nothing);
});
