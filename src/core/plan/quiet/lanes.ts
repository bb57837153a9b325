import type { Instant } from '../../leaf/instant.ts';
import { Lane, type LaneEvent } from './lane.ts';
import type { News } from './news.ts';
import type { Telling } from './telling.ts';
import { dueChannels } from './wants.ts';

/** What happened on a channel. `muted`: it was due there, and somebody's mute kept it back. */
export type ChannelEvent = { readonly channel: string } & (
  | LaneEvent
  | { readonly kind: 'muted'; readonly decision: string }
);

/** News, and what is left of it once mutes have had their say. */
export interface Audible {
  readonly news: News;
  readonly told: News;
  /** Channels that are not to hear of it. */
  readonly except?: readonly string[];
}

/** All channels over time: they hear what happens second by second, and the clock. */
export class Lanes {
  readonly all: Map<string, Lane>;
  readonly #telling: Telling;
  #muted: ChannelEvent[] = [];

  constructor(telling: Telling, saved: ReadonlyMap<string, Lane> = new Map()) {
    this.#telling = telling;
    this.all = new Map(saved);
  }

  /**
   * Hears what happened in one second. Nobody knows its order, so what closes counts before what opens, lest the opening be
   * taken back, and after it, lest it be thought open still. Times never go back.
   */
  hear(ordered: readonly Audible[]): void {
    const at: Instant | undefined = ordered[0]?.news.at;
    if (at === undefined) return;
    this.pass(at);
    for (const { news } of ordered) for (const lane of this.all.values()) lane.settle(news, true);
    for (const each of ordered) this.#tell(each);
    if (ordered.length === 1) return;
    for (const { news } of ordered) for (const lane of this.all.values()) lane.settle(news, false);
  }

  /** The clock: what waited long enough goes out. */
  pass(at: Instant): void {
    for (const lane of this.all.values()) lane.pass(at);
  }

  /** Takes back what waits and turned out not to be so. */
  withdraw(decision: string): void {
    for (const lane of this.all.values()) lane.withdraw(decision);
  }

  /** What these messages told is over, whatever the records say: what comes of it again is news. */
  forget(messages: ReadonlySet<string>): void {
    for (const lane of this.all.values()) lane.memory.findings.forget(messages);
  }

  /** The lane of a channel; a new one where it has none. */
  of(channel: string): Lane {
    const lane = this.all.get(channel) ?? new Lane(channel, this.#telling.offsetOf);
    this.all.set(channel, lane);
    return lane;
  }

  /** Sends all that still waits. */
  end(): void {
    for (const lane of this.all.values()) lane.end();
  }

  /** What happened since it was asked last; by channel, and in order of each. */
  drain(): readonly ChannelEvent[] {
    const muted = this.#muted;
    this.#muted = [];
    const lanes = [...this.all].sort(([a], [b]) => (a < b ? -1 : 1));
    const events = lanes.flatMap(([channel, lane]) => lane.drain().map((each) => ({ channel, ...each })));
    return [...muted, ...events];
  }

  #tell({ news, told, except = [] }: Audible): void {
    const wanted = dueChannels(told, this.#telling.routes);
    for (const [channel, lane] of this.all) if (!wanted.has(channel)) lane.follow(told);
    for (const [channel, due] of wanted) {
      if (except.includes(channel)) continue;
      this.of(channel).take(told, due);
    }
    if (told === news) return;
    for (const channel of dueChannels(news, this.#telling.routes).keys())
      if (!wanted.has(channel) && !except.includes(channel))
        this.#muted.push({ kind: 'muted', channel, decision: news.id });
  }
}
