import type { Decision } from '../../../core/plan/decision.ts';
import type { LiveParts } from '../live-parts.ts';
import type { NewChange } from './arrived.ts';
import type { Known } from './known.ts';
import { type Revision, revisionOf, revisionsOf } from './revise.ts';

/** A change that is decided for the first time. */
export interface Decided extends NewChange {
  readonly decision: Decision;
}

/** What a record comes to for one subject: decisions on its changes, and other decisions that say something else now. */
export interface DecidedChanges {
  readonly decided: readonly Decided[];
  readonly revised: readonly Revision[];
}

/** Decides the changes of a record. What we did ourselves is told as ours, and nothing follows from it. */
export async function decideChanges({ store, settings }: LiveParts, known: Known): Promise<DecidedChanges> {
  const { arrived, changes, judged, judging, before, made, own, now, memory, site } = known;
  const newest = memory.evidence.reduce((at, each) => (each.kind === 'change' ? Math.max(at, each.at) : at), 0);
  const because = arrived.key;
  const skip = new Set(changes.map(({ id }) => id));
  const how = { policy: judging.policy, site, quiet: settings.quiet, now };
  const revising = { because, skip, how, since: now - settings.grace };
  const revised = before === null ? [] : [...(await revisionsOf(store, before, judged, revising))];
  const decided: Decided[] = [];
  for (const each of changes) {
    const decision = decisionOf(known, each.id);
    const earlier = made.get(each.id);
    if (earlier !== undefined) {
      revised.push(revisionOf(decision, { was: earlier.row, version: earlier.version }, because, each.change));
      continue;
    }
    const { at } = each.change.record;
    const late = decision.late || at < newest || now - at > settings.grace;
    const action = own.actions.get(each.id);
    decided.push({ ...each, decision: action === undefined ? { ...decision, late } : ours(decision, late, action) });
  }
  return { decided, revised };
}

function decisionOf({ judged }: Known, id: string): Decision {
  const decision = judged.single.get(id);
  if (decision === undefined) throw new TypeError(`expected a decision on \`${id}\`, got none`);
  return decision;
}

function ours({ response: _response, ...decision }: Decision, late: boolean, own: string): Decision {
  return { ...decision, late, own };
}
