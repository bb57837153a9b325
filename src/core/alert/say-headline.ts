import type { Decision } from '../plan/decision.ts';
import type { AlertState } from './alert.ts';
import { alertLimits } from './alert-limits.ts';
import type { AlertParts } from './alert-parts.ts';
import { nameOf } from './fact-who.ts';
import { plainLine } from './plain-line.ts';
import { namedPort } from './rule-line.ts';
import { sayEffectOf } from './say-effect.ts';
import { sayCount } from './say-many.ts';
import type { ShownDecisions } from './shown-decisions.ts';

/**
 * The effect in words, what a phone shows: `The whole Internet can reach tcp 22 (ssh) on prod-web, and 5 more changes`.
 * What is over is told in the past, and of refused calls only that they changed nothing.
 */
export function sayHeadline(shown: ShownDecisions, state: AlertState, { drill }: Pick<AlertParts, 'drill'>): string {
  const { first, others, more } = shown;
  const rest = others.length + more;
  const mark = drill === undefined ? '' : 'DRILL: ';
  if (first === null) return `${mark}${sayCount(rest, 'change')}`;
  if (rest > 0 && shown.refused) return `${mark}${sayAttempts(first, rest + 1)}`;
  const tail = rest === 0 ? '' : `, and ${sayCount(rest, 'more change')}`;
  // `could` is two characters longer than `can`.
  const room = alertLimits.headline - mark.length - tail.length - 2;
  return `${mark}${inTense(sayEffectOf(first, room), state)}${tail}`;
}

/** What is over could be reached; what stands can. */
function inTense(text: string, state: AlertState): string {
  if (state !== 'closed') return text;
  return text.replace(/ can (?:now )?((?:no longer )?)reach /, (_, negated: string) => ` could ${negated}reach `);
}

function sayAttempts({ actor, on }: Decision, count: number): string {
  const where = on.name ?? on.id;
  const what = where === null ? '' : ` on ${plainLine(where, 40)}`;
  return `Refused, nothing changed: ${sayCount(count, 'call')} by ${plainLine(nameOf(actor), 40)}${what}`;
}

/** The effect for a text message: `IPv4 Internet→ssh`. */
export function shortOf(first: Decision | null): string {
  if (first === null) return 'changes';
  return first.short
    .replace(/^\+/, '')
    .replaceAll(' → ', '→')
    .replace(/\b(tcp|udp) (\d+)\b(?!-)/g, (word, protocol: string, port: string) => {
      return namedPort(protocol, Number(port)) ?? word;
    });
}
