import type { Looked, Performed } from '../../src/contracts/live.ts';
import type { Appended, Effects, Store } from '../../src/contracts/store.ts';
import type { Instant } from '../../src/core/leaf/instant.ts';
import type { Entry } from '../../src/core/ledger/entry.ts';
import type { Ec2Order } from '../../src/core/plan/act/ec2-order.ts';
import type { Script } from './actors/script.ts';
import type { Happened } from './faults/weather.ts';
import type { Ran } from './schedule.ts';
import type { Variant } from './world/policies.ts';
import type { World } from './world/world.ts';

/** A commit as the store took it. */
export interface Commit {
  readonly at: Instant;
  readonly by: string;
  readonly entries: readonly Entry[];
  readonly effects: Effects;
}

/** A call of ours, from when it was sent to when it was answered, if ever. */
export interface Sent {
  readonly at: Instant;
  readonly by: string;
  readonly order: Ec2Order;
  readonly dry: boolean;
  answered: Instant | null;
  result: Performed | null;
}

/** A live read of one thing, as it was answered. */
export interface Read {
  readonly by: string;
  readonly id: string;
  readonly sent: Instant;
  readonly answered: Instant;
  readonly looked: Looked<unknown>;
  readonly stale: boolean;
}

/** All that happened in a history, as the judge gets it. */
export interface Trial {
  readonly script: Script;
  readonly world: World;
  readonly store: Store;
  readonly start: Instant;
  readonly end: Instant;
  readonly commits: readonly Commit[];
  readonly answers: readonly {
    readonly at: Instant;
    readonly by: string;
    readonly answer: Appended;
    readonly effects: Effects;
  }[];
  readonly sent: readonly Sent[];
  readonly reads: readonly Read[];
  readonly faults: readonly Happened[];
  readonly policies: readonly { readonly at: Instant; readonly variant: Variant }[];
  readonly threw: readonly { readonly at: Instant; readonly by: string; readonly problem: unknown }[];
  /** What an acknowledgement found not to be kept. */
  readonly unkept: readonly string[];
  /** What people ordered, and what became of it. */
  readonly orders: readonly { readonly at: Instant; readonly verb: string; readonly kind: string }[];
  readonly lives: readonly { readonly name: string; readonly skew: number }[];
  /** Whether it came to its end, and in how many steps. */
  readonly ran: Ran;
  /** How many steps of workers did something. */
  readonly taken: number;
  /** Since when nothing more could happen; `null`: it never came to rest. */
  readonly restedAt: Instant | null;
}
