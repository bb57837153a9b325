import type { Clock } from '../../contracts/live.ts';
import type { Delays } from '../../sources/delay/start-delays.ts';
import type { LiveSource } from '../../sources/live/live-source.ts';
import { sayError } from './back-off.ts';
import type { ClockSkew } from './clock-skew.ts';
import type { News } from './news.ts';
import type { PolicyKeeper } from './policy-keeper.ts';

/** What is looked after. */
export interface Tended {
  readonly sources: readonly LiveSource[];
  readonly policy: Pick<PolicyKeeper, 'isNew'>;
  readonly skew: ClockSkew;
  readonly delays: Delays;
  readonly clock: Clock;
  readonly news: News;
  readonly reload: () => Promise<void>;
}

/** Milliseconds. */
const [every, fadesAfter] = [2_000, 86_400_000];

/** Looks after what changes by itself: files of the policy, trouble of sources, the clock, figures of yesterday. */
export async function tend(tended: Tended, signal: AbortSignal): Promise<void> {
  const { clock, delays, news, policy, skew, sources } = tended;
  const troubles = new Map<string, string>();
  let faded = clock.monotonic();
  while (!signal.aborted) {
    skew.isOff();
    for (const { figures, name } of sources) {
      const { trouble } = figures();
      if ((troubles.get(name) ?? null) === trouble) continue;
      news.tell({ kind: 'source', source: name, why: trouble });
      if (trouble === null) troubles.delete(name);
      else troubles.set(name, trouble);
    }
    if (clock.monotonic() - faded > fadesAfter) {
      delays.fade();
      faded = clock.monotonic();
    }
    try {
      if (policy.isNew()) await tended.reload();
    } catch (error) {
      news.tell({ kind: 'fault', where: 'policy', why: sayError(error) });
    }
    await clock.sleep(every, signal);
  }
}
