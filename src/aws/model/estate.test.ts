import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyCalls, threeVpcs } from '../../../test/model/any-calls.ts';
import { readEstate, writeEstate } from './estate.ts';
import type { Ec2State } from './state.ts';

describe('an estate', () => {
  test('comes back from its JSON as it was, in the order it was made, whatever was done to it', () => {
    fc.assert(
      fc.property(anyCalls(2026, false), (calls) => {
        const state = calls.at(-1)!.asked.state;
        const written = writeEstate([state, threeVpcs()]);
        const [read] = readEstate(written) as readonly Ec2State[];
        expect(read).toEqual(state);
        for (const kind of ['groups', 'vpcs', 'interfaces', 'lists'] as const)
          expect([...read![kind].keys()]).toEqual([...state[kind].keys()]);
        expect(writeEstate(readEstate(written) as readonly Ec2State[])).toBe(written);
      }),
      { numRuns: 60 },
    );
  });

  test.each<[string, RegExp]>([
    ['', /expected an estate of `portcullis-estate\/1`/],
    ['{"format":"portcullis-estate/2","estates":[]}', /expected an estate/],
    ['{"format":"portcullis-estate/1"}', /expected a list in `estates`, found `nothing`/],
    [
      '{"format":"portcullis-estate/1","estates":[{"account":1}]}',
      /expected text in `estates\[0\]\.account`, found `1`/,
    ],
    ['{"format":"portcullis-estate/1","estates":[{"colour":1}]}', /expected nothing but .* found `colour`/],
  ])('that is none is told, never guessed: %s', (written, misread) => {
    expect(readEstate(written)).toEqual({ misread: expect.stringMatching(misread) });
  });

  test('with one wrong member is told with its place', () => {
    const written = writeEstate([threeVpcs()]);
    const broken = written.replace('"isDefault":true', '"isDefault":"yes"');
    expect(readEstate(broken)).toEqual({
      misread: 'expected true or false in `estates[0].vpcs[2].isDefault`, found `"yes"`',
    });
  });
});
