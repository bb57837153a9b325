import type { Store } from '../../contracts/store.ts';
import { type Instant, writeInstant } from '../../core/leaf/instant.ts';
import type { Decision } from '../../core/plan/decision.ts';
import type { Incident, Violation } from '../../core/plan/incident/episodes.ts';
import { readNews } from '../../core/plan/quiet/news.ts';
import { dueChannels } from '../../core/plan/quiet/wants.ts';
import type { Policy } from '../../core/policy/policy.ts';
import { saySpan } from '../../core/policy/span.ts';
import { commitSubject } from './sweep/commit-subject.ts';
import { decisionAt } from './sweep/decision-at.ts';
import { endTask } from './sweep/end-task.ts';
import { readRow, rowName } from './tables.ts';
import type { TaskHandler } from './task-kinds.ts';
import { episodesOf } from './watch/episodes-of.ts';
import { openSince, type RemindBody, remindTask } from './watch/remind-task.ts';
import { lookTask } from './watch/tell-incidents.ts';
import { tellTask } from './watch/tell-task.ts';

/** Milliseconds until it is asked whether the look has been, and whether what seems to be gone is. */
const [again, afterClosing] = [10_000, 60_000];

/** So often it is asked for the look; EC2 that does not answer for so long keeps no reminder back. */
const mostAsks = 30;

/** Decisions of an incident that are asked who did it, the newest. */
const mostAsked = 5;

/**
 * Reminds of an incident that is still open, and says when to do so next: both in the commit that ends the task, and only if
 * nothing was written about the group meanwhile. The group is looked at before. Of what is over, excepted or granted nobody
 * is reminded any more.
 */
export const remind: TaskHandler = async (parts, task) => {
  const { clock, policy, settings } = parts;
  const { site, group, incident: id, since, due } = JSON.parse(task.body) as RemindBody;
  const held = { task: task.id, fence: task.fence };
  const done = await commitSubject(parts, { site, subject: group, held, needs }, async (_memory, { store }) => {
    const incident = readRow('incident', await store.row(rowName('incident', id)));
    const isOpen = incident !== null && incident.closedAt === null && openSince(incident) === since;
    if (!isOpen || settings.remind === undefined) return null;
    const { violations } = await episodesOf(store, site, group);
    const own = violations.filter(
      (each) => each.incident === id && (each.state === 'open' || each.state === 'closing'),
    );
    if (own.length === 0) return null;
    const look = lookTask(site, group, 'reminder', `${id}/${due}`, clock.now());
    const looked = await store.task(look.id);
    if (looked === null || (looked.state === 'open' && task.attempts < mostAsks)) {
      const failed = [{ ...held, why: 'the group is looked at first', again: clock.now() + again }];
      return { entries: [], effects: { tasks: [look], failed } };
    }
    const now = Math.max(clock.now(), due);
    if (own.every(({ state }) => state === 'closing')) {
      const failed = [
        { ...held, why: 'it seems to be gone: two good reads are to come', again: clock.now() + afterClosing },
      ];
      return { entries: [], effects: { failed } };
    }
    const told = await decisionsOf(store, incident);
    const detail = detailOf(incident, own, told, now);
    const tells = isStanding(incident, own) && isTold(incident, told, policy().policy);
    const next = remindTask(incident, now, settings.remind);
    const tell = tellTask({ about: id, revision: due, why: 'reminder', due: clock.now(), detail });
    return { entries: [], effects: { tasks: tells ? [tell, next] : [next], finished: [held] } };
  });
  return endTask(parts, task, done);
};

/** Only where the group stands in the ledger is needed. */
const needs = { attachments: false, beside: false, attempts: { within: 0, most: 0 } } as const;

/** Whether anything stands that somebody could close: refused calls and tag changes are over when they are done. */
function isStanding({ family }: Incident, own: readonly Violation[]): boolean {
  return family === 'opening' || own.some(({ tuple }) => tuple !== '');
}

/**
 * Whether the policy has anybody told at once of something as bad as this. Where it names no routes at all, whoever watches
 * is; what nobody remembers keeps nothing back.
 */
function isTold({ severity }: Incident, told: readonly Decision[], { checks, notify }: Policy): boolean {
  if (notify.length === 0 || told.length === 0) return true;
  return told.some((each) => dueChannels({ ...readNews(each, { checks }), severity }, notify).size > 0);
}

async function decisionsOf(store: Store, { decisions }: Incident): Promise<readonly Decision[]> {
  const found: Decision[] = [];
  for (const id of decisions.slice(-mostAsked)) {
    const decision = await decisionAt(store, id);
    if (decision !== null) found.push(decision);
  }
  return found;
}

function detailOf(
  { group, severity, ...incident }: Incident,
  own: readonly Violation[],
  told: readonly Decision[],
  now: Instant,
): Readonly<Record<string, string>> {
  const since = openSince(incident);
  const who = told.flatMap(({ actor: { person, session, principal } }) => person ?? session ?? principal ?? []);
  const what = own.filter(({ state }) => state === 'open').flatMap(({ tuple }) => (tuple === '' ? [] : [tuple]));
  return {
    ...{ group, severity, since: writeInstant(since), open: sayOpen(now - since) },
    ...(who.length === 0 ? {} : { by: [...new Set(who)].join(', ') }),
    ...(what.length === 0 ? {} : { what: [...new Set(what)].join(', ') }),
    checks: [...new Set(own.map(({ check }) => check))].join(', '),
  };
}

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

/** In whole units that still say enough: hours up to two days. */
function sayOpen(span: number): string {
  const unit = span >= 2 * day ? day : span >= hour ? hour : minute;
  return saySpan(Math.max(unit, Math.floor(span / unit) * unit));
}
