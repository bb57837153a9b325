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
  readonly #found = new Map<string, Bounds>();
  readonly #now = new Map<string, Bounds>();

  want({ change, before, after }: Attachment): void {
    for (const group of new Set([...(before ?? []), ...after])) {
      const times = this.#wanted.get(group) ?? [];
      times.push(change.record.at);
      this.#wanted.set(group, times);
    }
  }

  /** Time goes on to `at`: what is wanted earlier is what stood until now. */
  pass(group: string, at: Instant, standing: Bounds): void {
    const times = this.#timesOf(group);
    while (times !== undefined && times.length > 0 && times[0]! < at)
      this.#found.set(`${group} ${times.shift()}`, standing);
  }

  reach(group: string, bounds: Bounds): void {
    if (this.#wanted.has(group)) this.#now.set(group, bounds);
  }

  end(group: string, atFirst: Bounds): void {
    const last = this.#now.get(group) ?? atFirst;
    for (const at of this.#wanted.get(group) ?? []) this.#found.set(`${group} ${at}`, last);
    this.#wanted.delete(group);
    this.#now.delete(group);
  }

  /** In order: `want` takes them as they come. */
  #timesOf(group: string): Instant[] | undefined {
    const times = this.#wanted.get(group);
    if (times !== undefined && !this.#now.has(group)) times.sort((a, b) => a - b);
    return times;
  }

  before({ before, change }: Attachment): Bounds | null {
    return before === null ? null : this.#union(before, change.record.at);
  }

  after({ after, change }: Attachment): Bounds {
    return this.#union(after, change.record.at);
  }

  #union(groups: readonly string[], at: Instant): Bounds {
    return groups.map((group) => this.#found.get(`${group} ${at}`) ?? unknown).reduce(unionBounds, exactly(nothing));
  }
}
