import type { NewTask } from '../../../contracts/store.ts';
import type { Instant } from '../../../core/leaf/instant.ts';
import { actorOf } from '../../../core/plan/quiet/people-channels.ts';
import { tellTask } from '../watch/tell-task.ts';
import type { Delivering } from './deliver-conclude.ts';

const day = 86_400_000;

/**
 * Whom else has to know that a message was given up: those of other channels, once a day where the channel takes nothing any
 * more (`whole`), and where nobody stood in (`isHeard`). Of a notice that was given up no notice is made: two channels
 * that fail would tell of each other for ever.
 */
export function tellsOf(
  { name, row: { message }, what }: Pick<Delivering, 'name' | 'row' | 'what'>,
  { why, whole, now, isHeard }: { why: string; whole: boolean; now: Instant; isHeard: boolean },
): readonly NewTask[] {
  // Nobody else has to see to it that somebody learns of their own change.
  if (actorOf(name) !== null) return [];
  const detail = { channel: name, severity: 'high', say: why };
  if (whole) {
    const revision = Math.floor(now / day);
    return [tellTask({ about: `channel/${name}`, revision, why: 'channel', due: now, detail })];
  }
  if (isHeard || what === 'update' || message.kind === 'notice') return [];
  return [tellTask({ about: message.id, revision: name, why: 'dead', due: now, detail })];
}
