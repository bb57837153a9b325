import { type Goal, verdictOf } from '../goals.ts';
import { figure, layColumns } from './columns.ts';

/** The table of goals, as text. */
export function printGoals(goals: readonly Goal[]): string {
  const rows = goals.map((goal) => {
    const sign = goal.bar.kind === 'at most' ? '<=' : '>=';
    const verdict = verdictOf(goal);
    return [
      `${goal.id}  ${goal.text}`,
      `${sign} ${goal.bar.value}`,
      figure(goal.measured),
      goal.note === undefined ? verdict : `${verdict}: ${goal.note}`,
    ];
  });
  const count = (verdict: string): number => goals.filter((goal) => verdictOf(goal) === verdict).length;
  const sum = `${count('met')} met, ${count('missed')} missed, ${count('not measured')} not measured`;
  return `Goals\n\n${layColumns(['goal', 'bar', 'measured', 'verdict'], rows)}\n\n${sum}`;
}
