import type { NewTask } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import { messageId } from '../../../core/plan/quiet/message-id.ts';
import type { Due } from '../../../core/plan/quiet/wants.ts';
import type { Severity } from '../../../core/policy/scale.ts';
import { saySpan } from '../../../core/policy/span.ts';
import { readRow, rowName } from '../tables.ts';
import type { Hearing } from './hear-context.ts';
import type { MessageRow } from './post-rows.ts';

/** What an `escalate` task is about: a message, and the time at which somebody should have acknowledged it. */
export interface EscalateBody {
  readonly message: string;
  readonly at: Instant;
}

/** When a message of this severity, told then, has to be acknowledged, and who is told else; `null`: there is no hurry. */
export function escalationOf(
  due: Pick<Due, 'within' | 'escalateTo'> | null,
  severity: Severity,
  told: Instant,
): MessageRow['escalation'] {
  const span = due?.within[severity];
  return span === undefined ? null : { at: told + span, to: due!.escalateTo, done: false };
}

/** The sooner of two: what got worse has less time; who has acknowledged it already has. */
export function soonerOf(row: MessageRow, next: MessageRow['escalation']): MessageRow['escalation'] {
  const { escalation, acknowledged } = row;
  if (next === null || acknowledged !== null || escalation?.done === true) return escalation;
  return escalation !== null && escalation.at <= next.at ? escalation : next;
}

/** The task that sees whether a message was acknowledged in time. */
export function escalateTask(message: string, at: Instant): NewTask {
  const id = `escalate/${message}/${at}`;
  return { id, key: id, kind: 'escalate', due: at, body: JSON.stringify({ message, at } satisfies EscalateBody) };
}

/**
 * Tells again, and tells those whom it is escalated to, what nobody acknowledged in time and still is open: once. What has no
 * incident (refused calls that were told, a notice) is open until somebody acknowledges it.
 */
export async function escalate(hearing: Hearing, { message: id, at }: EscalateBody): Promise<void> {
  const { drafts, now } = hearing;
  const row = await drafts.row(id);
  if (row === null || row.acknowledged !== null || row.escalation?.at !== at || row.escalation.done) return;
  const { escalation } = row;
  if (!(await isOpen(hearing, row))) {
    await drafts.change(id, { escalation: { ...escalation, done: true } });
    return;
  }
  const span = Math.max(60_000, Math.floor((at - row.message.at) / 60_000) * 60_000);
  const others = escalation.to.filter((each) => each !== row.message.channel);
  const whom = others.length === 0 ? '' : `: ${others.join(', ')} ${others.length === 1 ? 'is' : 'are'} told`;
  const say = `nobody acknowledged it within ${saySpan(span)}${whom}`;
  await drafts.change(id, { say, again: true, surely: true, decides: true, escalation: { ...escalation, done: true } });
  for (const channel of others) {
    const { message, incidents, detail } = row;
    const other = messageId(channel, now, message.id, message.kind);
    const all = { ...message, id: other, channel, at: now };
    if (!(await drafts.open(all, { incidents, ...(detail === undefined ? {} : { detail }) }))) continue;
    for (const each of message.joined) drafts.mention(each, other);
  }
}

/** Whether anything of what a message tells still stands. */
export async function isOpen({ parts: { store } }: Pick<Hearing, 'parts'>, row: MessageRow): Promise<boolean> {
  if (row.incidents.length === 0) return row.message.kind !== 'digest';
  for (const id of row.incidents) {
    const incident = readRow('incident', await store.row(rowName('incident', id)));
    if (incident !== null && incident.closedAt === null) return true;
  }
  return false;
}
