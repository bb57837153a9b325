import { describe } from 'vitest';
import type { Abilities, MakeBench } from '../ec2-bench.ts';
import { callsContract } from './calls-contract.ts';
import { holdingsContract } from './holdings-contract.ts';
import { rulesContract } from './rules-contract.ts';

/** The contract of every reverter: the one suite that each implementation passes. */
export function reverterContract(name: string, make: MakeBench, can: Abilities): void {
  describe(name, () => {
    rulesContract(make, can);
    holdingsContract(make, can);
    callsContract(make, can);
  });
}
