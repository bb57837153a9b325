import type { Intaken } from '../../../contracts/source.ts';
import { readChanges } from '../../../core/change/read.ts';
import { digestName } from '../../../core/leaf/digest.ts';
import { readRecord } from '../../../core/trail/read.ts';
import type { TrailRecord } from '../../../core/trail/record.ts';
import type { LiveParts } from '../live-parts.ts';
import { type Arrived, arrive } from './arrived.ts';
import { settleSubject } from './settle-subject.ts';
import { siteOf, subjectOf } from './subject-of.ts';
import { takeUnreadable } from './take-unreadable.ts';
import { tallyWrite } from './tally-write.ts';
import { tellTask } from './tell-task.ts';
import type { Kept } from './watch-step.ts';

/**
 * Takes a record in: what it did to each subject is decided and remembered by itself, so that a record which touches
 * several is whole only when all are. A fault of ours is told, and the record comes again.
 */
export async function takeRead(
  parts: LiveParts,
  { json, place, from, receivedAt }: Extract<Intaken, { kind: 'record' }>,
): Promise<Kept> {
  const record = readRecord(json, place, { source: from, receivedAt });
  if (record.kind === 'unreadable') return takeUnreadable(parts, record, json);
  const told = readChanges(record, place);
  try {
    const kept: Kept[] = [];
    for (const each of told.unreadable) kept.push(await takeUnreadable(parts, each, json));
    if (told.changes.length === 0) await countRecord(parts, record);
    else kept.push(...(await settle(parts, await arrive(parts.store, record, told.changes))));
    return kept.includes('later')
      ? 'later'
      : kept.every((each) => each === 'known') && kept.length > 0
        ? 'known'
        : 'kept';
  } catch (error) {
    await tellFault(parts, record, error);
    return 'later';
  }
}

async function settle(parts: LiveParts, arrived: Arrived): Promise<readonly Kept[]> {
  if (arrived.kind === 'copy') return ['known'];
  const subjects = new Map<string, Arrived['changes'][number][]>();
  for (const each of arrived.changes) {
    const subject = await subjectOf(parts, each.change);
    subjects.set(subject, [...(subjects.get(subject) ?? []), each]);
  }
  const kept: Kept[] = [];
  for (const [subject, changes] of subjects) {
    const [{ change }] = changes as [Arrived['changes'][number]];
    kept.push(await settleSubject(parts, { arrived, site: siteOf(change), subject, changes }));
  }
  return kept;
}

/** Records that say nothing of the perimeter are counted, not kept: one that comes again counts again. */
async function countRecord({ store, clock }: LiveParts, { account, region }: TrailRecord): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const rows = await tallyWrite(store, { account, region }, 'records', clock.now(), [{ kind: 'record' }]);
    if ((await store.append(0, 'any', [], { rows })).kind !== 'stale') return;
  }
}

/** A store that cannot be reached rejects reads: that passes. What else is thrown is a fault of ours, told once. */
async function tellFault({ store, clock }: LiveParts, { eventId }: TrailRecord, error: unknown): Promise<void> {
  if (!(error instanceof TypeError || error instanceof RangeError)) return;
  const detail = { eventId, fault: error.message };
  const about = `record/${digestName(JSON.stringify(detail))}`;
  await store.append(0, 'any', [], {
    tasks: [tellTask({ about, revision: 0, why: 'fault', due: clock.now(), detail })],
  });
}
