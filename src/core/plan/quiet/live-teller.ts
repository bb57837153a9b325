import type { Instant } from '../../leaf/instant.ts';
import { inUtc, type OffsetOf } from '../../leaf/zone.ts';
import { isAtOnce, nextDigestOf } from '../../policy/day-times.ts';
import type { Route } from '../../policy/policy.ts';
import { type Severity, worse } from '../../policy/scale.ts';
import type { Decision } from '../decision.ts';
import { messageOf, sayingOf } from './bundle-message.ts';
import { type ChannelCounts, noCounts } from './channel-counts.ts';
import { type DigestTally, emptyTally, Fates, type SavedFates } from './fates.ts';
import { type ChannelEvent, Lanes } from './lanes.ts';
import { type News, readNews } from './news.ts';
import { peopleWords } from './people-channels.ts';
import { isOver, loadLane, type SavedLane, saveLane } from './save-lane.ts';
import type { Fate, Message, Telling } from './telling.ts';
import { channelDue, type Due, digestRoutes } from './wants.ts';

/** Something that whoever sends has to know, in order. */
export type PostEvent =
  /** A message goes out. `due`: what its channel wants of it; `null` of a collapsed one. `count`: so much is in it. */
  | { readonly kind: 'opened'; readonly message: Message; readonly due: Due | null; readonly count: number }
  /** A decision is added to a message that went out: an edit, no reason to interrupt anybody. */
  | { readonly kind: 'joined'; readonly channel: string; readonly decision: string; readonly message: MessageEdit }
  /** A mute kept it back. */
  | { readonly kind: 'muted'; readonly channel: string; readonly decision: string; readonly by: readonly string[] }
  /** A digest is due; `tally` with zeros where nothing happened. */
  | {
      readonly kind: 'digest';
      readonly channel: string;
      readonly at: Instant;
      readonly weekly: boolean;
      readonly tally: DigestTally;
    }
  /** Nothing more will become of a decision. */
  | { readonly kind: 'fate'; readonly decision: string; readonly fate: Fate };

/** What a message says of itself once something was added to it. */
export interface MessageEdit extends Pick<Message, 'id' | 'severity' | 'about' | 'checks'> {}

/** A decision as it is heard. `at`: when it was decided, never before the one heard last. */
export interface HeardDecision {
  readonly decision: Decision;
  /** Ids of the mutes that keep the checks back that it names; a check that is not among them is told. */
  readonly mutes?: Readonly<Record<string, readonly string[]>>;
  /** Channels that were told of it before: they are told in another way. */
  readonly except?: readonly string[];
}

/** All that a live teller remembers, as JSON in parts. */
export interface SavedTeller {
  readonly now: Instant;
  /** The clock, when it was heard last; `null`: never. */
  readonly passed: Instant | null;
  readonly fates: SavedFates;
  /** By channel. */
  readonly counts: Readonly<Record<string, ChannelCounts>>;
  /** By channel. */
  readonly lanes: ReadonlyMap<string, SavedLane>;
}

/**
 * Telling as it happens: the same lanes as those of `startTelling`, by the time at which was decided, and the clock. What it
 * remembers is bounded by what stands and waits, and can be saved and loaded after every step.
 */
export class LiveTeller {
  /** The time of what it heard last: it never goes back. */
  #now: Instant;
  #passed: Instant | null;
  readonly #telling: Telling;
  readonly #lanes: Lanes;
  readonly #fates: Fates;
  readonly #counts: Map<string, ChannelCounts>;
  #events: PostEvent[] = [];

  constructor(telling: Telling, saved: SavedTeller | null = null) {
    this.#telling = telling;
    this.#now = saved?.now ?? 0;
    this.#passed = saved?.passed ?? null;
    const lanes = [...(saved?.lanes ?? [])].map(
      ([channel, each]) => [channel, loadLane(channel, each, telling.offsetOf)] as const,
    );
    this.#lanes = new Lanes(telling, new Map(lanes));
    this.#fates = new Fates(saved?.fates);
    this.#counts = new Map(Object.entries(saved?.counts ?? {}));
  }

  get now(): Instant {
    return this.#now;
  }

