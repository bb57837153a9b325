import type { Decision } from '../plan/decision.ts';
import { plainLine } from './plain-line.ts';

/**
 * The effect of a decision in one sentence of at most `most` characters: its own, with a name that is too long cut, so that
 * no name hides what became reachable; a sentence that names nothing is followed by what it is about. What completed the
 * Internet says so first. Too long, it ends where a part of it does, or is told as for a table.
 */
export function sayEffectOf({ say, short, on }: Pick<Decision, 'say' | 'short' | 'on'>, most = 250): string {
  const full = on.name ?? on.id;
  const name = full === null ? null : plainLine(full, longestName);
  const said = completing(
    on.name === null || on.name.length <= longestName ? say : say.replaceAll(on.name, () => name!),
  );
  const about = name === null || said.includes(name) ? '' : ` (${name})`;
  const whole = fit(capital(said), most - about.length);
  if (whole !== null) return `${whole}${about}`;
  const object = name === null ? '' : ` (${name})`;
  return `${plainLine(short.replace(/^\+/, ''), most - object.length)}${object}`;
}

const longestName = 40;

/** `… can reach tcp 22 on web; with what was open before, the whole Internet now can`, with what matters put first. */
function completing(text: string): string {
  const [, added = '', whole, rest = ''] =
    /^([^;]+); with what was open before, (the whole [^;]+) now can(.*)$/s.exec(text) ?? [];
  if (whole === undefined) return text;
  const [, outward, way] = /^(.+) can now reach .+ on (.+)$/s.exec(added) ?? [];
  if (outward !== undefined) return `with what was open before, ${outward} can now reach ${whole} on ${way}${rest}`;
  const [, what] = /^.+? can reach (.+)$/s.exec(added) ?? [];
  return what === undefined ? text : `with what was open before, ${whole} can now reach ${what}${rest}`;
}

/** Whole parts of it, as many as there is room for; `null` where there is none for the first. */
function fit(text: string, room: number): string | null {
  if (text.length <= room) return text;
  const parts = text.split('; ');
  while (parts.length > 0 && parts.join('; ').length > room) parts.pop();
  return parts.length === 0 ? null : parts.join('; ');
}

/** A sentence may begin with somebody's name, which stays as it is. */
function capital(text: string): string {
  return /^(the|members|refused|dry|nothing|for|rule|groups?|tags|prefix|default group|any|usable|no|with) /.test(text)
    ? text.charAt(0).toUpperCase() + text.slice(1)
    : text;
}
