import { makeModelBench, modelAbilities } from '../model-bench.ts';
import { reverterContract } from './reverter-contract.ts';

reverterContract('the reverter of the EC2 model', makeModelBench, modelAbilities);
