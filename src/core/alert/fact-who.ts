import { readInstant } from '../leaf/instant.ts';
import type { ActorRow, Decision } from '../plan/decision.ts';
import type { Fact } from './alert.ts';
import { plainLine } from './plain-line.ts';
import { sayCount } from './say-many.ts';
import { sayMoment } from './say-time.ts';
import type { ShownDecisions } from './shown-decisions.ts';

/** Who did it, how and when, and what their name rests on; said as it is, without blame. */
export function whoFact({ first, others }: ShownDecisions): Fact {
  if (first === null) return { label: 'Who', lines: ['not told here'] };
  const actors = new Map([first, ...others].map((each) => [sayActor(each.actor), each]));
  const [worst, ...rest] = [...actors.values()] as [Decision, ...Decision[]];
  const more =
    rest.length === 0 ? [] : [`and ${sayCount(rest.length, 'more actor')}: ${[...actors.keys()].slice(1).join('; ')}`];
  return { label: 'Who', lines: [...whoLines(worst), ...more] };
}

function whoLines({ actor, call, at, origin }: Decision): readonly string[] {
  const time = sayMoment(readInstant(at) ?? 0);
  if (isNobody(actor)) return ['not known: a look showed it, and no record tells who', `seen ${time}`];
  const identity = {
    asserted: 'name asserted by AWS',
    claimed: 'name only claimed by the caller',
    none: 'no name told',
  }[actor.identity];
  const via = actor.via.value === 'unknown' ? 'channel not told' : `via ${actor.via.value} (${actor.via.basis})`;
  const from = actor.sourceIp === null ? 'address not told' : `from ${plainLine(actor.sourceIp, 80)}`;
  const mfa = actor.mfa === null ? 'MFA not told' : actor.mfa ? 'MFA yes' : 'MFA no';
  const name = nameOf(actor);
  const session = actor.session === null || actor.session === name ? '' : `, session ${plainLine(actor.session, 80)}`;
  const how = origin === 'implied' ? 'EC2 did it on the side of' : `${call.service}`;
  return [
    `${plainLine(name, 80)} (${identity}), ${via}, ${from}, ${mfa}`,
    `${time}, ${how} ${call.name}`,
    ...(actor.principal === null ? [] : [`${actor.type} ${plainLine(actor.principal, 160)}${session}`]),
  ];
}

/** Who and how in few words: `alice via console from 198.51.100.7`. */
export function sayActor(actor: ActorRow): string {
  if (isNobody(actor)) return 'nobody known';
  const via = actor.via.value === 'unknown' ? '' : ` via ${actor.via.value}`;
  const from = actor.sourceIp === null ? '' : ` from ${plainLine(actor.sourceIp, 45)}`;
  return `${plainLine(nameOf(actor), 60)}${via}${from}`;
}

/** The person, or the nearest thing to one that the record tells. */
export function nameOf({ person, session, principal, type }: ActorRow): string {
  return person ?? session ?? principal?.split('/').at(-1)?.split(':').at(-1) ?? type;
}

/** Whether nobody is known to have done it. */
export function isNobody({ identity, principal, person }: ActorRow): boolean {
  return identity === 'none' && principal === null && person === null;
}
