import type { DigestFacts } from '../../../core/alert/digest-facts.ts';
import { isNothing } from '../../../core/alert/write-digest.ts';
import type { PostEvent } from '../../../core/plan/quiet/live-teller.ts';
import { messageId } from '../../../core/plan/quiet/message-id.ts';
import { digestFacts } from './digest-facts.ts';
import type { Hearing } from './hear-context.ts';

/** By what it is known when the last one of its kind was due. */
export function digestKey({ channel, weekly }: { readonly channel: string; readonly weekly: boolean }): string {
  return `${weekly ? 'weekly' : 'daily'} ${channel}`;
}

/** A digest whose time has come. It tells of the time since the one before; nothing at all is worth a weekly one only. */
export async function digestMessage(
  hearing: Hearing,
  { channel, at, weekly, tally }: Extract<PostEvent, { readonly kind: 'digest' }>,
): Promise<void> {
  const period = weekly ? 'weekly' : 'daily';
  const facts: DigestFacts = await digestFacts(hearing, {
    last: hearing.digests[digestKey({ channel, weekly })] ?? null,
    at,
    period,
    tally,
  });
  if (period === 'daily' && isNothing(facts)) return;
  const id = messageId(channel, at, period, 'digest');
  const { severity, worst, names, checks, fates } = tally;
  const message = {
    ...({ id, kind: 'digest', channel, at, severity, joined: [], counts: fates, checks: [...checks].sort() } as const),
    ...{ decisions: worst.map((each) => each.id), about: [...names].sort() },
  };
  await hearing.drafts.open(message, { incidents: [], detail: { ...facts } });
}
