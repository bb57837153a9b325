import { Random } from '../../examples/generate/seeded.ts';
import { day, hour, minute, second, weekEnd, weekStart } from '../../examples/generate/week.ts';
import { alarms, withAlarms } from '../../src/apps/live/alarms.ts';
import { type VirtualClock, virtualClock } from '../../src/apps/live/virtual-clock.ts';
import { seededChance } from '../../src/aws/model/live/seeded-chance.ts';
import type { Channel, Delivery } from '../../src/contracts/channel.ts';
import type { Inbox, Message } from '../../src/contracts/live.ts';
import type { Store } from '../../src/contracts/store.ts';
import type { JsonObject } from '../../src/core/leaf/canonical.ts';
import { type Instant, readInstant } from '../../src/core/leaf/instant.ts';
import { carriedBy } from '../../src/core/plan/backlog/carried-by.ts';
import { makeBacklog, usualDueDays } from '../../src/core/plan/backlog/make-backlog.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import type { Judging } from '../../src/core/verdict/matter.ts';
import { judgePerimeter } from '../../src/flow/judge-perimeter.ts';
import { defaultLiveSettings, type LiveParts, type LiveSettings } from '../../src/flow/live/live-parts.ts';
import { withMemo } from '../../src/flow/live/memory/with-memo.ts';
import { Pace } from '../../src/flow/live/post/deliver-pace.ts';
import { type DeliverParts, defaultDeliverySettings } from '../../src/flow/live/post/deliver-parts.ts';
import { deliverStep } from '../../src/flow/live/post/deliver-step.ts';
import { defaultHearSettings, type HearParts } from '../../src/flow/live/post/hear-parts.ts';
import { hearStep } from '../../src/flow/live/post/hear-step.ts';
import { loadCursor } from '../../src/flow/live/post/post-state.ts';
import { wordMessage } from '../../src/flow/live/post/word-message.ts';
import { scheduleStep } from '../../src/flow/live/schedule.ts';
import { watchStep } from '../../src/flow/live/watch/watch-step.ts';
import { taskStep } from '../../src/flow/live/work.ts';
import { offsetOf } from '../../src/settings/zone-offset.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import type { Truth } from './live-truth.ts';

/** A week as the live loop gets it. */
export interface LiveWeek {
  readonly seed: string;
  readonly records: readonly JsonObject[];
  readonly truth: Truth;
  readonly policy: Policy;
  /** Names of channels that wake somebody. */
  readonly pagers: readonly string[];
}

/** A delivery, when it came and where. */
export interface Arrival {
  readonly at: Instant;
  readonly channel: string;
  readonly delivery: Delivery;
}

/** As `serve` does it unless told otherwise; what is sealed is not looked at here. */
const pace = { sweepEvery: hour, sweepFull: 12 * hour, sealEvery: 6 * hour } as const;

/** When the week is watched from and until: what waits at its end is told before that. */
const [opens, closes] = [weekStart - 10 * minute, weekEnd + 2 * day];

/**
 * The whole of it at work on one week: records come in as EventBridge brings them, sweeps and looks show what stood, and what
 * people are told goes to channels that only remember it. One worker, and a clock that jumps to the next thing that happens.
 */
export class LiveStage {
  readonly store: Store;
  readonly arrivals: Arrival[] = [];
  readonly writes: string[] = [];
  readonly clock: VirtualClock = virtualClock(opens);
  readonly #bells = alarms();
  readonly #mail: { readonly at: Instant; readonly message: Message }[];
  readonly #parts: LiveParts;
  readonly #hearing: HearParts;
  readonly #delivering: DeliverParts;

