import type { Instant } from '../../leaf/instant.ts';
import { writeInstant } from '../../leaf/instant.ts';
import { fitsAny } from '../../policy/glob.ts';
import type { Policy } from '../../policy/policy.ts';
import { forEnvironment } from '../../policy/scale.ts';
import type { Intent } from './intent.ts';

/** What may forbid an action just before a call. */
export interface Guards {
  readonly intent: Intent;
  readonly policy: Pick<Policy, 'safety'>;
  /** Of the group, as the policy's contexts say. */
  readonly environment: string;
  readonly group: { readonly id: string | null; readonly name: string | null };
  /** Why a guard tag that was set by somebody who may forbids it; `null` when none does. */
  readonly guarded: string | null;
  /** The kill switch, when it is on. */
  readonly stopped: { readonly by: string; readonly reason: string; readonly at: Instant } | null;
  /** Id of a grant or exception in force for the rules; `null` when there is none. */
  readonly granted: string | null;
  /** Break-glass, as somebody who may do so has declared it; `null` when nobody has. */
  readonly breakGlass?: { readonly ticket: string; readonly until: Instant } | null;
  /** Why what is done could go unnoticed (`sayUnproven`), where that has to be known first; not of a canary. */
  readonly unproven?: string | null;
  readonly now: Instant;
}

/** Why nothing may go on while the kill switch is on: by these very words it is known what it kept from being done. */
export function sayStopped({ at, by, reason }: NonNullable<Guards['stopped']>): string {
  return `all acting is off since ${writeInstant(at)}, by ${by}: ${reason}`;
}

/**
 * Why an action must not go on now; `null` when it may. Asked again right before each call. What a person orders back
 * (`undo`) needs neither the mode nor leave, but the kill switch and protected groups hold for it too.
 */
export function refusedBy(guards: Guards): string | null {
  const {
    intent,
    policy,
    environment,
    group,
    guarded,
    stopped,
    granted,
    breakGlass = null,
    unproven = null,
    now,
  } = guards;
  if (stopped !== null) return sayStopped(stopped);
  const protectedAs = [group.id, group.name].find(
    (text) => text !== null && fitsAny(policy.safety.neverTouch.groups, text),
  );
  if (protectedAs !== undefined) return `the policy says never to touch ${group.id ?? group.name}`;
  if (guarded !== null) return guarded;
  if (intent.do === 'undo') return null;
  const mode = forEnvironment(policy.safety.mode, environment);
  if (mode !== 'enforce') return `the mode of environment \`${environment}\` is ${mode}`;
  if (unproven !== null) return unproven;
  if (breakGlass !== null && now < breakGlass.until)
    return `break-glass until ${writeInstant(breakGlass.until)} (${breakGlass.ticket})`;
  // A grant permits what stands; it is no reason to leave out what is missing.
  if (granted !== null && intent.do !== 'restore') return `granted: ${granted}`;
  return null;
}
