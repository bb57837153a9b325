import type { Decision } from '../../../core/plan/decision.ts';
import type { Incident } from '../../../core/plan/incident/episodes.ts';
import { messageId } from '../../../core/plan/quiet/message-id.ts';
import { readNews } from '../../../core/plan/quiet/news.ts';
import { dueChannels } from '../../../core/plan/quiet/wants.ts';
import { isAtOnce } from '../../../core/policy/day-times.ts';
import { readRow, rowName } from '../tables.ts';
import { openSince } from '../watch/remind-task.ts';
import { escalateTask, escalationOf } from './escalate.ts';
import { decisionIn, type Hearing } from './hear-context.ts';
import type { Tell } from './hear-tell.ts';
import type { MessageRow } from './post-rows.ts';

/** So many of its decisions stand in a message that is about an incident, the newest; so many are asked who told them. */
const [mostTold, mostAsked] = [5, 200];

/**
 * An incident that came back, or that people are reminded of since it is still open. The messages that tell of it interrupt
 * anew; where none does, as when nobody was told yet, it becomes a message by the routes that fit it. What a mute keeps back
 * is counted there. After the last of the first reminders it stands in each digest: where there is one, it is a note only.
 */
export async function hearIncident(hearing: Hearing, tell: Tell): Promise<void> {
  const { about, why, detail } = tell;
  const { drafts, parts, teller } = hearing;
  const incident = readRow('incident', await parts.store.row(rowName('incident', about)));
  if (incident === null || incident.closedAt !== null) return;
  const rows = await messagesOf(hearing, incident);
  const isBack = why === 'opened';
  // What opens for the first time is told by the decisions that lead to it.
  if (isBack && incident.againAt === undefined) return;
  const waits = incident.decisions.some((id) => teller.waits(id));
  if (keptBack(hearing, incident, detail.checks)) return;
  const isTold = waits || rows.some(({ message }) => drafts.isNew(message.id));
  const say = isBack ? 'something of it came back after it was over' : sayReminder(detail);
  const again = !isTold && (isBack || !isInDigest(hearing, incident, Number(tell.revision)));
  for (const { message } of rows) if (!drafts.isNew(message.id)) await drafts.change(message.id, { say, again });
  if (rows.length === 0 && !waits) await open(hearing, incident, say);
}

/**
 * The messages that tell of an incident: those that say so, and those of its decisions. What was decided about a prefix list
 * or a thing that groups are on knows of no incident: the groups' incidents begin after it.
 */
export async function messagesOf(hearing: Hearing, incident: Incident): Promise<readonly MessageRow[]> {
  const { drafts } = hearing;
  const known = await drafts.about(incident.id);
  if (known.length > 0) return known;
  for (const id of incident.decisions.slice(-mostAsked))
    for (const { message } of await drafts.about(id)) {
      const due = hearing.now + hearing.parts.post.editAfter;
      await drafts.change(message.id, { incidents: [incident.id], due });
    }
  return drafts.about(incident.id);
}

/** Whether digests tell every day by now that it is still open. */
function isInDigest({ parts }: Hearing, incident: Incident, due: number): boolean {
  const last = parts.settings.remind?.after.at(-1);
  if (last === undefined || !(due - openSince(incident) > last)) return false;
  return parts.policy().policy.notify.some((route) => !isAtOnce(route) && route.dailyAt !== null);
}

function sayReminder({ open, what, by }: Tell['detail']): string {
  const since = open === undefined ? 'it is still open' : `still open, for ${open}`;
  return `${since}${what === undefined ? '' : `: ${what}`}${by === undefined ? '' : ` (by ${by})`}`;
}

function keptBack({ mutes, kept, now }: Hearing, incident: Incident, checks: string | undefined): boolean {
  const fitting = [...mutes.values()]
    .map(({ mute }) => mute)
    .filter(({ from, until }) => from <= now && now < until)
    .filter(({ group }) => group === null || group === incident.group)
    .filter(({ account }) => account === null || account === incident.site.account);
  const asked = checks === undefined || checks === '' ? [] : checks.split(', ');
  const muting = (id: string) => fitting.find(({ check }) => check === null || check === id);
  const all = asked.length === 0 ? fitting.filter(({ check }) => check === null).slice(0, 1) : asked.map(muting);
  if (all.length === 0 || all.includes(undefined)) return false;
  for (const id of new Set(all.map((each) => each!.id))) kept.set(id, (kept.get(id) ?? 0) + 1);
  return true;
}

async function open(hearing: Hearing, incident: Incident, say: string): Promise<void> {
  const { parts, drafts, now } = hearing;
  const found: Decision[] = [];
  for (const id of incident.decisions.slice(-mostTold)) {
    const decision = await decisionIn(hearing, id);
    if (decision !== null) found.push(decision);
  }
  const last = found.at(-1);
  if (last === undefined) return;
  const { notify, checks } = parts.policy().policy;
  const news = { ...readNews(last, { checks }), severity: incident.severity };
  for (const [channel, due] of dueChannels(news, notify)) {
    const id = messageId(channel, now, incident.id, 'alert');
    const escalation = escalationOf(due, incident.severity, now);
    const message = {
      ...({ id, kind: 'alert', channel, at: now, severity: incident.severity, joined: [], counts: null } as const),
      decisions: found.map((each) => each.id),
      about: [news.name],
      checks: news.checks.map((each) => each.id).sort(),
    };
    if (!(await drafts.open(message, { incidents: [incident.id], escalation, say }))) continue;
    if (escalation !== null) drafts.task(escalateTask(id, escalation.at));
  }
}
