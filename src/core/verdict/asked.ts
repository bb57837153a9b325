import type { Check } from '../policy/policy.ts';
import type { PerEnvironment, Respond, Severity } from '../policy/scale.ts';

/** What objects: a check, or one way in which a baseline finds a group to differ. */
export interface Asked {
  readonly id: string;
  readonly at: string;
  readonly layer: number;
  readonly say: string;
  readonly severity: PerEnvironment<Severity>;
  readonly respond: PerEnvironment<readonly Respond[]>;
  readonly unless: Check['unless'];
  readonly playbook: string | null;
  readonly locked: boolean;
  /** It is about reach, which exceptions permit part by part; else they permit it whole. */
  readonly isReach: boolean;
  readonly check: Check | null;
}

/** A check as it asks of an act, or of what stands. */
export function askedBy(check: Check, stands: boolean): Asked {
  const { kind } = check.when;
  return {
    id: check.id,
    at: check.at,
    layer: check.layer,
    say: check.say,
    severity: check.severity,
    respond: stands ? check.standing : check.respond,
    unless: check.unless,
    playbook: check.playbook,
    locked: check.locked,
    isReach: kind === 'gained' || kind === 'lost',
    check,
  };
}
