import { describe } from 'vitest';
import { appendContract } from './append-contract.ts';
import { backupContract } from './backup-contract.ts';
import type { MakeStore } from './drafts.ts';
import { lostRepliesContract } from './lost-replies-contract.ts';
import { namesContract } from './names-contract.ts';
import { stateContract } from './state-contract.ts';
import { tasksContract } from './tasks-contract.ts';
import { viewContract } from './view-contract.ts';

/** The contract of every store: the one suite that each implementation passes. */
export function storeContract(name: string, make: MakeStore): void {
  describe(name, () => {
    appendContract(make);
    tasksContract(make);
    stateContract(make);
    viewContract(make);
    backupContract(make);
    lostRepliesContract(make);
    namesContract(make);
  });
}