  /** What became of all that was due on each channel. */
  get counts(): ReadonlyMap<string, ChannelCounts> {
    return this.#counts;
  }

  /** When the clock brings something next: until then nothing happens by itself. `null`: nothing waits. */
  get wake(): Instant | null {
    const lanes = [...this.#lanes.all.values()].flatMap((lane) => lane.wake ?? []);
    const digests = this.#telling.routes.flatMap((route) => this.#next(route, this.#passed ?? this.#now) ?? []);
    const all = [...lanes, ...digests];
    return all.length === 0 ? null : Math.min(...all);
  }

  /** Whether some channel still waits with a decision. */
  waits(decision: string): boolean {
    return this.#fates.waits(decision);
  }

  /**
   * When people may be interrupted anew by a message that they know: now, after quiet hours, or (`null`) not at all, since the
   * channel had its budget. What is critical always may. It is counted.
   */
  interrupt(channel: string, severity: Severity): Instant | null {
    const room = channelDue(channel, this.#telling.routes) ?? { budget: null, quiet: null };
    const at = this.#lanes.of(channel).interrupt(this.#now, severity === 'critical', room);
    this.#count(channel, at === null ? { spared: 1 } : { again: 1 });
    return at;
  }

  /** Hears what was decided in one moment. */
  take(heard: readonly HeardDecision[], at: Instant): void {
    this.#now = Math.max(this.#now, at);
    const audible = heard
      .map((each) => ({ each, news: { ...readNews(each.decision, this.#telling), at: this.#now } }))
      .sort((a, b) => (a.news.id < b.news.id ? -1 : 1))
      .map(({ each: { mutes = {}, except }, news }) => {
        return { news, told: audibleOf(news, mutes), mutes, ...(except === undefined ? {} : { except }) };
      });
    for (const { news } of audible) this.#fates.hear(news, this.#listings(news));
    this.#lanes.hear(audible);
    const mutes = new Map(audible.map((each) => [each.news.id, [...new Set(Object.values(each.mutes).flat())]]));
    this.#drain(mutes);
  }

  /** The clock. Only when all that was decided until then is heard. */
  pass(now: Instant): void {
    this.#now = Math.max(this.#now, now);
    this.#lanes.pass(this.#now);
    this.#drain(new Map());
    this.#digests(this.#passed ?? this.#now);
    this.#passed = this.#now;
  }

  /** Takes back a decision that waits and turned out not to be news. */
  withdraw(decision: string): void {
    this.#lanes.withdraw(decision);
    this.#drain(new Map());
  }

  /** What these messages told is over: what comes of it again is news. */
  forget(messages: ReadonlySet<string>): void {
    this.#lanes.forget(messages);
  }

  /** What happened since it was asked last. */
  drain(): readonly PostEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  /** All that is still of account; the rest is forgotten. What is as it was is the same object as when it was saved or loaded. */
  save(): SavedTeller {
    const longest = Math.max(0, ...this.#telling.routes.map(({ budget }) => budget?.per ?? 0));
    const lanes = new Map<string, SavedLane>();
    for (const [channel, lane] of this.#lanes.all) {
      const saved = saveLane(lane, this.#now);
      if (isOver(saved, this.#now - longest)) this.#lanes.all.delete(channel);
      else lanes.set(channel, saved);
    }
    return {
      now: this.#now,
      passed: this.#passed,
      fates: this.#fates.save(),
      counts: Object.fromEntries(this.#counts),
      lanes,
    };
  }

  #listings(news: News): readonly Pick<DigestTally, 'channel' | 'at' | 'weekly'>[] {
    return digestRoutes(news, this.#telling.routes).map(({ channel, route }) => {
      return { channel, at: this.#next(route, news.at) ?? 0, weekly: route.weeklyAt !== null };
    });
  }

  #next(route: Route, after: Instant): Instant | null {
    const offsetOf: OffsetOf = this.#telling.offsetOf ?? inUtc;
    return nextDigestOf(route, after, offsetOf);
  }

  /** One for each channel whose time has come since: what piled up meanwhile is in it. */
  #digests(before: Instant): void {
    for (const weekly of [false, true]) {
      const due = new Map<string, Instant>();
      for (const route of this.#telling.routes) {
        const at = isAtOnce(route) || (route.weeklyAt !== null) !== weekly ? null : this.#lastSlot(route, before);
        if (at === null) continue;
        for (const channel of route.to.filter((each) => !peopleWords.includes(each)))
          due.set(channel, Math.max(at, due.get(channel) ?? 0));
      }
      for (const channel of this.#fates.channelsDue(weekly, this.#now))
        if (!due.has(channel)) due.set(channel, this.#now);
      for (const [channel, at] of due) {
        const tally = this.#fates.due(channel, weekly, this.#now) ?? emptyTally({ channel, at, weekly });
        this.#events.push({ kind: 'digest', channel, at, weekly, tally });
      }
    }
  }

  /** The last time of a digest since then; `null`: none came. */
  #lastSlot(route: Route, before: Instant): Instant | null {
    let last: Instant | null = null;
    for (let at = this.#next(route, before); at !== null && at <= this.#now; at = this.#next(route, at)) last = at;
    return last;
  }

  #drain(mutes: ReadonlyMap<string, readonly string[]>): void {
    for (const event of this.#lanes.drain()) this.#note(event, mutes);
    for (const each of this.#fates.close()) this.#events.push({ kind: 'fate', ...each });
  }

  #note(event: ChannelEvent, mutes: ReadonlyMap<string, readonly string[]>): void {
    const { channel } = event;
    switch (event.kind) {
      case 'added':
        this.#noteAdded(event);
        return;
      case 'sent': {
        const { bundle, decisions, due, count } = event;
        this.#count(channel, { told: 1, joined: count - 1 });
        for (const [place, id] of decisions.entries()) this.#fates.settle(id, place === 0 ? 'told' : 'joined');
        const message = messageOf(channel, bundle.message!, bundle.sent!, decisions, [bundle], 'alert');
        this.#events.push({ kind: 'opened', message, due, count });
        return;
      }
      case 'overflow': {
        const { id, overflow, decisions, count } = event;
        this.#count(channel, { collapsed: count });
        for (const each of decisions) this.#fates.settle(each, 'collapsed');
        const message = messageOf(channel, id, overflow.at, decisions, overflow.bundles, 'collapsed');
        this.#events.push({ kind: 'opened', message, due: null, count });
        return;
      }
      case 'dropped':
        this.#count(channel, { dropped: event.count });
        for (const each of event.decisions) this.#fates.settle(each, null);
        return;
      case 'withdrawn':
        this.#count(channel, { dropped: 1 });
        this.#fates.settle(event.decision, null);
        return;
      case 'muted':
        this.#count(channel, { due: 1, muted: 1 });
        this.#events.push({ ...event, by: mutes.get(event.decision) ?? [] });
        return;
      case 'collapsed':
        return;
    }
  }

  #noteAdded({ channel, bundle, decision, into }: ChannelEvent & { readonly kind: 'added' }): void {
    this.#count(channel, { due: 1 });
    this.#fates.wait(decision);
    // What is not out yet is counted when it goes.
    if (into === 'waiting') return;
    this.#count(channel, into === 'alert' ? { joined: 1 } : { collapsed: 1 });
    this.#fates.settle(decision, into === 'alert' ? 'joined' : 'collapsed');
    const edit = { id: bundle.message!, ...sayingOf([bundle]) };
    this.#events.push({ kind: 'joined', channel, decision, message: edit });
  }

  #count(channel: string, more: Partial<ChannelCounts>): void {
    const counts = { ...(this.#counts.get(channel) ?? noCounts) };
    for (const key of Object.keys(more) as (keyof ChannelCounts)[]) counts[key] += more[key] ?? 0;
    this.#counts.set(channel, counts);
  }
}

/** What is left of news without the checks that mutes keep back; the same news where none does. */
function audibleOf(news: News, mutes: Readonly<Record<string, readonly string[]>>): News {
  const checks = news.checks.filter(({ id }) => !Object.hasOwn(mutes, id));
  if (checks.length === news.checks.length) return news;
  const severity = checks.reduce<Severity>((worst, each) => worse(worst, each.severity), 'none');
  return { ...news, checks, severity, over: checks.length > 0 && checks.every(({ over }) => over) };
}
