import { withMoto } from '../../moto/with-moto.ts';
import { makeMotoBench, motoAbilities } from '../moto-bench.ts';
import { reverterContract } from './reverter-contract.ts';

await withMoto((moto) => reverterContract('reverter on moto', makeMotoBench(moto), motoAbilities));
