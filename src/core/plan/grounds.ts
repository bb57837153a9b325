import type { GroupFacts, Past } from '../facts/facts.ts';
import type { Tuple } from '../group/rule.ts';
import type { Known } from '../reach/reach.ts';
import type { Judging, Matter } from '../verdict/matter.ts';

/** On what an act is judged beside itself: by which policy, with what is known of the group at that time and of the past. */
export interface Grounds {
  readonly judging: Judging;
  /**
   * The group at the time. More than one where its tags changed within the act: it is judged by each, the last one
   * leads, and the worst of all counts.
   */
  readonly facts: readonly GroupFacts[];
  /** Its tags around a tag change. */
  readonly tags: Matter['tags'];
  readonly past: Past;
  /** Why the group is never touched, where an authorised actor said so. */
  readonly guarded: string | null;
  /** Rules that stand afterwards beside those the act touched; asked only where something would be done. */
  readonly others: () => { readonly rules: readonly Tuple[]; readonly known: Known };
}
