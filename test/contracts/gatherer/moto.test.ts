import { withMoto } from '../../moto/with-moto.ts';
import { makeMotoBench, motoAbilities } from '../moto-bench.ts';
import { gathererContract } from './gatherer-contract.ts';

await withMoto((moto) => gathererContract('gatherer on moto', makeMotoBench(moto), motoAbilities));
