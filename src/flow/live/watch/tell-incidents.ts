import type { NewTask } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import type { Happening } from '../../../core/ledger/rollup.ts';
import type { Site } from '../../../core/plan/act/intent.ts';
import type { Followed } from '../../../core/plan/incident/follow-incidents.ts';
import type { Reminding } from '../live-parts.ts';
import { remindTask } from './remind-task.ts';
import { tellTask } from './tell-task.ts';

/** Where and when violations were brought up to date. */
export interface FollowedAt {
  readonly site: Site;
  readonly group: string;
  readonly now: Instant;
  /** What led to it: the id of a decision, action or task; the same leads to the same tasks. */
  readonly because: string;
  /** Milliseconds from one good read to the next. */
  readonly apart: number;
  readonly remind?: Reminding | undefined;
}

/** What follows from violations and incidents that changed: who is told, and when the group is looked at again. */
export function tellIncidents(
  followed: Followed,
  { site, group, now, because, apart, remind }: FollowedAt,
): readonly NewTask[] {
  const tell = (why: 'opened' | 'closed') => (each: Followed['opened'][number]) =>
    tellTask({ about: each.id, revision: because, why, due: now });
  return [
    ...followed.opened.map(tell('opened')),
    ...(remind === undefined ? [] : followed.opened.map((each) => remindTask(each, now, remind))),
    ...followed.closed.map(tell('closed')),
    ...(followed.closing ? [lookTask(site, group, 'closing', because, now + apart)] : []),
    ...(followed.unattendedAt === null
      ? []
      : [lookTask(site, group, 'unattended', String(followed.unattendedAt), followed.unattendedAt)]),
  ];
}

/** What of it counts: how long what is gone had stood. */
export function closedHappenings({ violations }: Pick<Followed, 'violations'>): readonly Happening[] {
  return violations.flatMap(({ state, closedAt, openedAt }) =>
    (state === 'gone' || state === 'group gone') && closedAt !== null
      ? [{ kind: 'closed', stood: closedAt - openedAt }]
      : [],
  );
}

/** The task to look at a group. */
export function lookTask(
  { account, region }: Site,
  group: string,
  why: string,
  because: string,
  due: Instant,
): NewTask {
  const id = `look/${account}/${region}/${group}/${why}/${because}`;
  return { id, key: id, kind: 'look', due, body: JSON.stringify({ site: { account, region }, group, why }) };
}
