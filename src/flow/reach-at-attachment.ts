import type { GroupFacts } from '../core/facts/facts.ts';
import type { Instant } from '../core/leaf/instant.ts';
import type { Attachment } from '../core/ledger/attachments.ts';
import { type Bounds, exactly, unionBounds, unknown } from '../core/reach/bounds.ts';
import { nothing } from '../core/reach/reach.ts';

/**
 * The reach of groups at the moments at which they were put on something: what is wanted is named first, then noted
 * while each group's history is walked once, from its beginning (`pass`, `reach`) to its `end`.
 */
export class ReachAtAttachment {
  readonly #wanted = new Map<string, Instant[]>();
  readonly #found = new Map<string, Map<Instant, Bounds>>();
  readonly #now = new Map<string, Bounds>();
  readonly #facts = new Map<string, Map<Instant, GroupFacts>>();

  want({ change, before, after }: Attachment): void {
    for (const group of new Set([...(before ?? []), ...after])) {
      const times = this.#wanted.get(group);
      if (times === undefined) this.#wanted.set(group, [change.record.at]);
      else times.push(change.record.at);
    }
  }

  /** When a group is wanted: to be asked before its history begins. */
  times(group: string): readonly Instant[] {
    return this.#wanted.get(group) ?? [];
  }

  /** What is known of a group beside its reach, at one of its times. */
  tell(group: string, at: Instant, facts: GroupFacts): void {
    const told = this.#facts.get(group) ?? new Map<Instant, GroupFacts>();
    this.#facts.set(group, told.set(at, facts));
  }

  /** What was put on or taken off (else all that is on it), each with what is known of it at that time. */
  moved({ before, after, change }: Attachment): readonly { readonly facts: GroupFacts; readonly bounds: Bounds }[] {
    const { account, region, at } = change.record;
    const named = change.groups.map((group) => group.id ?? group.name!);
    const had = before ?? (change.kind === 'detached' ? named : []);
    const moved = [...after.filter((group) => !had.includes(group)), ...had.filter((group) => !after.includes(group))];
    const unknownGroup = (group: string): GroupFacts => ({
      ...{ id: group.startsWith('sg-') ? group : null, name: null, vpc: change.on.vpc, account, region },
      ...{ tags: null, attached: null },
    });
    return (moved.length > 0 ? moved : after).map((group) => ({
      facts: this.#facts.get(group)?.get(at) ?? unknownGroup(group),
      bounds: this.#found.get(group)?.get(at) ?? unknown,
    }));
  }

  /** A group's history begins. */
  begin(group: string): void {
    const times = this.#wanted.get(group);
    // The latest first, so that what is passed is taken from the end.
    if (times !== undefined)
      this.#wanted.set(
        group,
        [...new Set(times)].sort((a, b) => b - a),
      );
  }

  /** Time goes on to `at`: what is wanted earlier is what stood until now. */
  pass(group: string, at: Instant, standing: Bounds): void {
    const times = this.#wanted.get(group);
    while (times !== undefined && times.length > 0 && times.at(-1)! < at) this.#note(group, times.pop()!, standing);
  }

  reach(group: string, bounds: Bounds): void {
    if (this.#wanted.has(group)) this.#now.set(group, bounds);
  }

  end(group: string, atFirst: Bounds): void {
    const last = this.#now.get(group) ?? atFirst;
    for (const at of this.#wanted.get(group) ?? []) this.#note(group, at, last);
    this.#wanted.delete(group);
    this.#now.delete(group);
  }

  before({ before, change }: Attachment): Bounds | null {
    return before === null ? null : this.#union(before, change.record.at);
  }

  after({ after, change }: Attachment): Bounds {
    return this.#union(after, change.record.at);
  }

  #note(group: string, at: Instant, bounds: Bounds): void {
    const found = this.#found.get(group) ?? new Map<Instant, Bounds>();
    this.#found.set(group, found.set(at, bounds));
  }

  #union(groups: readonly string[], at: Instant): Bounds {
    return groups.map((group) => this.#found.get(group)?.get(at) ?? unknown).reduce(unionBounds, exactly(nothing));
  }
}
