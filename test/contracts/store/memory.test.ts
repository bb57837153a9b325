import { createMemoryStore } from '../../../src/store/memory-store.ts';
import { storeContract } from './store-contract.ts';

storeContract('the store in memory', async (shards) => {
  const store = createMemoryStore(shards);
  return { store, again: async () => store };
});
