import type { Tables } from '../tables.ts';

/** Whether the rows of each table follow from the entries; the others tell how far something has come, and are kept as they are. */
const follows = {
  ...{ evidence: true, naming: true, wearing: true, named: true, since: true, attempt: true, record: true },
  ...{ decision: true, action: true, acted: true, expect: true, violation: true, incident: true, grant: true },
  ...{ ask: true, switch: true, policy: true, gap: true, sealed: true, swept: true, unexplained: true, tally: true },
  ...{ mute: true, steady: false, message: false, mention: false, sent: false, dead: false, post: false },
  ...{ confirmed: true, drill: false },
} satisfies Record<keyof Tables, boolean>;

/** Whether the rows of a table follow from the entries alone. */
export function isMade(table: string): boolean {
  return Object.hasOwn(follows, table) && follows[table as keyof Tables];
}