  constructor({ seed, records, truth, policy, pagers }: LiveWeek, settings: Partial<LiveSettings> = {}) {
    const { clock } = this;
    const judging: Judging = { policy, engine: '0.0.0' };
    const random = new Random(`live week ${seed}`);
    this.#mail = mailOf(records, random);
    this.store = withAlarms(createMemoryStore(4), this.#bells);
    this.#parts = withMemo({
      ...{ store: this.store, inbox: this.#inbox(), clock, chance: { next: seededChance(random.below(1_000_000)) } },
      gatherer: truth.gatherer(clock),
      reverter: {
        session: () => ({ role: 'none', name: 'none' }),
        perform: async (order) => {
          this.writes.push(JSON.stringify(order));
          return { kind: 'would' };
        },
      },
      ...{ policy: () => judging, backlog: backlogOf(truth, judging), worker: 'one' },
      settings: { ...defaultLiveSettings, ...pace, sites: truth.sites, ownRoles: [], ...settings },
    });
    this.#hearing = {
      ...{ ...this.#parts, offsetOf, post: { ...defaultHearSettings, pagers: new Set(pagers) } },
    };
    const patient = { ...clock, sleep: (_: number, signal?: AbortSignal) => untilAborted(signal) };
    this.#delivering = {
      ...{ store: this.store, clock: patient, chance: this.#parts.chance, worker: 'one', pace: new Pace(clock) },
      ...{ delivery: defaultDeliverySettings, channel: (name) => this.#reach(name) },
      word: (row) =>
        wordMessage({ store: this.store, clock, directory: () => policy.directory, ledger: 'portcullis.db' }, row),
    };
  }

  /** Lets the week pass; `daily` is called at the end of each day. */
  async passes(daily: () => Promise<void> = async () => {}): Promise<void> {
    const { clock } = this;
    for (let next = opens + day; ; ) {
      const wake = await this.#works();
      const now = clock.now();
      const slot = (Math.floor(now / minute / 10) + 1) * minute * 10;
      const first = Math.min(slot, this.#bells.next(now) ?? slot, this.#mail[0]?.at ?? slot, wake ?? slot, next);
      clock.advance(Math.max(first, now + 1));
      if (clock.now() < next) continue;
      await daily();
      if (next >= closes) return;
      next = Math.min(next + day, closes);
    }
  }

  /** Does everything that is due now; when hearing has something to do next. */
  async #works(): Promise<Instant | null> {
    await scheduleStep(this.#parts);
    for (let idle = false; !idle; ) {
      const watched = await watchStep(this.#parts);
      const did = await taskStep(this.#parts);
      const heard = await hearStep(this.#hearing);
      const told = await this.#tells();
      idle = [watched, did, heard, told].every((each) => each === 'idle');
    }
    return (await loadCursor(this.store)).cursor?.wake ?? null;
  }

  async #tells(): Promise<'worked' | 'idle'> {
    let told: 'worked' | 'idle' = 'idle';
    for (const { kind, due } of await this.store.waiting!(this.clock.now()))
      if (due > 0 && kind.startsWith('deliver/') && (await deliverStep(this.#delivering, kind.slice(8))) === 'worked')
        told = 'worked';
    return told;
  }

  #inbox(): Inbox {
    return {
      take: async (most) => {
        const here = this.#mail.filter(({ at }) => at <= this.clock.now()).slice(0, most);
        return { kind: 'taken', messages: here.map(({ message }) => message) };
      },
      done: async (receipt) => {
        this.#mail.splice(
          this.#mail.findIndex(({ message }) => message.receipt === receipt),
          1,
        );
        return { kind: 'settled' };
      },
    };
  }

  #reach(name: string): ReturnType<DeliverParts['channel']> {
    const channel: Channel = {
      ...{ memory: 'edits', takes: ['first', 'update', 'again'] },
      deliver: async (delivery) => {
        this.arrivals.push({ at: this.clock.now(), channel: name, delivery });
        return { kind: 'done', ref: `${name} ${this.arrivals.length}` };
      },
    };
    return { kind: 'reached', channel, fallback: null, every: 0 };
  }
}

/** Records on their way: most come within a minute and a half, some after minutes, some twice. */
function mailOf(records: readonly JsonObject[], random: Random): { readonly at: Instant; readonly message: Message }[] {
  const late = (): number => (random.chance(0.04) ? random.between(120, 600) : random.between(8, 90)) * second;
  const mail = records.flatMap((json, number) => {
    const happened = readInstant(json.eventTime as string)!;
    const copies = random.chance(0.03) ? 2 : 1;
    return Array.from({ length: copies }, (_, copy) => {
      const receipt = `${number} ${copy}`;
      const place = { file: 'queue', number: number + 1 };
      const intaken = [{ kind: 'record', json, place, from: 'eventbridge', receivedAt: null } as const];
      return { at: happened + late(), message: { receipt, intaken } };
    });
  });
  return mail.sort((a, b) => a.at - b.at);
}

/** What stands when the week begins is known, and adopted: only what is new or worse is told. */
function backlogOf(truth: Truth, judging: Judging): LiveParts['backlog'] {
  const owed = truth.sites.flatMap((site) => {
    const stood = truth.at(site, weekStart);
    const entries = new Map(stood.lists.map((list) => [list.id, list.entries]));
    return judgePerimeter(stood, judging, 'snapshot.json').map((decision) => {
      const rules = stood.groups.find(({ id }) => id === decision.on.id)?.rules ?? [];
      const carried = carriedBy(rules, { lists: (id) => entries.get(id) ?? null });
      return { decision, carried, since: () => ({ since: null, by: null }) };
    });
  });
  return makeBacklog(owed, weekStart, judging.policy.digest, usualDueDays);
}

function untilAborted(signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal === undefined || signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}
