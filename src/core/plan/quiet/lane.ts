import type { Instant } from '../../leaf/instant.ts';
import { inUtc, type OffsetOf } from '../../leaf/zone.ts';
import { quietUntil } from '../../policy/day-times.ts';
import { isAtLeast } from '../../policy/scale.ts';
import { type Bundle, beginBundle } from './bundle.ts';
import { Findings } from './findings.ts';
import { messageId } from './message-id.ts';
import type { News } from './news.ts';
import type { Due } from './wants.ts';

/** A counted message in place of many: what a channel had no room for, or what waits for the end of its quiet hours. */
export interface Overflow {
  at: Instant;
  /** Quiet hours in which it does not go out either. */
  quiet: Due['quiet'];
  readonly bundles: Bundle[];
}

/** Refused calls that were told, and what their actor did next. */
export interface Episode {
  readonly until: Instant;
  readonly due: Due;
  readonly checks: readonly string[];
  success: Bundle | null;
}

/**
 * What happened in a lane, in order. `added`: news is due there, and in this bundle (`joins`: after it was sent; `into`: what
 * tells it, if anything does yet). `sent`: it goes out. `collapsed`: there is no room, it will be counted. `overflow`: the
 * counted message goes out. `dropped`: nothing of it is so any more. `withdrawn`: a piece of news that waited is none after all.
 */
export type LaneEvent =
  | {
      readonly kind: 'added';
      readonly bundle: Bundle;
      readonly decision: string;
      readonly joins: boolean;
      readonly into: 'waiting' | 'alert' | 'collapsed';
    }
  | {
      readonly kind: 'sent';
      readonly bundle: Bundle;
      readonly due: Due;
      readonly decisions: readonly string[];
      readonly count: number;
    }
  | { readonly kind: 'collapsed'; readonly bundle: Bundle }
  | {
      readonly kind: 'overflow';
      readonly overflow: Overflow;
      readonly id: string;
      readonly decisions: readonly string[];
      readonly count: number;
    }
  | { readonly kind: 'dropped'; readonly bundle: Bundle; readonly decisions: readonly string[]; readonly count: number }
  | { readonly kind: 'withdrawn'; readonly bundle: Bundle; readonly decision: string };

/** All that a lane remembers: what `saveLane` writes. */
export interface LaneMemory {
  made: number;
  live: Bundle[];
  overflow: Overflow | null;
  /** When messages went out that still count against the budget. */
  sent: Instant[];
  readonly episodes: Map<string, Episode>;
  readonly findings: Findings;
}

/** Milliseconds after the last refused call in which what the actor brings about is told too. */
const aftermath = 3_600_000;

/** One channel over time: what it was told, what waits, and how much room there is. */
export class Lane {
  readonly memory: LaneMemory;
  readonly #channel: string;
  readonly #offsetOf: OffsetOf;
  #events: LaneEvent[] = [];
  /** What news of this second takes back, by its id. */
  readonly #undone = new Map<string, Bundle>();

  constructor(channel: string, offsetOf: OffsetOf = inUtc, memory: LaneMemory = emptyMemory()) {
    this.#channel = channel;
    this.#offsetOf = offsetOf;
    this.memory = memory;
  }

  /** What happened since it was asked last. */
  drain(): readonly LaneEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** When the clock sends something next; `null`: nothing waits. */
  get wake(): Instant | null {
    const { live, overflow } = this.memory;
    const ends = live.flatMap(({ state, until }) => (state === 'open' ? [until + 1] : []));
    const all = overflow === null ? ends : [...ends, overflow.at];
    return all.length === 0 ? null : Math.min(...all);
  }

  /** Sends what was waiting up to a time. */
  pass(at: Instant): void {
    this.#undone.clear();
    const { memory } = this;
    const waiting = memory.live.filter(({ until, state }) => until < at && state === 'open');
    for (const bundle of waiting) this.#send(bundle, bundle.until);
    for (let full = memory.overflow; full !== null && full.at <= at; full = memory.overflow) {
      const quiet = this.#quietUntil(full.quiet, full.at);
      if (quiet === null) this.#sendFull(full);
      else full.at = quiet;
    }
    memory.live = memory.live.filter(({ until }) => until >= at);
    for (const [who, { until }] of memory.episodes) if (until < at) memory.episodes.delete(who);
  }

  /** Notes what was closed; what waits and no longer is so is not sent. `certain`: nothing of the same second may have come after. */
  settle(news: News, certain: boolean): void {
    const { findings } = this.memory;
    const undone = certain ? findings.undone(news) : null;
    if (undone !== null) this.#undone.set(news.id, undone);
    for (const bundle of findings.settle(news)) if (certain && bundle.state === 'open') this.#drop(bundle);
  }

  /** Tells news, or adds it to what was told. */
  take(news: News, due: Due): void {
    const { findings } = this.memory;
    const urgent = news.severity === 'critical';
    const undone = this.#undone.get(news.id);
    if (undone !== undefined && undone.state !== 'dropped' && !(urgent && undone.state === 'collapsed')) {
      this.#add(undone, news);
      if (urgent && undone.sent === null) this.#send(undone, news.at);
      return;
    }
    const known = findings.known(news, due.min);
    if (known !== null && known.state !== 'dropped') {
      this.#add(known, news);
      if (news.episode !== null) this.#note(news, due);
      findings.add(news, due.min, known);
      return;
    }
    const bundle = this.#bundleFor(news) ?? this.#open(news, due);
    this.#add(bundle, news);
    findings.add(news, due.min, bundle);
    if (news.episode !== null) this.#note(news, due);
    if (news.over && !urgent && bundle.sent === null && bundle.waiting.length === 1) this.#drop(bundle);
    else if (bundle.sent === null && (urgent || bundle.until <= news.at)) this.#send(bundle, news.at);
  }

