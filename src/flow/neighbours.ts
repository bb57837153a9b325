import type { Spill } from '../contracts/spill.ts';
import type { Perimeter } from '../core/group/group.ts';
import type { Instant } from '../core/leaf/instant.ts';
import type { ListBook } from '../core/ledger/lists.ts';
import { trace } from '../core/ledger/trace.ts';
import { type Bounds, unknown } from '../core/reach/bounds.ts';
import { boundsOfInterface } from '../core/reach/interface.ts';
import type { FactSources } from './fact-sources.ts';
import type { KnownGroup } from './group-index.ts';
import { historyOf } from './history.ts';
import type { Looks } from './looks.ts';

/** What a group permitted over time: after each time what stood from then on. */
interface Course {
  readonly first: Bounds;
  readonly steps: readonly { readonly at: Instant; readonly after: Bounds }[];
}

/** How many groups' courses are kept at a time. */
const most = 64;

/**
 * What groups beside another one permitted at a time. A group's history is walked when it is asked for, and the last few
 * are kept: groups that share interfaces are asked for together. So memory is that of some groups, and time one more
 * walk of a neighbour's history for each group whose gains are measured with it.
 */
export class Neighbours {
  readonly #courses = new Map<string, Course>();
  readonly #spill: Spill;
  readonly #snapshot: Perimeter | null;
  readonly #lists: ListBook;
  readonly #looks: Looks;
  readonly #groups: ReadonlyMap<string, KnownGroup>;

  constructor({ spill, snapshot, looks, lists, groups }: Omit<FactSources, 'attachments'>) {
    this.#spill = spill;
    this.#snapshot = snapshot;
    this.#lists = lists;
    this.#looks = looks;
    this.#groups = new Map(groups.flatMap((group) => [group.key, ...group.subjects].map((name) => [name, group])));
  }

  /** What these groups together permitted at a time. */
  at(groups: readonly string[], at: Instant): Bounds {
    return boundsOfInterface(groups.map((group) => this.#boundsAt(group, at)));
  }

  #boundsAt(name: string, at: Instant): Bounds {
    const group = this.#groups.get(name);
    if (group === undefined) return unknown;
    const { first, steps } = this.#courseOf(group);
    return steps.findLast((step) => step.at <= at)?.after ?? first;
  }

  #courseOf(group: KnownGroup): Course {
    const known = this.#courses.get(group.key);
    if (known !== undefined) return known;
    const { evidence } = historyOf(this.#spill, this.#snapshot, group, this.#lists, this.#looks);
    let first: Bounds | null = null;
    const steps: { at: Instant; after: Bounds }[] = [];
    trace(evidence, this.#lists, (each) => {
      first ??= each.before;
      steps.push({ at: each.at, after: each.after });
    });
    const course = { first: first ?? unknown, steps };
    const [oldest] = this.#courses.keys();
    if (this.#courses.size >= most && oldest !== undefined) this.#courses.delete(oldest);
    this.#courses.set(group.key, course);
    return course;
  }
}
