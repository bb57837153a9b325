import { covers, isEmpty } from '../../reach/algebra.ts';
import type { BoxQuestion, Check, Where } from '../policy.ts';
import { isPack, placeOf } from '../read/place.ts';
import type { Written } from '../read/read-checks.ts';
import { whereTexts } from '../read/read-where.ts';
import { forEnvironment } from '../scale.ts';
import { type Tell, within } from '../tell.ts';
import { isAsStrict } from '../wider.ts';
import type { AsWritten } from './as-written.ts';

/** Checks that another one makes needless, and checks that would undo each other's work. */
export function findPairMistakes(whole: AsWritten, tell: Tell): void {
  const { checks, layers } = whole;
  checks.forEach((one, i) => {
    const shadow = isPack(layers, one.said.layer)
      ? undefined
      : checks.find((other, j) => isShadowedBy(one, i, other, j));
    if (shadow !== undefined) {
      const asks = `asks all of it too, is at least as severe and responds as much`;
      const place = placeOf(layers, shadow.said);
      tell('warning', one.said, `check \`${one.made.id}\` adds nothing: \`${shadow.made.id}\` (${place}) ${asks}`, {
        on: 'key',
      });
    }
    for (const other of checks) findContest(one, other, whole, tell);
  });
}

function isShadowedBy(one: Written<Check>, i: number, other: Written<Check>, j: number): boolean {
  if (i === j || isSilent(one.made) || asksNothing(one.made) || !isAsStrict(other.made, one.made)) return false;
  // Of two that are alike only the later is told.
  return j < i || !isAsStrict(one.made, other.made);
}

/** A box that holds nothing is a mistake of its own. */
function asksNothing({ when }: Check): boolean {
  return 'box' in when && isEmpty(when.box);
}

/** A check that counts for nothing anywhere is there to be raised by another file. */
function isSilent({ severity }: Check): boolean {
  return Object.values(severity).every((word) => word === 'none');
}

function findContest(restores: Written<Check>, reverts: Written<Check>, { layers }: AsWritten, tell: Tell): void {
  const [lost, gained] = [restores.made, reverts.made];
  if (lost.when.kind !== 'lost' || gained.when.kind !== 'gained') return;
  if (asksNothing(lost) || !isWhollyIn(lost.when, gained.when) || areApart(lost.where, gained.where)) return;
  const named = [...new Set([...Object.keys(lost.respond), ...Object.keys(gained.respond)])].sort();
  const environment = named.find(
    (each) =>
      isMeant(lost.where, each) &&
      isMeant(gained.where, each) &&
      forEnvironment(lost.respond, each).includes('restore') &&
      forEnvironment(gained.respond, each).includes('revert'),
  );
  if (environment === undefined) return;
  const place = placeOf(layers, reverts.said);
  const undoes = `brings back just what \`${gained.id}\` (${place}) takes away again`;
  const where = environment === 'else' ? '' : ` in ${environment}`;
  const mend = 'let one of them `ask`, or part their `where`';
  tell('warning', within(restores.said, 'respond'), `check \`${lost.id}\` ${undoes}${where}: ${mend}`);
}

function isWhollyIn(lost: BoxQuestion, gained: BoxQuestion): boolean {
  return !gained.covers && gained.moreThan === null && gained.change === null && covers(gained.box, lost.box);
}

function isMeant(where: Where, environment: string): boolean {
  return where.environment === undefined || environment === 'else' || where.environment.includes(environment);
}

/** Whether no group is in both, as far as plain texts tell. */
function areApart(a: Where, b: Where): boolean {
  return whereTexts.some((key) => {
    const [one, other] = [a[key], b[key]];
    if (one === undefined || other === undefined) return false;
    return ![...one, ...other].some((text) => /[*?]/.test(text)) && !one.some((text) => other.includes(text));
  });
}
