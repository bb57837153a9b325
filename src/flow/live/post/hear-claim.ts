import type { Decision } from '../../../core/plan/decision.ts';
import type { HeardDecision } from '../../../core/plan/quiet/live-teller.ts';
import { severities } from '../../../core/policy/scale.ts';
import type { Hearing } from './hear-context.ts';
import { objectingTo, worsen } from './worsen.ts';

/**
 * A record that explains what a sweep had seen first and that was told as nobody's doing. Whoever was told learns who did it,
 * and is interrupted only where it is worse than it seemed; it is not told to them as something new.
 */
export async function hearClaim(
  hearing: Hearing,
  heard: HeardDecision,
  differences: readonly string[],
): Promise<HeardDecision> {
  const { drafts, claimed } = hearing;
  const { decision } = heard;
  const severity = objectingTo(decision);
  const told = new Set<string>();
  for (const id of differences) {
    claimed.add(id);
    for (const row of await drafts.about(id)) {
      const { channel, id: message, severity: before } = row.message;
      const isWorse = severities.indexOf(severity) > severities.indexOf(before);
      if (isWorse) await worsen(hearing, row, decision, severity);
      const incidents = decision.incident === undefined ? [] : [decision.incident];
      const say = `its record came: ${whoOf(decision)} did it`;
      await drafts.change(message, { say, joined: [decision.id], incidents, again: isWorse });
      told.add(channel);
    }
  }
  return told.size === 0 ? heard : { ...heard, except: [...told].sort() };
}

function whoOf({ actor: { person, session, principal } }: Decision): string {
  return person ?? session ?? principal ?? 'somebody unknown';
}
