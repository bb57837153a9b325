import type { Directory, DirectoryPerson } from './policy.ts';

/** Whoever a word means in the directory: its identity first, else a name or an address of mail; `null` where nobody is. */
export function findPerson({ people }: Directory, word: string): DirectoryPerson | null {
  return (
    people.find(({ identity }) => identity === word) ??
    people.find(({ name, mail }) => name === word || mail === word) ??
    null
  );
}