  /** Hears of what no check objects to: told when its actor was refused again and again just before, and now was not. */
  follow(news: News): void {
    const episode = this.memory.episodes.get(news.principal);
    if (episode === undefined || news.at > episode.until || !news.moves) return;
    if (episode.success === null) {
      episode.success = this.#open(news, episode.due);
      for (const check of episode.checks) episode.success.checks.add(check);
    }
    this.#add(episode.success, news);
    if (episode.success.sent === null) this.#send(episode.success, news.at);
  }

  /** Takes back what waits and turned out not to be so. */
  withdraw(decision: string): void {
    for (const bundle of this.memory.live) {
      if (bundle.state !== 'open' || !bundle.waiting.includes(decision)) continue;
      bundle.waiting = bundle.waiting.filter((each) => each !== decision);
      bundle.count--;
      this.#events.push({ kind: 'withdrawn', bundle, decision });
      if (bundle.waiting.length === 0) this.#drop(bundle);
    }
  }

  /** When people may be interrupted by what they were told before, which takes room; `null` where there is none. */
  interrupt(at: Instant, isUrgent: boolean, { budget, quiet }: Pick<Due, 'budget' | 'quiet'>): Instant | null {
    const { memory } = this;
    const when = (isUrgent ? null : this.#quietUntil(quiet, at)) ?? at;
    if (budget === null) return when;
    memory.sent = memory.sent.filter((each) => each > at - budget.per);
    if (!isUrgent && memory.sent.length >= budget.count) return null;
    memory.sent.push(when);
    return when;
  }

  /** Sends all that still waits. */
  end(): void {
    this.pass(Number.POSITIVE_INFINITY);
  }

  #add(bundle: Bundle, news: News): void {
    const joins = bundle.sent !== null;
    const into = bundle.message === null ? 'waiting' : bundle.state === 'alert' ? 'alert' : 'collapsed';
    if (bundle.add(news)) this.#events.push({ kind: 'added', bundle, decision: news.id, joins, into });
  }

  #drop(bundle: Bundle): void {
    bundle.state = 'dropped';
    this.#events.push({ kind: 'dropped', bundle, decisions: bundle.waiting, count: bundle.count });
  }

  #note(news: News, due: Due): void {
    const before = this.memory.episodes.get(news.principal);
    const success = before === undefined || before.until < news.at ? null : before.success;
    const checks = news.checks.map(({ id }) => id);
    this.memory.episodes.set(news.principal, { until: news.at + aftermath, due, checks, success });
  }

  /** What was counted is milder than the worst, so that the worst never lands there. */
  #bundleFor(news: News): Bundle | undefined {
    return this.memory.live.find(
      (each) => each.takes(news) && (each.sent === null || isAtLeast(each.severity, news.severity)),
    );
  }

  #open(news: News, due: Due): Bundle {
    const bundle = beginBundle(String(this.memory.made++), news, news.at + due.groupFor, due);
    this.memory.live.push(bundle);
    return bundle;
  }

  #send(bundle: Bundle, at: Instant): void {
    const { memory } = this;
    const due = bundle.due!;
    const { budget } = due;
    bundle.due = null;
    bundle.sent = at;
    if (budget !== null) memory.sent = memory.sent.filter((each) => each > at - budget.per);
    const isUrgent = bundle.severity === 'critical';
    const quiet = isUrgent ? null : this.#quietUntil(due.quiet, at);
    if (quiet === null && (budget === null || isUrgent || memory.sent.length < budget.count)) {
      bundle.state = 'alert';
      const decisions = bundle.tell(messageId(this.#channel, at, bundle.first, 'alert'));
      if (budget !== null) memory.sent.push(at);
      this.#events.push({ kind: 'sent', bundle, due, decisions, count: bundle.count });
      return;
    }
    bundle.state = 'collapsed';
    memory.overflow ??= { at: quiet ?? (memory.sent[0] ?? at) + budget!.per, quiet: due.quiet, bundles: [] };
    memory.overflow.at = Math.max(memory.overflow.at, quiet ?? 0);
    memory.overflow.bundles.push(bundle);
    this.#events.push({ kind: 'collapsed', bundle });
  }

  #sendFull(full: Overflow): void {
    const id = messageId(this.#channel, full.at, full.bundles[0]!.first, 'collapsed');
    const decisions = full.bundles.flatMap((bundle) => bundle.tell(id));
    const count = full.bundles.reduce((sum, bundle) => sum + bundle.count, 0);
    this.#events.push({ kind: 'overflow', overflow: full, id, decisions, count });
    this.memory.sent.push(full.at);
    this.memory.overflow = null;
  }

  #quietUntil(quiet: Due['quiet'], at: Instant): Instant | null {
    return quiet === null ? null : quietUntil(quiet.hours, quiet.zone, at, this.#offsetOf);
  }
}

function emptyMemory(): LaneMemory {
  return { made: 0, live: [], overflow: null, sent: [], episodes: new Map(), findings: new Findings() };
}
