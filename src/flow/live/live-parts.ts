import type { Chance, Clock, Gatherer, Inbox, Reverter } from '../../contracts/live.ts';
import type { Store } from '../../contracts/store.ts';
import type { Site } from '../../core/plan/act/intent.ts';
import type { Backlog } from '../../core/plan/backlog/backlog.ts';
import type { Judging } from '../../core/verdict/matter.ts';
import type { SpillMemo } from './memory/spill-memo.ts';

/** What a worker of the live loop works with. All memory of a worker is here or in the store. */
export interface LiveParts {
  readonly store: Store;
  readonly inbox: Inbox;
  readonly gatherer: Gatherer;
  readonly reverter: Reverter;
  readonly clock: Clock;
  readonly chance: Chance;
  /** The policy in force now: asked anew for every decision and again right before every call. */
  readonly policy: () => Judging;
  /** What stood when the policy was adopted: told and acted on only when it gets worse or is past its due date. */
  readonly backlog: Backlog | null;
  /** A name for leases; two workers never share one. */
  readonly worker: string;
  /** What the worker remembers of earlier judgements (`withMemo`); without it everything is worked out anew. */
  readonly memo?: SpillMemo;
  readonly settings: LiveSettings;
}

/** Times are milliseconds. */
export interface LiveSettings {
  /** What is swept. */
  readonly sites: readonly Site[];
  /** ARNs of our own roles: only with one of them can a record be ours. */
  readonly ownRoles: readonly string[];
  /** How long a task is held; a call of ours has to end, by its timeout, before that. */
  readonly lease: number;
  readonly callTimeout: number;
  /** How stale a live read may be. */
  readonly settle: number;
  /** How long a record may take before what a sweep saw counts as nobody's. */
  readonly grace: number;
  /** What a pipeline does is judged by its end after so much quiet; what is critical is not held back. */
  readonly quiet: number;
  /** When an action is read again after its last write, and how far two good reads must lie apart. */
  readonly reads: readonly number[];
  readonly apart: number;
  /** How long a record of an own call is expected. */
  readonly expectFor: number;
  readonly sweepEvery: number;
  /** Sweeps by need: every site so often, those with changes of late as often as `sweepEvery`; without it, all alike. */
  readonly sweepFull?: number;
  readonly sealEvery: number;
  /** Bodies of entries older than this are erased; `null` = kept. */
  readonly keepBodies: number | null;
  /** The same tuple acted on so often within so long is ping-pong. */
  readonly breaker: { readonly count: number; readonly per: number };
  /**
   * Nothing but a canary is acted upon until a drill passed within so long and somebody confirmed that a channel reaches
   * them (R156); without it, nobody asks.
   */
  readonly proving?: { readonly within: number } | undefined;
  /** How long an incident is open when people are reminded of it; without it, they are not. */
  readonly remind?: Reminding;
}

/** After these spans, the shortest first, and from the last of them on again and again. */
export interface Reminding {
  readonly after: readonly number[];
  readonly every: number;
}

/** What is in force unless somebody sets it otherwise. */
export const defaultLiveSettings: Omit<LiveSettings, 'sites' | 'ownRoles'> = {
  lease: 60_000,
  callTimeout: 10_000,
  settle: 30_000,
  grace: 900_000,
  quiet: 60_000,
  reads: [1_000, 3_000, 7_000, 15_000, 31_000],
  apart: 2_000,
  expectFor: 900_000,
  sweepEvery: 3_600_000,
  sealEvery: 60_000,
  keepBodies: null,
  breaker: { count: 3, per: 3_600_000 },
  remind: { after: [3_600_000, 14_400_000, 86_400_000], every: 86_400_000 },
};
