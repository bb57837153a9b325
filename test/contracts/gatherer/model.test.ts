import { makeModelBench, modelAbilities } from '../model-bench.ts';
import { gathererContract } from './gatherer-contract.ts';

gathererContract('the gatherer of the EC2 model', makeModelBench, modelAbilities);
