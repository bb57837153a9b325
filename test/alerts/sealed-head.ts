/** The head of a shard, as `verify --anchor` takes it. */
export const sealedHead = `0:48213:${'2c26b46b68ffc68f'.repeat(4)}`;
