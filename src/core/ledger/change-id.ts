import type { Change } from '../change/change.ts';
import { digestName } from '../leaf/digest.ts';

/** The permalink of a change: the same from every source and in every rerun (`decision.md`: account, region, record, subject, place). */
export function changeId(change: Change): string {
  const { account, region, eventId, sharedEventId, addendum } = change.record;
  const record = sharedEventId ?? addendum?.originalEventId ?? eventId;
  return `chg_${digestName([account, region, record, subjectName(change), change.ordinal].join('/'))}`;
}

/** The subject by id, else by account, region, VPC and name: what evidence about one thing is gathered under. */
export function subjectName(change: Change): string {
  const { on, record } = change;
  if (on.id !== null) return on.id;
  if (change.kind === 'tags-changed' && change.rule !== null) return change.rule;
  return on.name === null
    ? `${record.account}/${record.region}/unnamed`
    : `${record.account}/${record.region}/${on.vpc ?? '-'}/${on.name}`;
}
