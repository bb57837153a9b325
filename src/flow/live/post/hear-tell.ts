import { isObject } from '../../../core/leaf/canonical.ts';
import type { Incident } from '../../../core/plan/incident/episodes.ts';
import { readRow, rowName } from '../tables.ts';
import { isOpen } from './escalate.ts';
import type { Hearing } from './hear-context.ts';
import { hearIncident, messagesOf } from './hear-incident.ts';
import { hearNotice } from './hear-notice.ts';
import { hearQuestion } from './hear-question.ts';
import type { MessageChange } from './messages-draft.ts';
import { sayActionEnd } from './messages-words.ts';

/** A tell task as it is read. */
export interface Tell {
  readonly about: string;
  readonly revision: string;
  readonly why: string;
  readonly detail: Readonly<Record<string, string>>;
}

/** Reads the body of a tell task; `null` where it says nothing. */
export function readTell(body: string): Tell | null {
  const read: unknown = JSON.parse(body);
  if (!isObject(read) || typeof read.about !== 'string' || typeof read.why !== 'string') return null;
  const { about, why, revision, ...rest } = read;
  const detail = Object.entries(rest).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : []));
  return { about, why, revision: String(revision ?? ''), detail: Object.fromEntries(detail) as Tell['detail'] };
}

/** Does what a tell task says: a note on the messages that tell of it, or a message of its own. */
export async function hearTell(hearing: Hearing, tell: Tell): Promise<void> {
  switch (tell.why) {
    // The entry of the decision says it: lanes heard it already.
    case 'breach':
    case 'unknown':
    case 'late':
    case 'revised':
      return;
    case 'opened':
    case 'reminder':
      await hearIncident(hearing, tell);
      return;
    case 'closed':
      await hearClosed(hearing, tell.about);
      return;
    case 'ask':
    case 'denied':
    case 'expired':
      await hearQuestion(hearing, tell);
      return;
    case 'acted':
    case 'capped':
    case 'stopped':
    case 'braked':
    case 'differs':
    case 'untagged':
      await hearAction(hearing, tell);
      return;
    default:
      await hearNotice(hearing, tell);
  }
}

async function hearClosed(hearing: Hearing, id: string): Promise<void> {
  const { drafts, parts, teller } = hearing;
  const incident = readRow('incident', await parts.store.row(rowName('incident', id)));
  if (incident !== null && incident.closedAt === null) return;
  const over = new Set<string>();
  for (const row of incident === null ? await drafts.about(id) : await messagesOf(hearing, incident)) {
    const isStill = await isOpen(hearing, row);
    const say = isStill
      ? `${nameOf(incident, id)} is over; more of it is open`
      : `over: ${nameOf(incident, id)} is closed`;
    const { escalation } = row;
    const ended = isStill || escalation === null ? {} : { escalation: { ...escalation, done: true } };
    await drafts.change(row.message.id, { say, decides: !isStill, ...ended });
    if (!isStill) over.add(row.message.id);
  }
  teller.forget(over);
}

function nameOf(incident: Incident | null, id: string): string {
  return incident === null ? id : `${id} (${incident.group})`;
}

/** What became of an action of ours, or keeps it waiting. */
async function hearAction(hearing: Hearing, { about, why, detail }: Tell): Promise<void> {
  const { drafts, parts, teller } = hearing;
  const action = readRow('action', await parts.store.row(rowName('action', about)));
  const known = await drafts.about(about);
  const rows = known.length > 0 || action === null ? known : await drafts.about(action.intent.for);
  const change = changeOf(why, action, detail);
  // Nobody was told, as of an order: then at least that it failed.
  if (rows.length === 0 && change.again === true && !teller.waits(action?.intent.for ?? '')) {
    await hearNotice(hearing, { about, why: 'fault', revision: '', detail: { fault: change.say ?? why } });
    return;
  }
  for (const { message } of rows) {
    await drafts.change(message.id, change);
    drafts.mention(about, message.id);
  }
}

function changeOf(
  why: string,
  action: Parameters<typeof sayActionEnd>[0] | null,
  { said, cap }: Tell['detail'],
): MessageChange {
  const because = said === undefined ? '' : `: ${said}`;
  switch (why) {
    case 'acted': {
      const state = action?.state ?? 'gone';
      const isBad = state === 'failed' || state === 'partly' || state === 'refused';
      return { say: action === null ? 'we are done with it' : sayActionEnd(action), again: isBad, decides: true };
    }
    case 'capped':
      return { say: `we do not act for now: the cap ${cap ?? ''} is used up`, again: true, decides: true };
    case 'stopped':
      return { say: `we do not act: all acting is off${because}`, again: true, decides: true };
    case 'braked':
      return { say: `we hold back${because}`, again: true, decides: true };
    case 'differs':
      return { say: `EC2 did something else than was asked${because}`, again: true };
    default:
      return { say: 'it is put back without its tags: a tag policy refuses them' };
  }
}
