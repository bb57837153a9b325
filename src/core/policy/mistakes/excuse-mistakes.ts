import { setCovers } from '../../net/address-set.ts';
import { internet4, internet6 } from '../../net/special.ts';
import type { Condition } from '../policy.ts';
import { isPack } from '../read/place.ts';
import { isNobodySet } from '../read/read-sets.ts';
import { whereTexts } from '../read/read-where.ts';
import { type Spot, type Tell, within } from '../tell.ts';
import type { AsWritten } from './as-written.ts';

/** Excuses that rest on what a caller chooses, on nothing at all, or that excuse the wrong ones. */
export function findExcuseMistakes(whole: AsWritten, tell: Tell): void {
  for (const { said, made } of whole.checks) {
    made.unless.forEach((excuse, i) => {
      const spot = within(said, 'unless', i);
      if (excuse.tags !== undefined) {
        const why = 'whoever may change the group may also set its tags';
        tell(
          'error',
          within(spot, 'tags'),
          `an \`unless\` cannot rest on tags, since ${why}: put them in \`where\`, or name actors`,
        );
      }
      findHollow(excuse, spot, 'excuses', tell);
      findNobody(excuse, spot, !isPack(whole.layers, said.layer), tell);
      if (excuse.actor === undefined && excuse.source === undefined) findOddExcuse(excuse, spot, tell);
    });
  }
}

/** Tells a condition that holds for all, or that rests on the user agent alone. */
export function findHollow(condition: Condition, spot: Spot, does: 'excuses' | 'lowers', tell: Tell): boolean {
  if (condition.source !== undefined && isEverywhere(condition.source)) {
    tell(
      'error',
      within(spot, 'source'),
      `\`source\` holds the whole Internet, so this ${does} every caller: name your own addresses`,
    );
    return true;
  }
  if (condition.via !== undefined && condition.actor === undefined && condition.source === undefined) {
    const why = 'it is read from the user agent, which every caller chooses';
    const mend = 'add `actor` with the role that the automation uses';
    tell('error', within(spot, 'via'), `\`via\` proves nothing by itself, since ${why}: ${mend}`);
    return true;
  }
  if (condition.recurred !== undefined) {
    const why = 'what was closed and came back is no milder for it';
    tell(
      'error',
      within(spot, 'recurred'),
      `\`recurred\` never ${does} anything, since ${why}: raise it with \`adjust\``,
    );
    return true;
  }
  if (groundsOf(condition).length > 0) return false;
  const what = Object.keys(condition).length === 0 ? 'an empty condition holds always' : 'this holds always';
  tell('error', spot, `${what}, so it ${does} everything: say what it rests on, such as \`actor\``);
  return true;
}

/** Keys of a condition that can hold or not, without `via`. */
function groundsOf(condition: Condition): readonly string[] {
  const texts = whereTexts.filter((key) => condition[key]?.every((glob) => !/^\*+$/.test(glob)) ?? false);
  const answers = (['mfa', 'exposed', 'default'] as const).filter((key) => {
    const wanted = condition[key];
    return wanted !== undefined && !(wanted.includes(true) && wanted.includes(false));
  });
  const others = (['tags', 'attached', 'actor', 'source', 'recurred', 'unfamiliar'] as const).filter(
    (key) => condition[key] !== undefined,
  );
  return [...texts, ...answers, ...others];
}

function isEverywhere(source: NonNullable<Condition['source']>): boolean {
  return setCovers(source.v4, internet4, 1) || setCovers(source.v6, internet6, 4);
}

function findNobody({ actor }: Condition, spot: Spot, own: boolean, tell: Tell): void {
  if (!own || actor === undefined) return;
  if (actor.length === 0)
    tell('error', within(spot, 'actor'), '`actor: []` excuses nobody: name an actor set, or drop this `unless`');
  actor.forEach((set, i) => {
    if (!isNobodySet(set)) return;
    tell(
      'warning',
      within(spot, 'actor', i),
      `actor set \`${set.id}\` names nobody, so nobody is excused: write whom you trust in \`sets.actors.${set.id}\``,
    );
  });
}

function findOddExcuse(excuse: Condition, spot: Spot, tell: Tell): void {
  const odd = [
    ['mfa', excuse.mfa?.length === 1 && excuse.mfa[0] === false, 'just those who came without MFA'],
    ['unfamiliar', excuse.unfamiliar !== undefined, 'just those who never changed this group before'],
  ] as const;
  for (const [key, is, whom] of odd) {
    if (is) tell('warning', within(spot, key), `this excuses ${whom}: was \`adjust\` meant, to raise it?`);
  }
}
