import type { Instant } from '../../../core/leaf/instant.ts';
import type { EntryDraft } from '../../../core/ledger/entry.ts';
import type { ToldBody } from '../../../core/ledger/entry-body.ts';
import { actorOf } from '../../../core/plan/quiet/people-channels.ts';
import type { Delivering } from './deliver-conclude.ts';

/** The entry that says that a channel took a message, or will not be sent it any more. Each attempt has a key of its own. */
export function toldEntry(
  { name, row, sent, what }: Pick<Delivering, 'name' | 'row' | 'sent' | 'what'>,
  at: Instant,
  outcome: ToldBody['outcome'],
  why: string | null,
): EntryDraft {
  const { message, incidents, interrupts, revision } = row;
  const attempts = sent.attempts + 1;
  const body: ToldBody = {
    ...{ kind: 'told', message: message.id, channel: name, what: what === 'first' ? 'first' : 'again' },
    ...{ of: kindOf(message), outcome, at, attempts, why },
    ...(outcome === 'done' && sent.maybe ? { repeated: true } : {}),
    ...{ severity: message.severity, decisions: message.decisions, incidents },
  };
  return { at, key: `told/${message.id}/${name}/${interrupts}/${revision}/${outcome}/${attempts}`, fence: null, body };
}

/** That somebody was told of their own change is no alert of it. */
function kindOf({ channel, kind }: Delivering['row']['message']): ToldBody['of'] {
  if (actorOf(channel) !== null) return 'notice';
  return kind === 'alert' ? 'incident' : kind;
}
