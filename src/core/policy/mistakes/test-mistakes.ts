import { membersOf, valueAt } from '../read/plain-value.ts';
import { type Tell, within } from '../tell.ts';
import { unknownName } from '../unknown-name.ts';
import { type AsWritten, verdictIds } from './as-written.ts';

/** Tests that expect something of a check that there is not. */
export function findTestMistakes(whole: AsWritten, tell: Tell): void {
  const known = verdictIds(whole);
  for (const { said } of whole.tests) {
    for (const [check] of membersOf(valueAt(said.value, 'expect'))) {
      if (known.includes(check)) continue;
      const { message, suggestion } = unknownName('the id of a check', check, known);
      tell('error', within(said, 'expect', check), message, { suggestion, on: 'key' });
    }
  }
}
