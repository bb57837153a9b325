import { covers, equals } from '../reach/algebra.ts';
import { peersCover } from '../reach/peer-set.ts';
import type { Reach } from '../reach/reach.ts';
import { globCovers } from './glob.ts';
import type { BoxQuestion, Check, Condition, Question, Where } from './policy.ts';
import { whereTexts } from './read/read-where.ts';
import { forEnvironment, type PerEnvironment, type Respond, responses, type Severity, severities } from './scale.ts';

/** Whether a place holds every group that another holds. May say no where it cannot tell. */
export function isWiderWhere(wide: Where, narrow: Where): boolean {
  return (
    whereTexts.every((key) => isWiderTexts(wide[key], narrow[key])) &&
    Object.entries(wide.tags ?? {}).every(
      ([key, values]) =>
        narrow.tags !== undefined && Object.hasOwn(narrow.tags, key) && isWiderTexts(values, narrow.tags[key]),
    ) &&
    isWiderList(wide.attached, narrow.attached) &&
    isWiderList(wide.default, narrow.default)
  );
}

/** Whether a condition holds whenever another holds. May say no where it cannot tell. */
export function isWiderCondition(wide: Condition, narrow: Condition): boolean {
  const ids = (condition: Condition) => condition.actor?.map(({ id }) => id);
  const { source } = wide;
  return (
    isWiderWhere(wide, narrow) &&
    isWiderList(ids(wide), ids(narrow)) &&
    (source === undefined || (narrow.source !== undefined && peersCover(source, narrow.source))) &&
    isWiderList(wide.via, narrow.via) &&
    isWiderList(wide.mfa, narrow.mfa) &&
    isWiderList(wide.exposed, narrow.exposed) &&
    (wide.recurred === undefined || wide.recurred.within >= (narrow.recurred?.within ?? Infinity)) &&
    (wide.unfamiliar === undefined || wide.unfamiliar.within <= (narrow.unfamiliar?.within ?? -1))
  );
}

/** Whether a question asks at least what another asks: whatever breaks that one breaks this one. */
export function isWiderQuestion(wide: Question, narrow: Question): boolean {
  if (wide.kind === 'attempts') {
    return narrow.kind === 'attempts' && wide.moreThan <= narrow.moreThan && wide.within >= narrow.within;
  }
  if (wide.kind === 'tags') {
    if (narrow.kind !== 'tags') return false;
    return (
      narrow.effect.every((each) => wide.effect.includes(each)) &&
      narrow.missing.every((each) => wide.missing.includes(each))
    );
  }
  return 'box' in narrow && wide.kind === narrow.kind && isWiderBox(wide, narrow);
}

function isWiderBox(wide: BoxQuestion, narrow: BoxQuestion): boolean {
  // With `covers` a wider box is harder to fill, so both must be the same.
  const box = wide.covers ? narrow.covers && equals(wide.box, narrow.box) : coversBox(wide.box, narrow.box);
  const size = wide.moreThan === null || (narrow.moreThan !== null && wide.moreThan <= narrow.moreThan);
  const foreign = wide.foreign || !narrow.foreign;
  return box && size && foreign && isWiderList(wide.change ?? undefined, narrow.change ?? undefined);
}

/** As `covers`, but asks for services first: sets of peers may be long lists, and most boxes are of other services. */
function coversBox(wide: Reach, narrow: Reach): boolean {
  const hasServices = (direction: 'ingress' | 'egress') =>
    narrow[direction].every(({ from }) => wide[direction].some((slab) => slab.from <= from && from <= slab.to));
  return hasServices('ingress') && hasServices('egress') && covers(wide, narrow);
}

/** Whether a check objects to all that another objects to, at least as strongly, and excuses nothing that it does not. */
export function isAsStrict(strict: Check, other: Check): boolean {
  return (
    strict.when.kind === other.when.kind &&
    weakerSeverity(strict.severity, other.severity) === null &&
    weakerResponse(strict.respond, other.respond) === null &&
    weakerResponse(strict.standing, other.standing) === null &&
    isWiderWhere(strict.where, other.where) &&
    strict.unless.every((excuse) => other.unless.some((theirs) => isWiderCondition(theirs, excuse))) &&
    isWiderQuestion(strict.when, other.when)
  );
}

/** The first environment in which a severity is less than another; `null` when in none. */
export function weakerSeverity(now: PerEnvironment<Severity>, than: PerEnvironment<Severity>): string | null {
  return weaker(now, than, (severity) => severities.indexOf(severity));
}

/** The first environment in which the strongest response is less than another's; `null` when in none. */
export function weakerResponse(
  now: PerEnvironment<readonly Respond[]>,
  than: PerEnvironment<readonly Respond[]>,
): string | null {
  return weaker(now, than, (wanted) => Math.max(0, ...wanted.map((respond) => responses.indexOf(respond))));
}

function weaker<T>(now: PerEnvironment<T>, than: PerEnvironment<T>, rank: (value: T) => number): string | null {
  const named = [...new Set([...Object.keys(now), ...Object.keys(than)])].sort();
  const isLess = (environment: string) =>
    rank(forEnvironment(now, environment)) < rank(forEnvironment(than, environment));
  return named.find(isLess) ?? null;
}

function isWiderTexts(wide: readonly string[] | undefined, narrow: readonly string[] | undefined): boolean {
  if (wide === undefined) return true;
  return narrow?.every((text) => wide.some((glob) => globCovers(glob, text))) ?? false;
}

function isWiderList<T>(wide: readonly T[] | undefined, narrow: readonly T[] | undefined): boolean {
  if (wide === undefined) return true;
  return narrow?.every((one) => wide.includes(one)) ?? false;
}
