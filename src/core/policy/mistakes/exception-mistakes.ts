import { writeInstant } from '../../leaf/instant.ts';
import { setCovers } from '../../net/address-set.ts';
import { internet4, internet6 } from '../../net/special.ts';
import { isEmpty } from '../../reach/algebra.ts';
import { touches } from '../../reach/places.ts';
import { peersOfReach } from '../../reach/size.ts';
import type { Check, Exception } from '../policy.ts';
import { companionOf } from '../read/place.ts';
import type { Written } from '../read/read-checks.ts';
import { tellUnknown } from '../read/read-names.ts';
import { type Tell, within } from '../tell.ts';
import { type AsWritten, verdictIds } from './as-written.ts';

/** Exceptions that permit nothing, too much, or at no time. */
export function findExceptionMistakes(whole: AsWritten, tell: Tell): void {
  const checks = new Map(whole.checks.map(({ made }) => [made.id, made]));
  for (const written of whole.exceptions) {
    const { said, made } = written;
    findWrongTimes(written, whole.at, tell);
    const check = made.check === null ? null : checks.get(made.check);
    if (check === undefined) {
      const known = verdictIds(whole);
      if (!known.includes(made.check!))
        tellUnknown('the id of a check', made.check!, known, within(said, 'check'), tell);
    }
    if (made.declared !== null) {
      const file = companionOf(whole.layers, said, 'declared');
      if (made.declared.length === 0 && file !== null) {
        tell(
          'error',
          within(said, 'declared'),
          `exception \`${made.id}\` permits nothing: ${file.name} declares no group`,
        );
      }
    } else if (!isEmpty(made.box)) findWrongBox(written, check ?? null, tell);
    else if (check !== undefined && check !== null && !('box' in check.when)) tellNoReach(written, check, tell);
  }
}

function findWrongTimes({ said, made }: Written<Exception>, at: number | null, tell: Tell): void {
  const from = made.from ?? at;
  if (made.from !== null && made.from >= made.until) {
    tell(
      'error',
      within(said, 'until'),
      `exception \`${made.id}\` ends before it begins, at ${writeInstant(made.from)}: give it a later end`,
    );
  } else if (at !== null && made.until <= at) {
    tell(
      'warning',
      within(said, 'until'),
      `exception \`${made.id}\` has ended, at ${writeInstant(made.until)}, and permits nothing any more: take it out`,
    );
  } else if (from !== null && made.until - from > LONGEST) {
    tell(
      'warning',
      within(said, 'until'),
      `exception \`${made.id}\` lasts more than 366 days: what is meant to stay belongs into the check`,
    );
  }
}

const LONGEST = 366 * 86_400_000;

function findWrongBox(written: Written<Exception>, check: Check | null, tell: Tell): void {
  const { said, made } = written;
  const peers = peersOfReach(made.box);
  if (setCovers(peers.v4, internet4, 1) || setCovers(peers.v6, internet6, 4)) {
    tell(
      'error',
      within(said, 'peers'),
      `exception \`${made.id}\` permits the whole Internet: name the addresses that need it`,
    );
    return;
  }
  if (check === null) return;
  if (!('box' in check.when)) tellNoReach(written, check, tell);
  else if (!check.when.foreign && touches(made.box, check.when.box) === 'no') {
    const why = `check \`${check.id}\` does not ask of these peers on these ports`;
    tell('error', within(said, 'peers'), `exception \`${made.id}\` permits nothing: ${why}`);
  }
}

function tellNoReach({ said }: Written<Exception>, check: Check, tell: Tell): void {
  const asked = check.when.kind === 'attempts' ? 'refused calls' : 'tags';
  tell(
    'error',
    within(said, 'check'),
    `an exception permits reach, and check \`${check.id}\` asks of ${asked}: use its \`unless\``,
  );
}
