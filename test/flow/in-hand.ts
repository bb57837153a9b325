import type { Intent } from '../../src/core/plan/act/intent.ts';
import { newAction } from '../../src/flow/live/orders/new-action.ts';
import { openAction } from '../../src/flow/live/perform/open-action.ts';
import type { Performing } from '../../src/flow/live/perform/performing.ts';
import { type ActionRow, rowName } from '../../src/flow/live/tables.ts';
import type { PerformStage } from './perform-stage.ts';

/** An action as the worker that has just leased its task holds it: new unless `row` says how far it has come. */
export async function inHand(stage: PerformStage, intent: Intent, row: Partial<ActionRow> = {}): Promise<Performing> {
  const value = JSON.stringify({ ...newAction(intent, [], stage.at), ...row });
  const body = JSON.stringify({ action: intent.action });
  await stage.store.append(0, 'any', [], {
    rows: [{ ...rowName('action', intent.action), value, expect: 0 }],
    tasks: [{ id: 'act/hand', key: 'act/hand', kind: 'act', due: stage.at, body }],
  });
  const opened = await openAction(stage.parts(), (await stage.lease())!);
  if (typeof opened === 'string') throw new Error(`the action is ${opened}`);
  return opened;
}
