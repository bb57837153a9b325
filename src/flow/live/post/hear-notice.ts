import { noticeSeverity } from '../../../core/alert/write-notice.ts';
import { messageId } from '../../../core/plan/quiet/message-id.ts';
import { peopleWords } from '../../../core/plan/quiet/people-channels.ts';
import { isAtOnce } from '../../../core/policy/day-times.ts';
import type { Route } from '../../../core/policy/policy.ts';
import { isAtLeast, type Severity } from '../../../core/policy/scale.ts';
import type { Hearing } from './hear-context.ts';
import type { Tell } from './hear-tell.ts';

/**
 * Of our own work: a message of its own to the routes that tell everything of that severity at once. More of the same
 * reason within a while is added to it; what is critical (somebody uses our role) is told each time.
 */
export async function hearNotice(hearing: Hearing, { about, why, detail }: Tell): Promise<void> {
  const { drafts, now, parts } = hearing;
  const begun = why.endsWith('-over') ? await drafts.about(about) : [];
  for (const { message } of begun)
    await drafts.change(message.id, { say: 'it is over', detail: { why, about, detail } });
  if (begun.length > 0) return;
  const severity = noticeSeverity({ why, detail });
  const key = severity === 'critical' ? `${why} ${about}` : `${why} ${detail.channel ?? ''}`;
  const known = hearing.notices[key];
  if (known !== undefined && now - known.at < parts.post.noticeWithin) {
    for (const id of known.messages) {
      await drafts.change(id, { say: `again: ${about}`, due: now + parts.post.editAfter });
      drafts.mention(about, id);
    }
    return;
  }
  const messages: string[] = [];
  for (const channel of noticeChannels(parts.policy().policy.notify, severity)) {
    if (channel === detail.channel) continue;
    const id = messageId(channel, now, `${why} ${about}`, 'notice');
    const message = {
      id,
      kind: 'notice',
      channel,
      at: now,
      severity,
      decisions: [],
      joined: [],
      about: [about],
    } as const;
    await drafts.open({ ...message, checks: [], counts: null }, { incidents: [], detail: { why, about, detail } });
    drafts.mention(about, id);
    messages.push(id);
  }
  hearing.notices = { ...hearing.notices, [key]: { at: now, messages } };
}

/** Channels that hear of our own work: those of routes for everything; where there is none, of all that tell at once. */
export function noticeChannels(routes: readonly Route[], severity: Severity): readonly string[] {
  const fitting = routes.filter((route) => isAtOnce(route) && isAtLeast(severity, route.min));
  const whole = fitting.filter(({ where }) => Object.keys(where).length === 0);
  const chosen = whole.length > 0 ? whole : fitting;
  return [...new Set(chosen.flatMap(({ to }) => to))].filter((channel) => !peopleWords.includes(channel));
}
