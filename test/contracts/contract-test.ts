import { expect, test } from 'vitest';
import type { Abilities } from './ec2-bench.ts';

/** Declares a test of a contract. */
export type ContractTest = (title: string, run: () => Promise<void>) => void;

/**
 * Tests of a contract on one bench. What is known not to hold there must fail: who mends the stand-in finds it here, and
 * nothing is left out in silence.
 */
export function testsOn({ wrong = {} }: Abilities): ContractTest {
  return (title, run) => {
    const why = Object.hasOwn(wrong, title) ? wrong[title] : undefined;
    if (why === undefined) test(title, run);
    else test(`not so here, where EC2 ${why}: ${title}`, async () => await expect(run()).rejects.toThrow());
  };
}
