import type { Store } from '../../src/contracts/store.ts';
import type { Instant } from '../../src/core/leaf/instant.ts';
import { taskKinds } from '../../src/flow/live/task-kinds.ts';
import type { Wire } from './faults/wire.ts';
import type { Luck } from './luck.ts';
import type { Schedule } from './schedule.ts';
import type { Lounge } from './worker.ts';
import type { PostOffice } from './world/post-office.ts';

/** A lounge that calls one of those in it each time something can be taken. */
export interface CalledLounge extends Lounge {
  /** A message comes then. */
  expectMail(when: Instant): void;
  /** A task may be leased then, by the clock of whoever leases it. */
  expectTask(id: string, when: Instant): void;
}

/** Nobody waits longer than this; and what was not taken after so long is called out again. */
const [atMost, again] = [60_000, 4_000];

const leasable: ReadonlySet<string> = new Set(taskKinds);

interface Waiting {
  readonly wire: Wire;
  readonly skew: number;
  readonly go: () => void;
}

/** A lounge over a store and a post office; `luck` says who is called, `skewMost` how wrong a clock may be. */
export function createLounge(
  schedule: Schedule,
  {
    raw,
    post,
    luck,
    skewMost,
  }: { readonly raw: Store; readonly post: PostOffice; readonly luck: Luck; readonly skewMost: number },
): CalledLounge {
  const { now, look } = schedule;
  let waiting: Waiting[] = [];
  /** When each task is looked at next, and what nobody was there to hear of. */
  const looks = new Map<string, Instant>();
  const unheard = new Set<string>();
  let [mailAgain, isMailUnheard] = [Number.NEGATIVE_INFINITY, false];

  /** Calls one whose clock has come so far; how long until another's will have; `null`: nobody is here. */
  const call = (when: Instant): number | null => {
    waiting = waiting.filter(({ wire }) => wire.isUp());
    const ready = waiting.filter(({ skew }) => now() + skew >= when);
    if (ready.length === 0)
      return waiting.length === 0 ? null : Math.min(...waiting.map(({ skew }) => when - now() - skew));
    const called = luck.pick(ready);
    waiting = waiting.filter((each) => each !== called);
    called.go();
    return 0;
  };

  const lookAtTask = async (id: string, when: Instant): Promise<void> => {
    if (looks.get(id) !== when) return;
    looks.delete(id);
    const task = await raw.task(id);
    if (task === null || task.state !== 'open' || !leasable.has(task.kind)) return;
    const due = Math.max(task.due, task.until ?? 0);
    const wait = due > now() + skewMost ? due - now() : call(due);
    if (wait === null) unheard.add(id);
    else expectTask(id, now() + (wait === 0 ? again : wait));
  };

  const expectTask = (id: string, when: Instant): void => {
    const known = looks.get(id);
    if (known !== undefined && known <= when) return;
    looks.set(id, when);
    look(when, () => void lookAtTask(id, when));
  };

  const lookAtMail = (): void => {
    const next = post.next();
    if (next === null || next > now()) return;
    isMailUnheard = call(Number.NEGATIVE_INFINITY) === null;
    // Now and then two come for the same mail: what the one takes may be a copy of what the other does.
    if (luck.hits(0.5)) call(Number.NEGATIVE_INFINITY);
    if (isMailUnheard || mailAgain > now()) return;
    mailAgain = now() + again;
    look(mailAgain, lookAtMail);
  };

  return {
    expectMail: (when) => look(when, lookAtMail),
    expectTask,
    wait: (wire, skew) =>
      new Promise((resolve) => {
        const here = { wire, skew, go: resolve };
        waiting.push(here);
        for (const id of unheard) expectTask(id, now());
        unheard.clear();
        if (isMailUnheard) look(now(), lookAtMail);
        isMailUnheard = false;
        look(now() + atMost, () => {
          if (!waiting.includes(here)) return;
          waiting = waiting.filter((each) => each !== here);
          if (wire.isUp()) resolve();
        });
      }),
  };
}
