import type { Past } from '../core/facts/facts.ts';
import type { Instant } from '../core/leaf/instant.ts';
import type { JudgedAct } from '../core/ledger/judge-act.ts';
import type { Trace } from '../core/ledger/trace.ts';
import type { Needs } from '../core/policy/needs.ts';
import { intersect, isEmpty, minus, union } from '../core/reach/algebra.ts';
import { nothing, type Reach } from '../core/reach/reach.ts';
import type { RecordHead } from '../core/trail/record.ts';
import { actorKey } from './attempts-book.ts';

/** What later acts on one group may be asked of earlier ones; only what the policy asks for is kept, and as long. */
export class GroupPast {
  readonly #needs: Needs;
  readonly #lastBy = new Map<string, Instant>();
  #broken: Reach = nothing;
  #closed: readonly { readonly reach: Reach; readonly at: Instant }[] = [];

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  /** The past as an act at this time finds it. */
  before(record: RecordHead, at: Instant): Pick<Past, 'closed' | 'lastByActor'> {
    this.#closed = this.#closed.filter((each) => at - each.at <= this.#needs.recurred);
    return { closed: this.#closed, lastByActor: this.#lastBy.get(knownAs(record)) ?? null };
  }

  /** Notes an act that was judged. */
  note(act: readonly Trace[], { judged, net }: JudgedAct): void {
    const at = act.at(-1)!.at;
    this.noteActor(act[0]!.change!.record, at);
    if (this.#needs.recurred === 0) return;
    this.close(net.effect.lost.atMost, at);
    for (const { asked, reach, excused, over } of judged.objections) {
      if (excused || (asked !== null && asked.when.kind !== 'gained')) continue;
      if (over) this.#closed = [...this.#closed, { reach, at: net.passing?.to ?? at }];
      // What a baseline misses is gone: only what the act opened can be closed again.
      else this.#broken = union(this.#broken, intersect(reach, net.effect.gained.atMost));
    }
  }

  /** Notes who acted. */
  noteActor(record: RecordHead, at: Instant): void {
    if (record.result === 'applied' && this.#needs.unfamiliar) this.#lastBy.set(knownAs(record), at);
  }

  /** What broke policy and is lost has been closed. */
  close(lost: Reach, at: Instant): void {
    const closed = intersect(this.#broken, lost);
    if (isEmpty(closed)) return;
    this.#broken = minus(this.#broken, closed);
    this.#closed = [...this.#closed, { reach: closed, at }];
  }
}

/** A person behind a shared role is told apart only where AWS asserts who it is. */
function knownAs(record: RecordHead): string {
  const { identity, person } = record.actor;
  return identity === 'asserted' ? `${actorKey(record)} ${person}` : actorKey(record);
}
