import { sayLength } from '../../../core/alert/say-time.ts';
import { readInstant, writeInstant } from '../../../core/leaf/instant.ts';
import { as, type Line } from '../screen.ts';
import { wrap } from '../table.ts';
import { sayTime } from '../when.ts';
import type { LedgerOutline, Stored } from './read-ledger.ts';

/** What was done about a decision and when: the steps from the change to the verified end, as the ledger tells them. */
export function doneLines(story: LedgerOutline, stored: Stored, width: number): readonly Line[] {
  const { id } = stored.decision;
  const at = readInstant(stored.decision.at)!;
  const after = (time: number): string => `+${sayLength(time - at)}`;
  const said = [`judged ${after(stored.madeAt)}`];
  for (const { intent, lastWrite } of story.actionsFor.get(id) ?? []) {
    const end = story.ended.get(intent.action);
    const steps = [
      ...(lastWrite === null ? [] : [`called ${after(lastWrite)}`]),
      ...(end === undefined ? ['not over yet'] : [`${end.state} ${after(end.at)}`]),
      ...(end?.why === undefined || end.why === null ? [] : [end.why]),
    ];
    said.push(`${intent.do} ${intent.action}: ${steps.join(', ')}`);
  }
  const text = `${sayTime(writeInstant(at))} change, ${said.join('; ')}`;
  return wrap(text, width - 11).map((line, n): Line => ['  ', as('bold', (n === 0 ? 'Done' : '').padEnd(9)), line]);
}
