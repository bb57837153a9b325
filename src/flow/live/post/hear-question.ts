import { messageId } from '../../../core/plan/quiet/message-id.ts';
import { readNews } from '../../../core/plan/quiet/news.ts';
import { dueChannels } from '../../../core/plan/quiet/wants.ts';
import { severities } from '../../../core/policy/scale.ts';
import { type AskRow, readRow, rowName } from '../tables.ts';
import { decisionIn, type Hearing } from './hear-context.ts';
import { hearNotice } from './hear-notice.ts';
import type { Tell } from './hear-tell.ts';

/**
 * A question to people, its answer, or that nobody gave one. It stands in the messages about its decision; where no route
 * tells that at once, the mildest route that means the group asks all the same: a question that nobody hears is none.
 */
export async function hearQuestion(hearing: Hearing, tell: Tell): Promise<void> {
  const { drafts, parts, teller } = hearing;
  const { about: hash, why } = tell;
  const ask = readRow('ask', await parts.store.row(rowName('ask', hash)));
  const decision = ask?.decision ?? tell.detail.decision ?? '';
  const rows = await drafts.about(decision);
  for (const { message } of rows) {
    drafts.mention(hash, message.id);
    await drafts.change(message.id, { say: sayQuestion(why, hash), again: why === 'expired' });
  }
  if (rows.length > 0 || why !== 'ask' || teller.waits(decision)) return;
  if (ask?.grant !== undefined) await hearNotice(hearing, { ...tell, detail: { ...tell.detail, ...detailOf(ask) } });
  else await askAnyhow(hearing, hash, decision);
}

function sayQuestion(why: string, hash: string): string {
  if (why === 'ask') return `waits for an answer to ${hash}`;
  return why === 'denied' ? `somebody said no to ${hash}: it stays as it is` : `nobody answered ${hash}: it stays open`;
}

function detailOf({ grant, owner, environment, requester }: AskRow): Tell['detail'] {
  const asked = { group: grant?.group, reason: grant?.reason, by: grant?.by ?? requester ?? undefined };
  const all = Object.entries({ ...asked, owner, environment });
  return Object.fromEntries(all.flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])));
}

async function askAnyhow(hearing: Hearing, hash: string, id: string): Promise<void> {
  const { parts, drafts, now } = hearing;
  const decision = await decisionIn(hearing, id);
  if (decision === null) return;
  const { notify, checks } = parts.policy().policy;
  const news = readNews(decision, { checks });
  const wanted = [...dueChannels({ ...news, severity: 'critical' }, notify)];
  const mildest = Math.min(...wanted.map(([, { min }]) => severities.indexOf(min)));
  for (const [channel] of wanted.filter(([, { min }]) => severities.indexOf(min) === mildest)) {
    const message = {
      ...({ id: messageId(channel, now, hash, 'alert'), kind: 'alert', channel, at: now } as const),
      ...{ severity: news.severity, decisions: [id], joined: [], about: [news.name], counts: null },
      checks: news.checks.map((each) => each.id).sort(),
    };
    await drafts.open(message, { incidents: decision.incident === undefined ? [] : [decision.incident] });
    drafts.mention(hash, message.id);
  }
}
