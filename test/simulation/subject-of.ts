import type { Store } from '../../src/contracts/store.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { openSqliteStore } from '../../src/store/sqlite/sqlite-store.ts';
import { flow } from './flow.ts';
import type { Subject } from './history.ts';
import { mutantNamed } from './mutants/mutants.ts';

/** What is run: the product, or a mutant of it. */
export function subjectOf(mutant: string | null): Subject {
  return { flow, mutation: mutantNamed(mutant), makeStore };
}

const shards = 4;

function makeStore(sqlite: boolean): Store {
  if (!sqlite) return createMemoryStore(shards);
  const opening = openSqliteStore({ path: ':memory:', shards });
  if (opening.kind === 'refused') throw new Error(opening.why);
  return opening.store;
}
