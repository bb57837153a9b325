import type { Decision } from '../../../core/plan/decision.ts';
import { readNews } from '../../../core/plan/quiet/news.ts';
import { dueChannels } from '../../../core/plan/quiet/wants.ts';
import { type Severity, worse } from '../../../core/policy/scale.ts';
import { escalateTask, escalationOf, soonerOf } from './escalate.ts';
import type { Hearing } from './hear-context.ts';
import type { MessageRow } from './post-rows.ts';

/** How bad what objects to a decision is; what we did ourselves nothing objects to. */
export function objectingTo({ own, verdict }: Decision): Severity {
  if (own !== undefined) return 'none';
  const checks = (verdict?.checks ?? []).filter(({ ruling }) => ruling !== 'permitted');
  return checks.reduce<Severity>((worst, each) => worse(worst, each.severity), 'none');
}

/** What a message tells is worse than it said: it is to be seen to sooner. */
export async function worsen(hearing: Hearing, row: MessageRow, decision: Decision, severity: Severity): Promise<void> {
  const { drafts, parts, now } = hearing;
  const { notify, checks } = parts.policy().policy;
  const due = dueChannels(readNews(decision, { checks }), notify).get(row.message.channel) ?? null;
  const escalation = soonerOf(row, escalationOf(due, severity, now));
  await drafts.change(row.message.id, { severity, escalation });
  if (escalation !== null && escalation.at !== row.escalation?.at)
    drafts.task(escalateTask(row.message.id, escalation.at));
}
