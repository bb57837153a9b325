import type { Intaken, Source } from '../contracts/source.ts';
import type { Spill, SpilledChange, SpilledRecord } from '../contracts/spill.ts';
import type { Change, ListEdited } from '../core/change/change.ts';
import { readChanges } from '../core/change/read.ts';
import type { Perimeter } from '../core/group/group.ts';
import { digestName } from '../core/leaf/digest.ts';
import { changeId, subjectName } from '../core/ledger/change-id.ts';
import type { Evidence } from '../core/ledger/evidence.ts';
import { type ListBook, readListHistory } from '../core/ledger/lists.ts';
import { readRecord } from '../core/trail/read.ts';
import type { Place, RecordHead, TrailRecord, Unreadable } from '../core/trail/record.ts';
import { type Looks, looksAt, noLooks } from './looks.ts';

/** Where the reading reports to while it goes on. */
export interface Watcher {
  readonly progress: (at: Extract<Intaken, { kind: 'progress' }>) => void;
  readonly unreadable: (what: Unreadable) => void;
  readonly notice: (what: Extract<Intaken, { kind: 'notice' }>) => void;
}

/** How many of what were read. */
export interface Tally {
  records: number;
  changes: number;
  attempts: number;
  copies: number;
  unreadable: number;
  first: number | null;
  last: number | null;
}

/** Reads a source to its end into the spill: every record once, whatever copies come. */
export async function load(source: Source, spill: Spill, watcher: Watcher): Promise<Tally> {
  const tally: Tally = { records: 0, changes: 0, attempts: 0, copies: 0, unreadable: 0, first: null, last: null };
  const unreadable = (what: Unreadable): void => {
    tally.unreadable++;
    watcher.unreadable(what);
  };
  for await (const batch of source.read()) {
    for (const each of batch) {
      if (each.kind === 'progress') watcher.progress(each);
      else if (each.kind === 'notice') watcher.notice(each);
      else if (each.kind === 'unreadable') unreadable(each);
      else {
        const record = readRecord(each.json, each.place, { source: each.from, receivedAt: each.receivedAt });
        if (record.kind === 'unreadable') unreadable(record);
        else keep(record, each.place, { spill, tally, unreadable });
      }
    }
  }
  return tally;
}

interface Sinks {
  readonly spill: Spill;
  readonly tally: Tally;
  readonly unreadable: (what: Unreadable) => void;
}

/** Keeps a record once. One id with two contents is told, and both are kept: either may be forged. */
function keep(record: TrailRecord, place: Place, { spill, tally, unreadable }: Sinks): void {
  const told = readChanges(record, place);
  const changes = told.changes.map(spilled);
  const content = recordContent(told.changes);
  const own = { key: recordKey(record), preferred: preference(record), content, changes };
  const kept = spill.keepRecord(own);
  if (kept === 'copy' || (kept !== 'new' && !keepApart(own, kept, spill))) {
    tally.copies++;
    return;
  }
  if (kept !== 'new') {
    const reason = 'another record with this event id and another content was read: both are kept, one may be forged';
    unreadable({ kind: 'unreadable', place, eventId: record.eventId, reason });
  }
  for (const each of told.unreadable) unreadable(each);
  count(tally, record, changes.length);
}

/** Keeps both of two contents of one id, the same one under its own ids whichever comes first; `false` when both were known. */
function keepApart(own: SpilledRecord, other: SpilledRecord, spill: Spill): boolean {
  const [first, second] = own.content < other.content ? [own, other] : [other, own];
  const salt = digestName(second.content);
  const changes = second.changes.map((each) => ({ ...each, id: `chg_${digestName(each.id + salt)}` }));
  if (first === own) spill.replaceRecord(own);
  return spill.keepRecord({ ...second, key: `${second.key}#${salt}`, changes }) === 'new';
}

function count(tally: Tally, record: TrailRecord, changes: number): void {
  tally.records++;
  if (changes === 0) return;
  if (record.result === 'applied') tally.changes += changes;
  else tally.attempts++;
  tally.first = Math.min(tally.first ?? record.at, record.at);
  tally.last = Math.max(tally.last ?? record.at, record.at);
}

function spilled(change: Change): SpilledChange {
  return {
    id: changeId(change),
    subject: subjectName(change),
    on: change.on.kind,
    kind: change.kind,
    at: change.record.at,
    refused: change.record.result === 'failed',
    text: JSON.stringify(change),
  };
}

/** One action is one record: `sharedEventID` and a correction's original are other names of it. */
export function recordKey(record: RecordHead): string {
  if (record.sharedEventId !== null) return `shared/${record.sharedEventId}`;
  return `${record.account}/${record.region}/${record.addendum?.originalEventId ?? record.eventId}`;
}

/** What the copies of one record say alike. */
export function recordContent(changes: readonly Change[]): string {
  return JSON.stringify(changes.map(({ record: head, ...change }) => [head.call, head.at, head.result, change]));
}

/** A correction beats what it corrects; of two accounts' views of one action always the same one is kept. */
export function preference(record: TrailRecord): string {
  return `${record.addendum?.originalEventId ? 0 : 1} ${record.account} ${record.eventId}`;
}

/** Reads a change back from its spilled text. */
export function changeOf(spilledChange: SpilledChange): Change {
  return spilledChange.change ?? (JSON.parse(spilledChange.text) as Change);
}

/** The evidence about one group: its changes, a snapshot of it where there is one, and other live looks at it. */
export function evidenceOf(
  changes: readonly SpilledChange[],
  snapshot: Perimeter | null,
  group: string,
  looks: Looks = noLooks,
): readonly Evidence[] {
  const told: readonly Extract<Evidence, { kind: 'change' }>[] = changes.map((each) => ({
    ...{ kind: 'change', at: each.at, id: each.id, change: changeOf(each) },
  }));
  const seen = (looks.groups.get(group) ?? []).map(
    ({ at, found }) => ({ kind: 'observed', at, group: found }) as const,
  );
  const found = snapshot?.groups.find((each) => each.id === group) ?? null;
  const gone = found === null && group.startsWith('sg-') && told.some(({ change }) => isShown(snapshot, change));
  if (snapshot === null || (found === null && !gone)) return [...told, ...seen];
  return [...told, ...seen, { kind: 'observed', at: snapshot.takenAt, group: found }];
}

/** Whether a snapshot shows the account and region of a change, so that a group which it does not show has gone. */
function isShown(snapshot: Perimeter | null, { record }: Change): boolean {
  return (snapshot?.groups ?? []).some(({ account, region }) => account === record.account && region === record.region);
}

/** The histories of all prefix lists that were edited or shown. */
export function readListBook(spill: Spill, snapshot: Perimeter | null, looks: Looks = noLooks): ListBook {
  const edits = Map.groupBy(spill.changesOfKind(['list-edited']), (each) => each.subject);
  const shown = looksAt(snapshot?.lists, snapshot?.takenAt, looks.lists);
  return new Map(
    [...new Set([...edits.keys(), ...shown.keys()])].map((id) => {
      const changes = (edits.get(id) ?? []).map((each) => ({ id: each.id, change: changeOf(each) as ListEdited }));
      return [id, readListHistory(changes, shown.get(id) ?? [])];
    }),
  );
}
