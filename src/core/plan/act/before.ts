import type { ListEntryText } from './intent.ts';

/** What is known of what stood just before a change, beside rules; absent = not known. */
export interface Before {
  /** Tags, of the group. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Groups that were on the interface. */
  readonly groups?: readonly string[];
  /** Entries of the list, with descriptions. */
  readonly entries?: readonly ListEntryText[];
  /** Version of the list just after: only while it is at this one it is put back. */
  readonly version?: number;
}
