import type { Spill } from '../contracts/spill.ts';
import type { Instant } from '../core/leaf/instant.ts';
import type { Needs } from '../core/policy/needs.ts';
import type { RecordHead } from '../core/trail/record.ts';
import { changeOf, recordKey } from './load.ts';

/**
 * Refused calls of every actor, each record once, in order of time. An actor is who AWS says it is: the user, or the role
 * behind a session, since a session's name is its caller's to choose; where a record tells neither, the account and the
 * address it came from.
 */
export class AttemptsBook {
  readonly #byActor = new Map<string, { readonly at: Instant; readonly record: string }[]>();
  readonly #needs: Needs['attempts'];

  constructor(spill: Spill, needs: Needs['attempts']) {
    this.#needs = needs;
    if (needs.within === 0) return;
    let [second, seen] = [Number.NaN, new Set<string>()];
    for (const each of spill.refused()) {
      const { record } = changeOf(each);
      if (record.at !== second) [second, seen] = [record.at, new Set()];
      const key = recordKey(record);
      if (seen.has(key)) continue;
      seen.add(key);
      const actor = actorKey(record);
      const own = this.#byActor.get(actor);
      if (own === undefined) this.#byActor.set(actor, [{ at: record.at, record: key }]);
      else own.push({ at: record.at, record: key });
    }
  }

  /** Times of refused calls up to and with this one, as many as the policy can count; none where it was not refused. */
  upTo(record: RecordHead): readonly Instant[] {
    if (record.result !== 'failed') return [];
    const own = this.#byActor.get(actorKey(record)) ?? [];
    const key = recordKey(record);
    const last = lastAt(own, record.at);
    let end = last;
    while (end >= 0 && own[end]!.record !== key && own[end]!.at === record.at) end--;
    if (own[end]?.record !== key) end = last;
    const times: Instant[] = [];
    for (let i = end; i >= 0 && times.length < this.#needs.most; i--) {
      if (own[i]!.at < record.at - this.#needs.within) break;
      times.unshift(own[i]!.at);
    }
    return times;
  }
}

/** Who acted, by what AWS asserts. */
export function actorKey({ actor, account }: Pick<RecordHead, 'actor' | 'account'>): string {
  return actor.principal ?? `${actor.account ?? account}/${actor.sourceIp ?? '-'}`;
}

/** Place of the last entry at or before a time; -1 = none. */
function lastAt(entries: readonly { readonly at: Instant }[], at: Instant): number {
  let [low, high] = [0, entries.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (entries[middle]!.at <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
