import { describe, expect, test } from 'vitest';
import { lookAt, seenRule, told } from '../../../test/builders/looks.ts';
import type { Evidence } from './evidence.ts';
import { play } from './play.ts';

const [https, ssh] = [seenRule('sgr-1', 443), seenRule('sgr-2', 22)];
const again = seenRule('sgr-3', 22);
const minute = 60_000;

/** The ids of the rules that stand after all of it. */
function stands(...evidence: readonly Evidence[]): readonly (string | null)[] {
  return [...play(evidence, () => {}).rules.values()].map(({ id }) => id);
}

describe('a look within half a minute after a rule went', () => {
  const before = [lookAt(0, [https, ssh]), told('rules-removed', minute, [ssh])];

  test('R16: may still show it, and it is gone all the same', () => {
    expect(stands(...before, lookAt(minute + 20_000, [https, ssh]))).toEqual(['sgr-1']);
    expect(stands(...before, lookAt(minute + 31_000, [https, ssh]))).toEqual(['sgr-1', 'sgr-2']);
  });

  test('R16: shows that the same was made again when it shows it under another id', () => {
    expect(stands(...before, lookAt(minute + 20_000, [https, again]))).toEqual(['sgr-1', 'sgr-3']);
  });

  test('R16: tells nothing of it when either id is not told', () => {
    const nameless = { ...ssh, id: null };
    expect(stands(...before, lookAt(minute + 20_000, [https, nameless]))).toEqual(['sgr-1']);
    const old = [lookAt(0, [https, nameless]), told('rules-removed', minute, [nameless])];
    expect(stands(...old, lookAt(minute + 20_000, [https, ssh]))).toEqual(['sgr-1']);
  });
});
