import type { JsonObject } from '../../core/leaf/canonical.ts';
import type { Instant } from '../../core/leaf/instant.ts';
import { type Ec2Action, type Ec2Call, type Ec2Request, type Ec2Result, isRead } from './call.ts';
import { type Caller, principalOf, requesterOf } from './caller.ts';
import { digitsFor, digitsOf } from './ids.ts';
import { perform } from './perform.ts';
import { permissionsFor } from './permission.ts';
import { defaultQuotas, type Quotas } from './quota.ts';
import { type Era, latestEra } from './record/era.ts';
import { renderRecord } from './record/render.ts';
import { isRefused, type RefusalCode, type Refused, refuse } from './refusal.ts';
import type { Done, Site } from './site.ts';
import { type Ec2State, emptyState } from './state.ts';
import { bucketOf, type Levels, takeToken } from './throttle.ts';

/** What a model is made of. All that is left out is as in an account where nothing goes wrong. */
export interface ModelParts {
  readonly account: string;
  readonly region: string;
  /** What stands already. */
  readonly state?: Ec2State;
  readonly quotas?: Partial<Quotas>;
  /** Whether a principal may do something to a resource; `null` if so, else the reason that AWS gives after "because". */
  readonly forbids?: (principal: string, action: string, resource: string, call: Ec2Call) => string | null;
  /** An error that EC2 answers whatever is asked: a seeded fault, the account's state, a tag policy. */
  readonly interferes?: (call: Ec2Call, caller: Caller, at: Instant) => RefusalCode | Refused | null;
  /** How many writes behind the replica is that takes this call. */
  readonly lag?: (call: Ec2Call, caller: Caller, at: Instant) => number;
  /** No replica is older than so many milliseconds. */
  readonly settle?: number;
  /** How long an edit of a prefix list takes, in milliseconds. */
  readonly listDelay?: number;
  /** `false`: nobody is ever throttled. */
  readonly throttles?: boolean;
  /** How CloudTrail wrote records at the time. */
  readonly era?: Era;
  /** Calls that were made already, so that no record's id is given twice. */
  readonly calls?: number;
}

/** What a caller gets: an answer, or a refusal. */
export type Answer<A extends Ec2Action> = { readonly kind: 'answered'; readonly result: Ec2Result<A> } | Refused;

/** A call that was made: what came of it, what CloudTrail will write of it, and EC2 just after it. */
export interface Asked<A extends Ec2Action = Ec2Action> {
  readonly answer: Answer<A>;
  /** Rendered when it is asked for: most looks never are. */
  readonly record: JsonObject;
  readonly state: Ec2State;
}

/** How many past states a replica can be behind at most. */
const longestMemory = 64;

/**
 * EC2 for one account and region, in memory. Each call is decided at once and in full from what came in: who asks, when,
 * and what the parts say. It has no clock and no chance of its own, so the same calls give the same answers and records.
 */
export class Ec2Model {
  readonly #parts: ModelParts;
  readonly #site: Omit<Site, 'at' | 'seen' | 'requester'>;
  #past: { readonly at: Instant; readonly state: Ec2State }[];
  #levels: Levels = new Map();
  #calls: number;

  constructor(parts: ModelParts) {
    this.#parts = parts;
    this.#calls = parts.calls ?? 0;
    this.#site = { quotas: { ...defaultQuotas, ...parts.quotas }, listDelay: parts.listDelay ?? 0 };
    this.#past = [{ at: Number.NEGATIVE_INFINITY, state: parts.state ?? emptyState(parts.account, parts.region) }];
  }

  /** The truth: all that EC2 holds, whatever its replicas say. */
  get state(): Ec2State {
    return this.#past.at(-1)!.state;
  }

  /** How many calls were made. */
  get calls(): number {
    return this.#calls;
  }

  /** Makes a call. The clock may stand still or go back between callers; EC2 takes the calls in the order they come. */
  ask<A extends Ec2Action>(action: A, request: Ec2Request<A>, caller: Caller, at: Instant): Asked<A> {
    const call = { action, request } as Ec2Call;
    const done = this.#decide(call, caller, at);
    if (!isRefused(done) && !isRead(action) && done.state !== this.state) this.#keep(done.state, at);
    this.#calls += 1;
    const answer = (isRefused(done) ? done : { kind: 'answered', result: done.result }) as Answer<A>;
    const [number, parts] = [this.#calls, this.#parts];
    return {
      answer,
      state: this.state,
      get record() {
        const { account, region, era = latestEra } = parts;
        const ids = { eventId: uuidOf('event', parts, number), requestId: uuidOf('request', parts, number) };
        return renderRecord(call, answer, { account, region, era, at, caller, ...ids });
      },
    };
  }

  #decide(call: Ec2Call, caller: Caller, at: Instant): Done<Ec2Result<Ec2Action>> | Refused {
    const { interferes, throttles = true } = this.#parts;
    if (throttles) {
      const levels = takeToken(this.#levels, bucketOf(call), at);
      if (levels === null) return refuse('RequestLimitExceeded');
      this.#levels = levels;
    }
    const fault = interferes?.(call, caller, at) ?? null;
    if (fault !== null) return typeof fault === 'string' ? refuse(fault) : fault;
    const denied = this.#deny(call, caller);
    if (denied !== null) return denied;
    if (call.request.DryRun === true) return refuse('DryRunOperation');
    const seen = this.#replica(call, caller, at);
    return perform(isRead(call.action) ? seen : this.state, call, {
      ...this.#site,
      ...{ at, seen, requester: requesterOf(caller) },
    });
  }

  /** IAM's word, in the form that its messages have had since 2021 ("Troubleshoot access denied error messages"). */
  #deny(call: Ec2Call, caller: Caller): Refused | null {
    const { forbids } = this.#parts;
    if (forbids === undefined) return null;
    const principal = principalOf(caller);
    for (const { action, resource } of permissionsFor(this.state, call)) {
      const reason = forbids(principal, action, resource, call);
      if (reason === null) continue;
      const who = `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} because ${reason}.`;
      return refuse('UnauthorizedOperation', `${who} Encoded authorization failure message: ${digitsOf(who, 32)}`);
    }
    return null;
  }

  #replica(call: Ec2Call, caller: Caller, at: Instant): Ec2State {
    const { lag, settle = Number.POSITIVE_INFINITY } = this.#parts;
    const behind = Math.max(0, Math.floor(lag?.(call, caller, at) ?? 0));
    let place = Math.max(0, this.#past.length - 1 - behind);
    while (place < this.#past.length - 1 && this.#past[place + 1]!.at <= at - settle) place += 1;
    return this.#past[place]!.state;
  }

  #keep(state: Ec2State, at: Instant): void {
    this.#past.push({ at, state });
    if (this.#past.length > longestMemory) this.#past = this.#past.slice(-longestMemory);
  }
}

function uuidOf(kind: string, { account, region }: ModelParts, number: number): string {
  const digits = `${digitsFor(`${kind} ${account} ${region}`, number)}${digitsOf(`${account} ${region}`, 16)}`;
  return digits.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
}
