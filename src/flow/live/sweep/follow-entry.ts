import type { Instant } from '../../../core/leaf/instant.ts';
import type { EntryDraft } from '../../../core/ledger/entry.ts';
import type { ObservedBody } from '../../../core/ledger/entry-body.ts';
import type { Followed } from '../../../core/plan/incident/follow-incidents.ts';
import type { SubjectMemory } from '../memory/load-subject.ts';
import { plain } from '../watch/decided-draft.ts';

/** What an entry says of violations and incidents: those that are not as they were. */
export type ToldFollows = Pick<Followed, 'violations' | 'incidents'>;

/** What is written where neither a decision nor a look with news tells it. */
export interface FollowEntry {
  /** How many entries of the commit stand before this one. */
  readonly place: number;
  readonly now: Instant;
  readonly fence: number;
  /** The read that showed it; without one it follows from what is known. */
  readonly look?: { readonly at: Instant; readonly ended: Instant };
  /** Which difference an action of ours explains, by the id of the difference. */
  readonly claimed?: Readonly<Record<string, string>>;
}

/**
 * The entry of what became of a group's violations, or of a difference, where no other entry of the commit says so: else
 * their rows could not be made again. None where nothing became of them.
 */
export function followEntry(
  { head, site: { account, region }, subject }: SubjectMemory,
  followed: ToldFollows | null,
  { place, now, fence, look, claimed }: FollowEntry,
): readonly EntryDraft[] {
  const follows = followsOf(followed);
  if (Object.keys(follows).length === 0 && claimed === undefined) return [];
  const body: ObservedBody = {
    ...{ kind: 'observed', by: 'known', group: subject, started: look?.at ?? now, ended: look?.ended ?? now },
    ...{ digest: '', difference: null, ...follows, ...(claimed === undefined ? {} : { claimed }) },
  };
  const n = (head?.n ?? -1) + 1 + place;
  return [{ at: now, key: `followed/${account}/${region}/${subject}/${n}`, fence, body }];
}

/** The same as a part of another entry. */
export function followsOf(followed: ToldFollows | null): Pick<ObservedBody, 'follows'> {
  if (followed === null || followed.violations.length + followed.incidents.length === 0) return {};
  const { violations, incidents } = followed;
  return { follows: plain({ violations, incidents }) };
}
