import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { policyFolder } from './policy-folder.ts';

const tried = policyFolder();
afterAll(tried.remove);
const text = readFileSync(join(import.meta.dirname, 'full.yaml'), 'utf8');

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom(
    '[',
    '{',
    '}',
    ']',
    ': ',
    '- ',
    '\n',
    '\t',
    '"',
    "'",
    '&a ',
    '*a',
    '!t ',
    '#',
    '|',
    '>',
    '? ',
    '---\n',
    '%',
    '<<',
  ),
  fc.constantFrom(
    '__proto__',
    'constructor',
    'null',
    '~',
    '0123',
    '1e999',
    '.nan',
    'else',
    '0.0.0.0/0',
    '$' + '{env:X}',
  ),
);

/** A text with pieces put in, left out and moved at some places. */
const mutated = fc
  .array(fc.tuple(fc.nat(text.length), fc.nat(30), piece), { minLength: 1, maxLength: 4 })
  .map((edits) => edits.reduce((whole, [at, less, more]) => whole.slice(0, at) + more + whole.slice(at + less), text));

function isWhole(reading: ReturnType<typeof tried.read>): void {
  const { policy, errors, warnings } = reading;
  expect(policy === null).toBe(errors.length > 0);
  for (const block of [...errors, ...warnings]) expect(block).toMatch(/^[^\0-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]+$/);
}

describe('BM-20: whatever stands in a policy file', () => {
  test('is read or told, and nothing is thrown: a policy with any edits', () => {
    fc.assert(
      fc.property(mutated, (each) => isWhole(tried.read(each))),
      { numRuns: 700 },
    );
  });

  test('is read or told, and nothing is thrown: a policy cut off anywhere', () => {
    fc.assert(
      fc.property(fc.nat(text.length), (at) => isWhole(tried.read(text.slice(0, at)))),
      { numRuns: 200 },
    );
  });

  test('is read or told, and nothing is thrown: any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => isWhole(tried.read(bytes))),
      { numRuns: 300 },
    );
  });
});
