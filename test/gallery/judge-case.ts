import type { Judging } from '../../src/core/verdict/matter.ts';
import { judgePerimeter } from '../../src/flow/judge-perimeter.ts';
import { tell } from '../builders/read-records.ts';
import type { EventCase, StateCase } from './case.ts';
import { perimeterOf } from './perimeter-of.ts';
import { recordsOf } from './records-of.ts';
import { type Said, sayVerdicts } from './said.ts';

/** What a policy says of a state: of all its groups together. */
export function sayState(state: StateCase, judging: Judging): Said {
  const verdicts = judgePerimeter(perimeterOf(state), judging, 'state.json').map((each) => each.verdict);
  return sayVerdicts(verdicts, new Set(state.expected.maybe));
}

/** What a policy says of an act: of all decisions that rest on its records alone. Throws when one has no verdict. */
export async function sayEvent(event: EventCase, judging: Judging): Promise<Said> {
  const { records, judged, snapshot } = recordsOf(event);
  const { decisions, unreadable } = await tell(records, { judging, snapshot, net: event.net === true });
  if (unreadable.length > 0) throw new Error(unreadable.map(({ reason }) => reason).join('; '));
  const own = decisions.filter((each) => each.records.every(({ eventId }) => judged.has(eventId)));
  const verdicts = own.map(({ id, verdict }) => verdict ?? missing(id));
  if (verdicts.length === 0) throw new Error(`expected a decision about "${event.name}", found none`);
  return sayVerdicts(verdicts, new Set(event.expected.maybe));
}

function missing(id: string): never {
  throw new Error(`expected a verdict of ${id}, found none`);
}
